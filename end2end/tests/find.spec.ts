// Searching: from the home page, from anywhere, with a slip, in vain.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const { product: sought, word } = demo.distinctive();

test('a product is found from the home page and opened', async ({ home, results, product, page }) => {
  await home.open();
  await home.search.fill(word);
  await home.search.press('Enter');
  await expect(page).toHaveURL(`/products?q=${word}`);
  await results.expectTotal(1);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Results for “${word}”`);
  await results.titles.filter({ hasText: sought.title }).click();
  await expect(page).toHaveURL(`/products/${sought.slug}`);
  await expect(product.title).toHaveText(sought.title);
});

test('the head’s search works on every page and keeps what was asked', async ({ shop, frame, results }) => {
  await shop.open('/help');
  await frame.find(word);
  await results.expectTotal(1);
  await expect(frame.search).toHaveValue(word);
});

test('the beginning of a word is enough', async ({ results }) => {
  await results.open(`?q=${word.slice(0, 6)}`);
  await expect(results.titles.first()).toHaveText(sought.title);
});

test('a slip finds the product and says what was corrected', async ({ results }) => {
  const slip = word.slice(0, 3) + word.slice(4);
  await results.open(`?q=${slip}`);
  await expect(results.titles.first()).toHaveText(sought.title);
  await expect(results.results).toContainText(`No product has “${slip}”. Showing results for “${word}”`);
});

test('operators narrow within the search field', async ({ frame, results, home }) => {
  const category = sought.category;
  const cheap = demo.products.filter((p) => p.category === category && demo.price(p) < 2000).length;
  await home.open();
  await frame.find(`category:${category} price:<20`);
  await results.expectTotal(cheap);
});

test('nothing found: letting go of a filter brings results', async ({ results, page }) => {
  const other = demo.products.find((p) => p.category !== sought.category)!.category;
  await results.open(`?q=${word}&category=${other}`);
  await results.expectTotal(0);
  await expect(page.getByRole('heading', { name: 'No product matches all of this' })).toBeVisible();
  await expect(results.nearest).toBeVisible();
  await expect(results.titles.first()).toHaveText(sought.title);
  const drops = page.getByRole('link', { name: /^Without / });
  await expect(drops).toHaveCount(2);
  await drops.filter({ hasText: 'Without Category' }).click();
  await expect(page).toHaveURL(`/products?q=${word}`);
  await results.expectTotal(1);
});

test('nothing like it: the most popular products are offered', async ({ results, page }) => {
  await results.open('?q=zzqxjk');
  await expect(page.getByRole('heading', { name: 'No product matches' })).toBeVisible();
  await expect(results.titles).toHaveText(demo.products.slice(0, 8).map((p) => p.title));
  await page.getByRole('link', { name: 'Show all products' }).click();
  await results.expectTotal(demo.products.length);
});
