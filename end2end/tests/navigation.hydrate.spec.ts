// Going from page to page in the app, as people expect it of links.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const [first] = demo.products as [demo.Product];
const title = `${first.title} by ${first.developer.name} · Mintreu Marketplace`;

test('the focus goes to the new heading, and the title is read out', async ({ shop, results, product, frame, page }) => {
  await results.open();
  const announced = page.locator('.app > [role=status]').first();
  await expect(announced).toBeEmpty();
  await results.titles.first().click();
  await expect(product.title).toBeFocused();
  await expect(announced).toHaveText(title);
  await frame.foot.getByRole('link', { name: 'Search syntax' }).click();
  await shop.arrived('/help#syntax');
  await expect(announced).toHaveText('Help · Mintreu Marketplace');
  await expect(page.locator('#syntax')).toBeFocused();
  await expect(page.locator('#syntax')).toBeInViewport();
});

for (const [way, options] of [
  ['the middle button', { button: 'middle' }],
  ['Control', { modifiers: ['ControlOrMeta'] }],
] as const) {
  test(`a link opens in a tab of its own by ${way}`, async ({ results, context, page, isMobile }) => {
    test.skip(isMobile, 'a phone has no such buttons');
    await results.open();
    const opened = context.waitForEvent('page');
    await results.titles.first().click({ ...options, modifiers: 'modifiers' in options ? [...options.modifiers] : [] });
    const tab = await opened;
    await expect(tab.getByRole('heading', { level: 1 })).toHaveText(first.title);
    await expect(tab.locator('html')).toHaveAttribute('data-alive');
    await expect(page).toHaveURL('/products');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('All products');
  });
}

test('a link that is pointed at is fetched before it is followed, once', async ({ results, product, server, page }) => {
  await results.open();
  const from = (await server.log()).length;
  const asked = async () => (await server.log(from)).match(/route="\/api\/fn\/product" status=200/g)?.length ?? 0;
  const link = results.titles.first();
  const code = page.waitForResponse(/\/pkg\/split_product\.[\w-]+\.wasm$/);
  await link.hover();
  await expect.poll(asked).toBe(1);
  await (await code).finished();
  await link.click();
  await expect(product.title).toHaveText(first.title);
  expect(await asked()).toBe(1);
});

test('the page that is shown is marked in the head', async ({ shop, frame }) => {
  await shop.open('/help');
  const products = frame.head.getByRole('link', { name: 'Products', exact: true });
  await expect(products).not.toHaveAttribute('aria-current');
  await products.click();
  await expect(products).toHaveAttribute('aria-current', 'page');
});
