// The order of the results, and their pages.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const PAGE = 24;
const pages = Math.ceil(demo.products.length / PAGE);
const last = demo.products.slice((pages - 1) * PAGE);

/** What the order promises: for each neighbour the first is not after the second. */
const orders: Record<string, (product: demo.Product) => number> = {
  'Most popular': (p) => -p.popularity,
  Newest: (p) => -Date.parse(p.published_at),
  'Best rated': (p) => -demo.rating(p),
  'Price: low to high': demo.price,
  'Price: high to low': (p) => -demo.price(p),
};

test('results come in the order that was chosen', async ({ results, page }) => {
  await results.open();
  for (const [name, key] of Object.entries(orders)) {
    await results.sortBy(name);
    await expect(page).toHaveURL(/\/products\?sort=/);
    const expected = demo.products.map(key).sort((a, b) => a - b).slice(0, PAGE);
    await expect(async () => {
      const shown = await results.titles.allTextContents();
      expect(shown.map((title) => key(demo.titled(title))), name).toEqual(expected);
    }).toPass();
    await expect(results.sort.locator('option:checked')).toHaveText(name);
  }
});

test('sorting keeps the filters', async ({ results, page }) => {
  const { category } = demo.products[0]!;
  const among = demo.products.filter((p) => p.category === category);
  await results.open(`?category=${category}&max_price=100`);
  await results.sortBy('Newest');
  await expect(page).toHaveURL(`/products?category=${category}&max_price=100&sort=newest`);
  await results.expectTotal(among.filter((p) => demo.price(p) <= 10_000).length);
});

test('pages follow each other to the last', async ({ results, page }) => {
  await results.open();
  const all: string[] = [];
  for (let n = 1; n <= pages; n += 1) {
    await expect(results.count).toHaveText(`${demo.counted(demo.products.length)}, page ${n} of ${pages}`);
    all.push(...(await results.titles.allTextContents()));
    if (n < pages) {
      await results.pager.getByRole('link', { name: 'Next' }).click();
      await expect(page).toHaveURL(`/products?page=${n + 1}`);
    }
  }
  expect(all).toEqual(demo.products.map((p) => p.title));
  await expect(results.pager.getByRole('link', { name: 'Next' })).toHaveCount(0);
  await results.pager.getByRole('link', { name: 'Page 1', exact: true }).click();
  await expect(page).toHaveURL('/products');
});

test('another page begins at its top', async ({ results, page }) => {
  await results.open();
  await results.pager.getByRole('link', { name: 'Next' }).click();
  await expect(results.count).toContainText('page 2');
  await expect(results.titles.first()).toBeInViewport();
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport();
});

test('a page past the end is the last', async ({ results }) => {
  await results.open('?page=9999');
  await expect(results.count).toHaveText(`${demo.counted(demo.products.length)}, page ${pages} of ${pages}`);
  await expect(results.titles).toHaveText(last.map((p) => p.title));
});
