// A whole visit is one document: only the provider's page leaves the app.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada } from '../pages/checkout.ts';

const { word } = demo.distinctive();
const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const themes = demo.products.filter((p) => p.category === theme.category).length;

test('from home to the paid order', async ({ shop, home, results, product, frame, cart, checkout, sandbox, order, page }) => {
  await home.open();
  const documents = shop.documents();
  await home.search.fill(word);
  await home.search.press('Enter');
  await results.expectTotal(1);
  await results.chips.first().click();
  await results.expectTotal(demo.products.length);
  await results.narrow('Category', theme.category, themes);
  await results.titles.filter({ hasText: theme.title }).first().click();
  await expect(product.title).toHaveText(theme.title);
  await product.add(theme.plans[0]!);
  await frame.toast.getByRole('link', { name: 'View cart' }).click();
  await shop.arrived('/cart');
  await cart.checkout.click();
  await shop.arrived('/checkout');
  await checkout.fill(ada);
  expect(documents).toEqual([]);
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  await shop.alive();
  await page.getByRole('main').getByRole('link', { name: theme.title, exact: true }).click();
  await expect(product.title).toHaveText(theme.title);
  // The provider's page leads back by way of an address that says which order was paid, and the order's link to the
  // same address without its key.
  const left = documents.filter((path) => !/^\/(sandbox\/pay|checkout\/return)\//.test(path));
  expect([...new Set(left)]).toEqual([expect.stringMatching(/^\/orders\//)]);
});
