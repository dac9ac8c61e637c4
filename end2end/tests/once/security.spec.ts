// Headers and refusals that keep pages safe.
import { expect, test } from '../../fixtures/test.ts';

test('a page’s policy admits scripts by nonce alone, and no inline style', async ({ request }) => {
  const response = await request.get('/');
  const policy = response.headers()['content-security-policy']!;
  const script = /script-src ([^;]*)/.exec(policy)![1]!;
  expect(script).toMatch(/^'nonce-[\w+/=-]{16,}' 'strict-dynamic' 'wasm-unsafe-eval'$/);
  expect(policy).not.toContain('unsafe-inline');
  const html = await response.text();
  const nonce = /'nonce-([^']*)'/.exec(script)![1]!;
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
    expect(tag).toMatch(new RegExp(`nonce="?${nonce}|type="application/ld\\+json"`));
  }
  expect(html).not.toMatch(/<[^>]+ style=/);
});

test('two pages never share a nonce', async ({ request }) => {
  const policy = async () => (await request.get('/')).headers()['content-security-policy'];
  expect(await policy()).not.toBe(await policy());
});

test('a form of another site changes nothing', async ({ request }) => {
  const form = { theme: 'dark', back: '/' };
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const response = await request.post('/api/fn/set_theme', { form, headers, maxRedirects: 0 });
  expect(response.status()).toBe(403);
  expect(response.headers()['set-cookie']).toBeUndefined();
});

test('every answer carries a request id and forbids guessing types', async ({ request }) => {
  for (const path of ['/', '/api/v1/products', '/there-is-nothing']) {
    const headers = (await request.get(path)).headers();
    expect(headers['x-request-id'], path).toBeTruthy();
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
});

test('the files of the site have addresses that change with their content', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const files = new Set([...html.matchAll(/"(\/pkg\/[^"]+\.(?:js|wasm|css))"/g)].map((match) => match[1]!));
  expect(new Set([...files].map((file) => file.split('.').at(-1)))).toEqual(new Set(['css', 'js', 'wasm']));
  for (const file of files) {
    const headers = (await request.get(file)).headers();
    expect(headers['cache-control'], file).toContain('immutable');
  }
});
