// The shop while its catalogue changes under it.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ ownServer: true });

test('an imported product is found and opened', async ({ catalogue, home, frame, results, product }) => {
  await home.open();
  const newcomer = demo.newcomer();
  expect(await catalogue.import(newcomer)).toContain('imported 1 products: 1 new, 0 updated');
  await expect(async () => {
    await frame.shop.open(`/products?q=quokkaphone`);
    await expect(results.titles).toHaveText(newcomer.title, { timeout: 100 });
  }).toPass();
  await results.titles.click();
  await expect(product.title).toHaveText(newcomer.title);
  await expect(product.about.getByRole('strong')).toHaveText('back');
});

test('a price that changed is the same on the card and on the page', async ({ catalogue, shop, product, page }) => {
  const [first] = demo.products;
  const plans = first!.plans.map((plan) => ({ ...plan, amount: 123_456 }));
  await shop.open('/products');
  await catalogue.import({ ...first!, description: 'Dearer.', plans });
  await expect(async () => {
    await shop.open('/products?sort=popular');
    await expect(page.getByRole('listitem').filter({ hasText: first!.title })).toContainText('$1,234.56', {
      timeout: 100,
    });
  }).toPass();
  await product.open(first!.slug);
  await expect(product.box).toContainText('$1,234.56');
});
