// Back and Forward, from page to page and far down a list.
import type { Locator } from '@playwright/test';

import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const first = demo.products[24]!;

interface Stop {
  address: string;
  heading: string;
  title: string;
  /** How far it was scrolled when it was left. */
  left: number;
}

test('through ten pages, each where it was left, without a document', async ({ shop, home, frame, results, product, page }) => {
  await home.open();
  await shop.answersLocally();
  const documents = shop.documents();
  const heading = page.getByRole('main').getByRole('heading', { level: 1 });
  const scrolled = () => page.evaluate(() => scrollY);
  const stops: Stop[] = [];
  const note = async () => {
    const address = new URL(page.url());
    stops.push({
      address: address.pathname + address.search,
      heading: (await heading.textContent())!,
      title: await page.title(),
      left: 0,
    });
  };
  const follow = async (link: Locator, address: string) => {
    // Scrolls to where the click will be.
    await link.click({ trial: true });
    stops.at(-1)!.left = await scrolled();
    await link.click();
    await shop.arrived(address);
    await note();
  };
  await note();
  await follow(frame.head.getByRole('link', { name: 'Products', exact: true }), '/products');
  await follow(results.pager.getByRole('link', { name: 'Next' }), '/products?page=2');
  await follow(results.titles.filter({ hasText: first.title }).first(), `/products/${first.slug}`);
  await follow(product.box.getByRole('link', { name: 'All their products' }), `/developers/${first.developer.slug}`);
  await follow(frame.foot.getByRole('link', { name: 'How to find things' }), '/help');
  await follow(frame.foot.getByRole('link', { name: /^Terms/ }), '/legal/terms');
  await follow(frame.foot.getByRole('link', { name: /^Privacy/ }), '/legal/privacy');
  await follow(frame.cart, '/cart');
  await follow(frame.foot.getByRole('link', { name: 'Best rated' }), '/products?sort=rating');
  expect(new Set(stops.map((stop) => stop.address)).size).toBe(10);

  const expectStop = async (at: number, from: number) => {
    const { address, heading: text, title, left } = stops[at]!;
    await test.step(`${at}: ${address}`, async () => {
      await shop.arrived(address);
      await expect(heading).toHaveText(text);
      await expect(page).toHaveTitle(title);
      await expect.poll(scrolled, { message: 'where it was left' }).toBe(left);
      const path = (stop: Stop) => stop.address.split('?')[0];
      if (path(stops[at]!) !== path(stops[from]!)) {
        await expect(heading).toBeFocused();
      }
    });
  };
  for (let at = stops.length - 2; at >= 0; at -= 1) {
    await page.goBack();
    await expectStop(at, at + 1);
  }
  for (let at = 1; at < stops.length; at += 1) {
    await page.goForward();
    await expectStop(at, at - 1);
  }
  expect(documents).toEqual([]);
});

test('Back finds the last product of a long list', async ({ shop, results, product, page }) => {
  await results.open();
  const last = results.titles.last();
  await last.scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => scrollY);
  const left = await scrolled();
  expect(left).toBeGreaterThan(500);
  await last.click();
  await shop.arrived(`/products/${demo.products[23]!.slug}`);
  await expect(product.title).toBeFocused();
  expect(await scrolled()).toBe(0);
  await page.goBack();
  await shop.arrived('/products');
  await expect.poll(scrolled).toBe(left);
  await expect(last).toBeInViewport();
});

test('a reload finds its place', async ({ shop, results, page }) => {
  await results.open();
  await results.pager.scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => scrollY);
  const left = await scrolled();
  expect(left).toBeGreaterThan(500);
  const kept = () => page.evaluate(() => history.state?.scroll);
  await expect.poll(kept).toBe(left);
  await page.reload();
  await shop.alive();
  await expect.poll(scrolled).toBe(left);
});
