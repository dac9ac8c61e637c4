// Addresses where nothing is.
import { titles } from '../pages/cards.ts';
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const { product: sought, word } = demo.distinctive();

for (const path of ['/no/such/page', '/products/there-is-none', '/developers/there-is-none']) {
  test(`${path} answers 404 and offers a way on`, async ({ shop, results, page, complaints }) => {
    complaints.expectStatus(404);
    const response = await shop.open(path);
    expect(response.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await expect(page).toHaveTitle(/^Page not found/);
    await page.getByRole('link', { name: 'Browse all products' }).click();
    await results.expectTotal(demo.products.length);
  });
}

test('a product’s address with a slip offers the product', async ({ shop, product, page, complaints }) => {
  complaints.expectStatus(404);
  await shop.open(`/products/${word.slice(0, 3)}${word.slice(4)}`);
  const offered = titles(page.getByRole('region', { name: 'Nearest matches' }));
  await offered.filter({ hasText: sought.title }).click();
  await expect(product.title).toHaveText(sought.title);
});
