// Without a mouse.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('the first stop leads past the head', async ({ shop, frame, page }) => {
  await shop.open('/products');
  await page.keyboard.press('Tab');
  await expect(frame.skipLink).toBeFocused();
  await expect(frame.skipLink).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(frame.main).toBeFocused();
});

test('the menu opens, and the theme is chosen', async ({ shop, frame, page }) => {
  await shop.open('/help');
  await frame.account.focus();
  await page.keyboard.press('Enter');
  await expect(frame.theme('Dark')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(frame.theme('System')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a filter is taken with Enter', async ({ results, page }) => {
  const { category } = demo.products[0]!;
  const total = demo.products.filter((p) => p.category === category).length;
  await results.open();
  await results.showFilters();
  await results.choice('Category', category).focus();
  await page.keyboard.press('Enter');
  await results.expectTotal(total);
});
