// The JSON for programs agrees with the file that was imported.
import * as demo from '../../fixtures/demo.ts';
import { expect, test } from '../../fixtures/test.ts';

interface List {
  total: number;
  items: { slug: string }[];
  facets: Record<string, { value: string; count: number }[]>;
}

test('lists products with facets that count as the file does', async ({ request }) => {
  const list: List = await (await request.get('/api/v1/products?limit=100')).json();
  expect(list.total).toBe(demo.products.length);
  expect(list.items.map((item) => item.slug).sort()).toEqual(demo.products.map((p) => p.slug).sort());
  for (const { value, count } of list.facets.category!) {
    expect([value, count]).toEqual([value, demo.products.filter((product) => product.category === value).length]);
  }
});

test('shows a product whole', async ({ request }) => {
  const product = demo.most((p) => p.media.length);
  const response = await request.get(`/api/v1/products/${product.slug}`);
  expect(await response.json()).toMatchObject({
    slug: product.slug,
    title: product.title,
    developer: { slug: product.developer.slug },
    plans: product.plans.map((plan) => ({ slug: plan.slug, price: { amount: plan.amount, currency: 'USD' } })),
  });
});

test('refuses what it does not understand and names the parameter', async ({ request }) => {
  for (const [query, parameter] of [
    ['min_price=cheap', 'min_price'],
    ['sort=sideways', 'sort'],
    ['colour=red', 'colour'],
    ['page=0', 'page'],
  ]) {
    const response = await request.get(`/api/v1/products?${query}`);
    expect(response.status(), query).toBe(400);
    expect(response.headers()['content-type']).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, parameter });
  }
});

test('has no product by an unknown slug', async ({ request }) => {
  const response = await request.get('/api/v1/products/there-is-none');
  expect(response.status()).toBe(404);
  expect(response.headers()['content-type']).toBe('application/problem+json');
});

test('describes itself', async ({ request }) => {
  const document = await (await request.get('/api/openapi.json')).json();
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(document.paths)).toContain('/api/v1/products/{slug}');
});
