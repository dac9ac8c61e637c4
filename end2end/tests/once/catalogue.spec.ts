// An import while the server runs.
import * as demo from '../../fixtures/demo.ts';
import { expect, test } from '../../fixtures/test.ts';

test.use({ ownServer: true });

test('is served within a second, without a restart', async ({ catalogue, request }) => {
  const total = async (query: string) => (await (await request.get(`/api/v1/products${query}`)).json()).total;
  expect(await total('?q=quokkaphone')).toBe(0);
  await catalogue.import(demo.newcomer());
  const soon = { timeout: 1_000, intervals: [50] };
  await expect.poll(() => total('?q=quokkaphone'), soon).toBe(1);
  expect(await total('')).toBe(demo.products.length + 1);
});

test('with a bad line names it, and imports nothing', async ({ catalogue, request }) => {
  const bad = demo.newcomer({ slug: 'second', plans: [{ ...demo.newcomer().plans[0]!, currency: 'EUR' }] });
  const refused = expect(catalogue.import(demo.newcomer(), bad)).rejects;
  await refused.toThrow(/line 2.*plans\[0\]\.currency: this marketplace sells in USD, not EUR/);
  expect((await request.get(`/api/v1/products/${demo.newcomer().slug}`)).status()).toBe(404);
});
