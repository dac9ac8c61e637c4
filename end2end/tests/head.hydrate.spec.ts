// The head follows the reader from page to page.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('title and address change with the page', async ({ results, server, page }) => {
  const [first] = demo.products;
  await results.open();
  await results.titles.first().click();
  await expect(page).toHaveTitle(`${first!.title} by ${first!.developer.name} · Mintreu Marketplace`);
  const canonical = page.locator('link[rel=canonical]');
  await expect(canonical).toHaveAttribute('href', `${server.url}/products/${first!.slug}`);
  await page.goBack();
  await expect(page).toHaveTitle('All products · Mintreu Marketplace');
  await expect(canonical).toHaveAttribute('href', `${server.url}/products`);
});
