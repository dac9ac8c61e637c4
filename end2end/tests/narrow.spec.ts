// Narrowing the catalogue down, and back.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const category = demo.frequent((p) => [p.category]);
const inCategory = demo.products.filter((p) => p.category === category);
const platform = demo.frequent((p) => p.compatibility, inCategory);
const onPlatform = inCategory.filter((p) => p.compatibility.includes(platform));
const affordable = onPlatform.filter((p) => demo.price(p) >= 1000 && demo.price(p) <= 7000);
const liked = affordable.filter((p) => demo.rating(p) >= 4.5);

test('by category, platform, price and rating, until chips let go again', async ({ results, page }) => {
  await results.open();
  await results.expectTotal(demo.products.length);
  await results.narrow('Category', category, inCategory.length);
  await results.narrow('Works with', platform, onPlatform.length);
  await results.priceBetween('10,00', '$70', affordable.length);
  await results.narrow('Rating', '4.5 and up', liked.length);
  await expect(page).toHaveURL(
    `/products?category=${category}&compatibility=${platform}&min_price=10&max_price=70&min_rating=4.5`,
  );
  await expect(results.titles).toHaveText(liked.map((p) => p.title));

  await results.chip('4.5 stars and up').click();
  await results.expectTotal(affordable.length);
  await results.chip('\\$10.00 to \\$70.00').click();
  await results.expectTotal(onPlatform.length);
  await results.chip(demo.label(platform)).click();
  await results.expectTotal(inCategory.length);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await results.expectTotal(demo.products.length);
  await expect(results.chips).toHaveCount(0);
});

test('two values of one facet widen the results', async ({ results }) => {
  const other = demo.products.find((p) => p.category !== category)!.category;
  const inEither = demo.products.filter((p) => [category, other].includes(p.category));
  await results.open();
  await results.narrow('Category', category, inCategory.length);
  await results.narrow('Category', other, inEither.length);
  await expect(results.chips).toHaveCount(2);
});

test('a selected choice is marked, and taken back by a second click', async ({ results }) => {
  await results.open(`?category=${category}`);
  await results.showFilters();
  await expect(results.choice('Category', category)).toBeChecked();
  await results.choice('Category', category).click();
  await results.expectTotal(demo.products.length);
  await expect(results.chips).toHaveCount(0);
});

test('every choice says how many results it has', async ({ results }) => {
  await results.open(`?category=${category}`);
  await results.showFilters();
  const atLeast = (stars: number) => inCategory.filter((p) => demo.rating(p) >= stars).length;
  for (const stars of [4.5, 4, 3]) {
    const choice = results.choice('Rating', `${stars.toFixed(1)} and up`);
    await expect(choice).toHaveText(new RegExp(`up ?${atLeast(stars)}$`));
  }
  const upTo25 = inCategory.filter((p) => demo.price(p) <= 2500).length;
  await expect(results.choice('Price', 'Up to \\$25')).toHaveText(new RegExp(`25 ?${upTo25}$`));
  await expect(results.choice('Works with', platform)).toHaveText(new RegExp(` ?${onPlatform.length}$`));
});

test('Back restores what was narrowed', async ({ results, product, page }) => {
  await results.open();
  await results.narrow('Category', category, inCategory.length);
  await results.narrow('Works with', platform, onPlatform.length);
  await results.titles.first().click();
  await expect(product.title).toHaveText(onPlatform[0]!.title);
  await page.goBack();
  await results.expectTotal(onPlatform.length);
  await expect(results.chips).toHaveCount(2);
  await page.goBack();
  await results.expectTotal(inCategory.length);
  await page.goBack();
  await results.expectTotal(demo.products.length);
  await expect(results.chips).toHaveCount(0);
});
