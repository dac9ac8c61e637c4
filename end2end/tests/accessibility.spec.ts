// The audit of every page in both themes. A page's own complaints in the console fail it too.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const product = demo.most((p) => demo.reviewsOf(p).length);
const filmed = demo.products.find((p) => p.media.some((media) => media.kind === 'video'))!;
const unrated = demo.products.find((p) => !p.rating)!;

const pages: Record<string, string> = {
  home: '/',
  products: '/products',
  'narrowed products': `/products?category=${product.category}&max_price=100&min_rating=3&sort=newest&colour=red`,
  'no results': '/products?q=zzqxjk&category=apis',
  product: `/products/${product.slug}`,
  'product with a film': `/products/${filmed.slug}`,
  'product without ratings': `/products/${unrated.slug}`,
  developer: `/developers/${product.developer.slug}`,
  help: '/help',
  'legal page': '/legal/terms',
  'empty cart': '/cart',
  'page not found': '/no/such/page',
};

for (const [name, path] of Object.entries(pages)) {
  test(`${name}`, async ({ shop, page, complaints, audit }) => {
    if (name === 'page not found') {
      complaints.expectStatus(404);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await test.step(colorScheme, async () => {
        await page.emulateMedia({ colorScheme });
        await shop.open(path);
        await audit();
      });
    }
  });
}

test('a filled cart', async ({ product: page, cart, audit }) => {
  await page.open(product.slug);
  await page.add(product.plans[0]!);
  await audit();
  await cart.open();
  await cart.summary.getByText('Add a discount code').click();
  await audit();
});

test('the open menu', async ({ shop, frame, audit }) => {
  await shop.open('/help');
  await frame.account.click();
  await expect(frame.themes).toBeVisible();
  await audit();
});

test('the open filters', async ({ results, audit }) => {
  await results.open();
  await results.showFilters();
  await audit();
});
