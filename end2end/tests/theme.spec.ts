// Light and dark.
import { expect, test } from '../fixtures/test.ts';
import type { Frame } from '../pages/frame.ts';

/** Whether the page is dark, by the lightness of its ground. */
async function isDark({ shop }: Frame): Promise<boolean> {
  const ground = await shop.page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor);
  const [red = 0] = ground.match(/\d+/g)!.map(Number);
  return red < 128;
}

/** What the browser paints around the page: it takes the first that fits. */
const around = ({ shop }: Frame) => shop.page.locator('html').evaluate(() => {
  const fits = [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')];
  return fits.find(({ media }) => matchMedia(media).matches)?.content;
});

test('follows the system', async ({ shop, frame, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await shop.open('/');
  expect(await isDark(frame)).toBe(true);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await isDark(frame)).toBe(false);
});

test('is switched, stays so, and leaves the reader on the page', async ({ shop, frame, page }) => {
  await shop.open('/products?sort=newest');
  expect(await isDark(frame)).toBe(false);
  await frame.chooseTheme('Dark');
  await expect.poll(() => isDark(frame)).toBe(true);
  await expect.poll(() => around(frame)).toBe('#0a1110');
  await expect(page).toHaveURL('/products?sort=newest');
  await expect(frame.theme('Dark')).toHaveAttribute('aria-pressed', 'true');
  await shop.open('/help');
  expect(await isDark(frame)).toBe(true);
  await expect(frame.theme('Dark')).toHaveAttribute('aria-pressed', 'true');
  expect(await around(frame)).toBe('#0a1110');
  await frame.chooseTheme('System');
  await expect.poll(() => isDark(frame)).toBe(false);
  await expect.poll(() => around(frame)).toBe('#fafbfb');
});

test('a choice of light stands against a dark system', async ({ shop, frame, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await shop.open('/');
  await frame.chooseTheme('Light');
  await expect.poll(() => isDark(frame)).toBe(false);
});
