// The home page shows what there is and leads to it.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const titles = (products: readonly demo.Product[]) => products.slice(0, 8).map((p) => p.title);

test('shows the most popular products and the newest', async ({ home }) => {
  await home.open();
  await expect(home.titles('Popular now')).toHaveText(titles(demo.products));
  const newest = demo.products.toSorted((a, b) => b.published_at.localeCompare(a.published_at));
  await expect(home.titles('New arrivals')).toHaveText(titles(newest));
});

test('leads to each category, with the number of its products', async ({ home, results, page }) => {
  await home.open();
  const category = demo.frequent((p) => [p.category]);
  const total = demo.products.filter((p) => p.category === category).length;
  const name = new RegExp(`^${demo.label(category)} ?${total}$`, 'i');
  await home.shelf('Categories').getByRole('link', { name }).click();
  await expect(page).toHaveURL(`/products?category=${category}`);
  await results.expectTotal(total);
});

test('leads to the whole of a curated collection', async ({ home, results, page }) => {
  await home.open();
  const collection = demo.frequent((p) => p.collections);
  const members = demo.products.filter((p) => p.collections.includes(collection));
  const heading = new RegExp(`^${demo.label(collection)}$`, 'i');
  await expect(home.titles(heading)).toHaveText(members.slice(0, 4).map((p) => p.title));
  await home.shelf(heading).getByRole('link', { name: /^See all/ }).click();
  await expect(page).toHaveURL(`/products?collection=${collection}`);
  await results.expectTotal(members.length);
});

test('leads to a popular tag', async ({ home, results, page }) => {
  await home.open();
  const tag = demo.frequent((p) => p.tags);
  const name = new RegExp(`^${demo.label(tag)}$`, 'i');
  await page.getByRole('list', { name: 'Popular tags' }).getByRole('link', { name }).click();
  await results.expectTotal(demo.products.filter((p) => p.tags.includes(tag)).length);
});
