// What stands around a page follows the reader, also on a page that they have seen a moment ago.
import * as demo from '../fixtures/demo.ts';
import { test } from '../fixtures/test.ts';

const first = demo.products.find((p) => p.plans[0]!.billing === 'one_time')!;

for (const path of ['/', '/help', '/products', '/legal/terms', `/developers/${first.developer.slug}`]) {
  test(`${path} counts what was added meanwhile`, async ({ shop, product, frame }) => {
    await shop.open(path);
    await frame.expectCount(0);
    await product.open(first.slug);
    await product.add(first.plans[0]!);
    await shop.open(path);
    await frame.expectCount(1);
  });
}

test('a page knows who logged in meanwhile', async ({ shop, accounts }) => {
  await shop.open('/');
  await accounts.expectLoggedIn(undefined);
  await accounts.become();
  await shop.open('/');
  await accounts.expectLoggedIn('Ada Lovelace');
});
