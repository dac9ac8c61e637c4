// Without a mouse, where JavaScript helps: the suggestions, and where the focus stays.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const { product: sought, word } = demo.distinctive();
const { category } = demo.products[0]!;
const inCategory = demo.products.filter((p) => p.category === category).length;

test('suggestions are walked with the arrows and opened with Enter', async ({ shop, frame, product, page }) => {
  await shop.open('/');
  // All at once: what is suggested for each letter would come between.
  await frame.search.fill(word.slice(0, 6));
  const option = frame.head.getByRole('option', { name: sought.title });
  await expect(option).toBeVisible();
  await expect(frame.search).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(frame.search).toHaveAttribute('aria-activedescendant');
  const active = await frame.search.getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(frame.search).not.toHaveAttribute('aria-activedescendant');
  await expect(frame.search).toHaveValue(word.slice(0, 6));
  await page.keyboard.press('ArrowUp');
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(product.title).toHaveText(sought.title);
});

test('what the arrows have reached stays reached while typing goes on', async ({ shop, frame, product, page }) => {
  await shop.open('/products');
  await shop.answersLocally();
  await frame.search.fill(word.slice(0, -1));
  const option = frame.head.getByRole('option', { name: sought.title });
  await expect(option).toBeVisible();
  for (let steps = 0; steps < 20 && (await option.getAttribute('aria-selected')) !== 'true'; steps += 1) {
    await page.keyboard.press('ArrowUp');
  }
  await page.keyboard.type(word.slice(-1));
  // Suggestions come in the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(product.title).toHaveText(sought.title);
});

test('suggestions lead to categories, and go with Escape', async ({ shop, frame, results, page }) => {
  await shop.open('/help');
  await frame.search.pressSequentially(category.slice(0, 4));
  const suggestions = frame.head.getByRole('listbox', { name: 'Suggestions' });
  const place = suggestions.getByRole('option', { name: new RegExp(`Category ${demo.label(category)}`, 'i') });
  await expect(place).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(suggestions).toBeHidden();
  await expect(frame.search).toHaveAttribute('aria-expanded', 'false');
  await expect(frame.search).toHaveValue(category.slice(0, 4));
  await page.keyboard.press('ArrowDown');
  await expect(suggestions).toBeVisible();
  await place.click();
  await expect(page).toHaveURL(`/products?category=${category}`);
  await results.expectTotal(inCategory);
});

test('Enter without a choice searches for what was typed', async ({ shop, frame, page }) => {
  await shop.open('/');
  await frame.search.pressSequentially(word);
  await expect(frame.head.getByRole('option', { name: sought.title })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/products?q=${word}`);
  await expect(frame.head.getByRole('listbox')).toBeHidden();
});

test('the focus stays on the filter that was taken', async ({ shop, results, page }) => {
  await results.open();
  await shop.answersLocally();
  await results.showFilters();
  const choice = results.choice('Category', category);
  await choice.focus();
  await page.keyboard.press('Enter');
  await results.expectTotal(inCategory);
  await expect(choice).toBeFocused();
  await page.keyboard.press('Enter');
  await results.expectTotal(demo.products.length);
  await expect(choice).toBeFocused();
});

test('Space ticks a filter, as it does a box, and unticks it', async ({ shop, results, page }) => {
  await results.open();
  await shop.answersLocally();
  await results.showFilters();
  const choice = results.choice('Category', category);
  await expect(choice).not.toBeChecked();
  await choice.focus();
  await page.keyboard.press('Space');
  await results.expectTotal(inCategory);
  await expect(choice).toBeChecked();
  await expect(choice).toBeFocused();
  await page.keyboard.press('Space');
  await results.expectTotal(demo.products.length);
  await expect(choice).not.toBeChecked();
});

test('of the steps of a price one is chosen', async ({ shop, results, page }) => {
  await results.open();
  await shop.answersLocally();
  await results.showFilters();
  for (const [step, other] of [[25, 50], [50, 25]] as const) {
    await results.choice('Price', `Up to \\$${step}`).focus();
    await page.keyboard.press('Space');
    await results.expectTotal(demo.products.filter((p) => demo.price(p) <= step * 100).length);
    await expect(results.choice('Price', `Up to \\$${step}`)).toBeChecked();
    await expect(results.choice('Price', `Up to \\$${other}`)).not.toBeChecked();
  }
});

test('the menu goes with Escape', async ({ shop, frame, page }) => {
  await shop.open('/');
  await frame.account.click();
  await expect(frame.themes).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(frame.themes).toBeHidden();
});
