// With its own catalogue the browser answers by itself; without it the server does.
import type { Response } from '@playwright/test';

import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const { category } = demo.products[0]!;
const inCategory = demo.products.filter((p) => p.category === category);
const { product: sought, word } = demo.distinctive();
/** The server's answer to a search. */
const SEARCHED = (response: Response) => new URL(response.url()).pathname === '/api/fn/search';

test('filters, sorts, pages, searches and Back ask nothing of the server', async ({ shop, frame, results, page }) => {
  await results.open();
  await shop.answersLocally();
  const asked: string[] = [];
  page.on('request', (request) => {
    // Pictures of cards that come into view are no answers, nor is the page of a link that the pointer comes over; and
    // Chromium asks for the icon at every new address.
    const prefetched = /\/pkg\/[\w.-]+\.wasm$|\/api\/fn\/(?:product|developer)\?/.test(request.url());
    if (['document', 'fetch', 'xhr'].includes(request.resourceType()) && !prefetched) {
      asked.push(request.url());
    }
  });
  await results.narrow('Category', category, inCategory.length);
  await expect(page).toHaveURL(`/products?category=${category}`);
  await results.sortBy('Price: low to high');
  await expect(page).toHaveURL(`/products?category=${category}&sort=price-asc`);
  const cheapest = Math.min(...inCategory.map(demo.price));
  await expect
    .poll(async () => demo.price(demo.titled((await results.titles.first().textContent())!)))
    .toBe(cheapest);
  await results.priceBetween('', '50', inCategory.filter((p) => demo.price(p) <= 5000).length);
  await results.chip('Up to').click();
  await results.expectTotal(inCategory.length);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await results.pager.getByRole('link', { name: 'Next' }).click();
  await expect(results.count).toContainText('page 2');
  await frame.search.pressSequentially(word);
  await expect(frame.head.getByRole('option', { name: sought.title })).toBeVisible();
  await frame.search.press('Enter');
  await results.expectTotal(1);
  await page.goBack();
  await expect(results.count).toContainText('page 2');
  expect(asked).toEqual([]);
});

test('the browser reads what is typed as the server does, in any form', async ({ shop, frame, results }) => {
  const platform = 'nextjs';
  const having = demo.products.filter((product) => product.compatibility.includes(platform));
  await results.open(`?q=${platform}`);
  await results.expectTotal(having.length);
  await shop.answersLocally();
  for (const typed of ['ｎｅｘｔｊｓ', 'Next.js', 'ne\u00adxt\u200bjs', 'NEXT‑JS']) {
    await results.open();
    await shop.answersLocally();
    await frame.search.fill(typed);
    await frame.search.press('Enter');
    await results.expectTotal(having.length);
  }
});

test('while the catalogue is on its way the server answers', async ({ results, page }) => {
  await page.route('/catalog/*.bin', (route) => route.abort('aborted'));
  await results.open();
  const answer = page.waitForResponse(SEARCHED);
  await results.narrow('Category', category, inCategory.length);
  expect((await answer).status()).toBe(200);
  await expect(page).toHaveURL(`/products?category=${category}`);
});

test('a reader who saves data is spared the catalogue', async ({ results, frame, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await results.open();
  await frame.search.pressSequentially(word);
  await expect(frame.head.getByRole('option', { name: sought.title })).toBeVisible();
  await results.narrow('Category', category, inCategory.length);
  expect(fetched.filter((path) => path.startsWith('/catalog/'))).toEqual([]);
  expect(fetched).toContain('/api/fn/suggest');
});

test('a browser that does not say when it is idle answers by itself, too', async ({ shop, results, page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'requestIdleCallback'));
  await results.open();
  await shop.answersLocally();
  await results.narrow('Category', category, inCategory.length);
  const strangers = async () => {
    const shown = await results.titles.allTextContents();
    return shown.filter((title) => inCategory.every((product) => product.title !== title));
  };
  await expect.poll(strangers, { message: 'below what is in view, too' }).toEqual([]);
});

test('a catalogue too large for a browser stays on the server', async ({ results, page }) => {
  await page.route(/\/products(\?|$)/, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const told = html.replace(/(\\"snapshot\\":\[\\"[0-9a-f]+\\",)\d+/, `$1${(8 << 20) + 1}`);
    expect(told).not.toBe(html);
    await route.fulfill({ response, body: told });
  });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await results.open();
  // Longer than the app waits for: it looks when the browser is at rest.
  await page.evaluate(() => new Promise((rest) => requestIdleCallback(() => requestIdleCallback(rest))));
  const answer = page.waitForResponse(SEARCHED);
  await results.narrow('Category', category, inCategory.length);
  expect((await answer).status()).toBe(200);
  expect(requests.filter((url) => /\/catalog\/[0-9a-f]+\.bin/.test(url))).toEqual([]);
});

