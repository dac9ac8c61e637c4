// What search engines and other sites read of a page.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Shop } from '../pages/shop.ts';

const product = demo.most((p) => p.rating?.count ?? 0);
const { developer } = product;

/** A `<meta>`, by its name or property. */
const meta = ({ page }: Shop, name: string) => page.locator(`meta[name="${name}"], meta[property="${name}"]`);

const canonical = ({ page }: Shop) => page.locator('link[rel=canonical]');

const indexed = [
  { path: '/', title: 'APIs, packages and themes to build on' },
  { path: '/products', title: 'All products' },
  { path: '/products?page=2', title: 'All products, page 2' },
  { path: `/products/${product.slug}`, title: `${product.title} by ${developer.name}` },
  { path: `/developers/${developer.slug}`, title: developer.name },
  { path: '/help', title: 'Help' },
];

for (const { path, title } of indexed) {
  test(`${path} has a title, a description, one address and a preview`, async ({ shop, server, page, request }) => {
    await shop.open(path);
    const whole = `${title} · Mintreu Marketplace`;
    await expect(page).toHaveTitle(whole);
    await expect(meta(shop, 'description')).toHaveAttribute('content', /.{30}/);
    await expect(canonical(shop)).toHaveAttribute('href', `${server.url}${path}`);
    await expect(meta(shop, 'og:title')).toHaveAttribute('content', whole);
    await expect(meta(shop, 'og:url')).toHaveAttribute('content', `${server.url}${path}`);
    await expect(meta(shop, 'og:site_name')).toHaveAttribute('content', 'Mintreu Marketplace');
    await expect(meta(shop, 'robots')).toHaveAttribute('content', 'index,follow');
    const image = await request.get((await meta(shop, 'og:image').getAttribute('content'))!);
    expect(image.headers()['content-type']).toMatch(/^image\//);
  });
}

test('what has no end of combinations is kept out of indexes', async ({ shop }) => {
  for (const path of ['/products?q=maps', '/products?category=apis&tag=maps', '/products?max_price=50', '/cart']) {
    await shop.open(path);
    await expect(meta(shop, 'robots'), path).toHaveAttribute('content', /noindex/);
  }
});

test('one result has one address, however it was asked for', async ({ shop, server }) => {
  await shop.open('/products?page=1&utm_source=mail&category=apis&limit=24');
  await expect(canonical(shop)).toHaveAttribute('href', `${server.url}/products?category=apis`);
  // Pages of another size hold other products.
  await shop.open('/products?limit=12&page=2');
  await expect(canonical(shop)).toHaveAttribute('href', `${server.url}/products`);
});

test('a product is described for search engines, with offers and rating', async ({ shop, server, page }) => {
  await shop.open(`/products/${product.slug}`);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!);
  const prices = product.plans.map((plan) => (plan.amount / 100).toFixed(2));
  expect(data).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.title,
    url: `${server.url}/products/${product.slug}`,
    brand: { '@type': 'Brand', name: developer.name },
    offers: {
      '@type': 'AggregateOffer',
      lowPrice: (demo.price(product) / 100).toFixed(2),
      priceCurrency: 'USD',
      offerCount: product.plans.length,
      offers: prices.map((price) => ({ '@type': 'Offer', price, priceCurrency: 'USD' })),
    },
    aggregateRating: { '@type': 'AggregateRating', ratingCount: product.rating!.count, bestRating: '5' },
  });
  expect(Number(data.aggregateRating.ratingValue)).toBeCloseTo(product.rating!.average, 2);
});

test('a feed reader finds the feed', async ({ shop, page, request }) => {
  await shop.open('/');
  const feed = page.locator('link[rel=alternate][type="application/atom+xml"]');
  expect((await request.get((await feed.getAttribute('href'))!)).status()).toBe(200);
});
