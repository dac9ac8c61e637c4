// On a phone the filters are a sheet, also without JavaScript.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test.skip(({ isMobile }) => !isMobile, 'on a desktop the filters stand beside the results');

test('opens over the results and closes again', async ({ results }) => {
  await results.open();
  await expect(results.filters).toBeHidden();
  await results.openFilters.click();
  await expect(results.filters).toBeVisible();
  await results.filters.getByRole('button', { name: 'Close the filters' }).click();
  await expect(results.filters).toBeHidden();
});

test('is closed by what it will show, and by Escape', async ({ results, page }) => {
  await results.open();
  await results.openFilters.click();
  await results.filters.getByRole('button', { name: `Show ${demo.counted(demo.products.length)}` }).click();
  await expect(results.filters).toBeHidden();
  await results.openFilters.click();
  await expect(results.filters).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(results.filters).toBeHidden();
});

test('the button says how many filters are set', async ({ results }) => {
  const { category } = demo.products[0]!;
  await results.open(`?category=${category}&min_rating=4`);
  await expect(results.openFilters).toHaveText('Filters (2)');
});