test('the theme changes without a request', async ({ shop, frame, page }) => {
  await shop.open('/help');
  await shop.answersLocally();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await frame.chooseTheme('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(asked).toEqual([]);
});

test('what stays among the results keeps its picture, and folded filters stay folded', async ({ shop, results }) => {
  await results.open();
  await shop.answersLocally();
  await results.showFilters();
  const tags = results.filters.locator('details').filter({ hasText: 'Tags' });
  await tags.locator('summary').click();
  const card = results.results.getByRole('listitem').filter({ hasText: inCategory[0]!.title });
  const staying = card.locator('img');
  const before = await staying.elementHandle();
  await results.choice('Category', category).press('Enter');
  await results.expectTotal(inCategory.length);
  expect(await staying.evaluate((now, before) => now === before, before)).toBe(true);
  await expect(tags).not.toHaveAttribute('open');
  if (await results.openFilters.isVisible()) {
    await results.showResults.click();
  }
  await results.chips.first().click();
  await results.expectTotal(demo.products.length);
  await results.showFilters();
  await expect(tags).not.toHaveAttribute('open');
});

test('a walk through the filters always ends at what the server would show', async ({ shop, results, page, request }) => {
  /** What a page of results says, as far as people see and follow it. */
  const shown = (root: ParentNode) => ({
    title: root.querySelector('h1')!.textContent,
    cards: [...root.querySelectorAll('.card')].map((card) => [
      card.querySelector('h3 a')!.getAttribute('href'),
      card.querySelector('img')?.getAttribute('src') ?? null,
      // The server writes a space where a text is empty.
      card.textContent.trim(),
    ]),
    choices: [...root.querySelectorAll('#filters a, .chips a, .pager a')].map((link) => [
      link.textContent,
      link.getAttribute('href'),
      link.getAttribute('aria-current'),
      link.getAttribute('aria-checked'),
    ]),
  });
  await results.open();
  await shop.answersLocally();
  let seed = 7;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 25; step += 1) {
    await results.showFilters();
    const links = results.filters.getByRole('checkbox').or(results.filters.getByRole('radio'));
    const link = links.nth(next(await links.count()));
    const address = (await link.getAttribute('href'))!;
    await link.click();
    await expect(page).toHaveURL(address);
    const html = await (await request.get(address)).text();
    const made = await page.evaluateHandle((html) => new DOMParser().parseFromString(html, 'text/html'), html);
    const expected = await made.evaluate(shown);
    await expect.poll(() => page.evaluateHandle(() => document).then((here) => here.evaluate(shown)), { message: address })
      .toEqual(expected);
  }
});

test('a press is forgotten where the page is another by the time of the click', async ({ shop, results, page }) => {
  const other = demo.frequent((p) => [p.category], demo.products.filter((p) => p.category !== category));
  await results.open();
  await shop.answersLocally();
  await results.narrow('Category', category, inCategory.length);
  await results.showFilters();
  await results.choice('Category', other).hover();
  await page.mouse.down();
  await page.goBack();
  await results.expectTotal(demo.products.length);
  await page.mouse.up();
  // The link says by now what it says on this page.
  await expect(page).toHaveURL(`/products?category=${other}`);
  await results.expectTotal(demo.products.filter((product) => product.category === other).length);
});

test('a press that ends elsewhere shows nothing', async ({ shop, results, page }) => {
  await results.open(`?category=${category}`);
  await shop.answersLocally();
  await results.chips.first().hover();
  await page.mouse.down();
  await results.count.hover();
  await page.mouse.up();
  await results.expectTotal(inCategory.length);
  await expect(page).toHaveURL(`/products?category=${category}`);
});

for (const way of ['a click', 'Enter']) {
  test(`another page by ${way} begins at its top, and Back leads to where one was`, async ({ shop, results, page }) => {
    await results.open();
    await shop.answersLocally();
    const next = results.pager.getByRole('link', { name: 'Next' });
    await next.focus();
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);
    await (way === 'Enter' ? next.press(way) : next.click());
    await expect(results.count).toContainText('page 2');
    expect(await scrolled()).toBe(0);
    await expect(page).toHaveURL('/products?page=2');
    await page.goBack();
    await expect(results.count).not.toContainText('page 2');
    await expect.poll(scrolled).toBe(before);
  });
}
