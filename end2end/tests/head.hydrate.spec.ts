// The head follows the reader from results to results.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('title and address change with the results', async ({ shop, results, server, page }) => {
  const { category } = demo.products[0]!;
  await results.open();
  await shop.answersLocally();
  await results.narrow('Category', category, demo.products.filter((p) => p.category === category).length);
  await expect(page).toHaveTitle(new RegExp(`^${demo.label(category)} · Mintreu Marketplace$`, 'i'));
  const canonical = page.locator('link[rel=canonical]');
  await expect(canonical).toHaveAttribute('href', `${server.url}/products?category=${category}`);
  await page.goBack();
  await expect(page).toHaveTitle('All products · Mintreu Marketplace');
  await expect(canonical).toHaveAttribute('href', `${server.url}/products`);
});
