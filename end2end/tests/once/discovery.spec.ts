// What crawlers, feed readers and watchdogs fetch.
import * as demo from '../../fixtures/demo.ts';
import { expect, test } from '../../fixtures/test.ts';

/** The text of every `<tag>` of an XML document. */
const texts = (xml: string, tag: string) =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((match) => match[1]!);

test('the sitemap lists every product and developer', async ({ request, server }) => {
  const response = await request.get('/sitemap.xml');
  expect(response.headers()['content-type']).toContain('application/xml');
  const locations = texts(await response.text(), 'loc');
  for (const path of ['/', '/products', '/help', ...demo.products.map((p) => `/products/${p.slug}`)]) {
    expect(locations).toContain(`${server.url}${path}`);
  }
  for (const { developer } of demo.products) {
    expect(locations).toContain(`${server.url}/developers/${developer.slug}`);
  }
  expect(new Set(locations).size).toBe(locations.length);
});

test('every example of a search finds something', async ({ request }) => {
  const help = await (await request.get('/help')).text();
  const examples = [...help.matchAll(/href="\/products\?(q=[^"]+)"/g)].map(([, query]) => query!.replaceAll('&amp;', '&'));
  expect(examples.length).toBeGreaterThan(5);
  for (const query of examples) {
    const { total } = await (await request.get(`/api/v1/products?${query}`)).json();
    expect(total, query).toBeGreaterThan(0);
  }
});

test('robots are shown the sitemap and kept out of the programs’ addresses', async ({ request, server }) => {
  const response = await request.get('/robots.txt');
  expect(response.headers()['content-type']).toContain('text/plain');
  const text = await response.text();
  expect(text).toContain(`Sitemap: ${server.url}/sitemap.xml`);
  expect(text).toContain('Disallow: /api/');
});

test('the feed brings new arrivals, newest first', async ({ request, page }) => {
  const response = await request.get('/feed.xml');
  expect(response.headers()['content-type']).toContain('application/atom+xml');
  const xml = await response.text();
  const errors = (text: string) =>
    new DOMParser().parseFromString(text, 'application/xml').querySelectorAll('parsererror').length;
  expect(await page.evaluate(errors, xml), 'well-formed').toBe(0);
  const newest = demo.products.toSorted((a, b) => b.published_at.localeCompare(a.published_at));
  expect(texts(xml, 'published').map((at) => Date.parse(at))).toEqual(
    newest.slice(0, 30).map((product) => Date.parse(product.published_at)),
  );
});

test('a line of the log tells of each request, by the id that its answer bears', async ({ request, server }) => {
  const response = await request.get('/products/of-no-such-name');
  const id = response.headers()['x-request-id']!;
  const line = async () => (await server.log()).split('\n').find((told) => told.includes(id) && told.includes('answered'));
  await expect.poll(line).toMatch(/method=GET route="?\/products\/\S+ status=404 micros=\d+/);
});

test('health and metrics are there for watchdogs', async ({ request, server }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
  expect((await request.get('/readyz')).status()).toBe(200);
  await request.get('/products');
  const metrics = await (await request.get(`${server.operators}/metrics`)).text();
  expect(metrics).toMatch(/^# TYPE \w+ counter$/m);
  expect(metrics).toContain('route="/products"');
});
