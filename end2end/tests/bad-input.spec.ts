// Addresses that make no sense: what can be understood is shown, the rest is named.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const { category } = demo.products[0]!;
const total = demo.products.filter((p) => p.category === category).length;

test('nonsense parameters are named and the rest is answered', async ({ results }) => {
  await results.open(`?category=${category}&min_price=cheap&colour=red&sort=sideways&page=0&utm_source=mail`);
  await results.expectTotal(total);
  const notice = results.results.getByRole('listitem').filter({ has: results.shop.page.getByRole('code') });
  await expect(notice).toHaveText([
    'colour=red: unknown parameter',
    /^sort=sideways: must be one of relevance, newest/,
    'page=0: must be a whole number from 1',
  ]);
});

for (const [typed, message] of [
  ['cheap', 'The lowest price is not a number. Enter one such as 49 or 49.50.'],
  ['4,9999', 'The lowest price has too many decimal places. Enter one such as 49 or 49.50.'],
] as const) {
  test(`the lowest price ${typed} is refused at its field`, async ({ results }) => {
    await results.open(`?category=${category}`);
    await results.priceBetween(typed, '', total);
    await results.showFilters();
    const field = results.filters.getByRole('textbox', { name: 'Lowest' });
    await expect(field).toHaveValue(typed);
    await expect(field).toHaveAccessibleDescription(message);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(results.results.getByText('was not understood')).toHaveCount(0);
  });
}

test('a highest price below the lowest is refused at its field', async ({ results }) => {
  const paid = demo.products.filter((p) => p.category === category && demo.price(p) >= 100);
  await results.open(`?category=${category}`);
  await results.priceBetween('1', '0,50', paid.length);
  await results.showFilters();
  const field = results.filters.getByRole('textbox', { name: 'Highest' });
  await expect(field).toHaveAccessibleDescription('The highest price is below the lowest. Enter a higher one.');
});

test('a product and a developer name what they cannot understand', async ({ shop, page }) => {
  const product = demo.products[0]!;
  const named = page.getByRole('main').getByRole('listitem').filter({ has: page.locator('code') });
  await shop.open(`/products/${product.slug}?reviews=best&review_page=first&colour=red`);
  await expect(named.filter({ hasText: 'unknown' })).toHaveText('colour=red: unknown parameter');
  await expect(named.filter({ hasText: 'must be' })).toHaveText([
    'reviews=best: must be newest, highest or lowest',
    'review_page=first: must be a whole number from 1',
  ]);
  await shop.open(`/developers/${product.developer.slug}?page=zero&colour=red&sort=newest`);
  await expect(named).toHaveText([
    'page=zero: must be a whole number from 1',
    'colour=red: unknown parameter',
    'sort=newest: unknown parameter',
  ]);
  await shop.open(`/products/${product.slug}?reviews=highest&review_page=99999999999999999999`);
  await expect(named.filter({ hasText: 'must be' })).toHaveCount(0);
});

test('markup in an address stays text', async ({ results, page }) => {
  await results.open('?q=%3Cimg%20src=x%20onerror=alert(1)%3E&category=%3Cb%3E');
  await results.expectTotal(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Results for “<img src=x onerror=alert(1)>”');
});

test('a very long search is cut and says so', async ({ results }) => {
  await results.open(`?q=${'maps%20'.repeat(60)}`);
  await expect(results.results).toContainText('only the first 200 characters are used');
  await expect(results.chips).toHaveText(/^“.{190,200}”/);
});

test('a search says what it leaves out, and finds nothing in signs', async ({ results }) => {
  await results.open('?q=maps%20price:abc');
  await expect(results.results).toContainText('price:abc');
  await expect(results.results).toContainText('must be a price in USD');
  await results.open('?q=%3F%3F%3F');
  await results.expectTotal(0);
});

test('a value that no product has is shown, so that it can be let go', async ({ results }) => {
  await results.open('?category=there-is-none');
  await results.expectTotal(0);
  await results.chip('There is none').click();
  await results.expectTotal(demo.products.length);
});

for (const path of [
  '/products?tag=%C3%A9',
  '/products?q=%00',
  '/products?page=0',
  `/products?q=${'%F0%9F%A6%86'.repeat(300)}`,
  '/products?min_price=1e9&max_price=-1',
  '/products/%C3%A9',
  '/products/%2e%2e',
  '/orders/%2e%2e',
  '/orders/%00?key=%00',
  '/developers/%FF',
  '/legal/%2e%2e%2fterms',
  '/verify/%00',
  '/reset/%25',
  '/login?back=//evil.example',
  '/cart?refused=%00&line=/&typed=%FF',
  '/checkout?step=%00&check=nowhere',
]) {
  test(`${path.slice(0, 60)} does no harm`, async ({ shop, frame, page, complaints }) => {
    complaints.expect(/responded with a status of 4(00|04|10)/);
    const response = await shop.open(path);
    expect(response.status()).toBeLessThan(500);
    if (response.status() === 400) {
      return;
    }
    await frame.foot.getByRole('link', { name: 'How to find things' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
  });
}

test('broken escapes and bytes do no harm', async ({ results }) => {
  const response = await results.open(`?q=%E0%A4%A&category=${category}&%=%&&=&page=99999999999999999999`);
  expect(response.status()).toBe(200);
});
