// A network that is slow, or gone: the page says what it is doing.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const [first] = demo.products as [demo.Product];

test('the page before stays until the next is there, and says that it is awaited', async ({ shop, results, product, frame, page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => { release = resolve; });
  await page.route(/\/api\/fn\/product\?/, async (route) => {
    await released;
    await route.continue();
  });
  await results.open();
  await expect(frame.main).not.toHaveAttribute('aria-busy');
  await expect(page.locator('.progress')).toHaveCSS('opacity', '0');
  await results.titles.first().click();
  await expect(frame.main).toHaveAttribute('aria-busy', 'true');
  const bar = page.locator('.progress.on');
  await expect(bar).toHaveCSS('transition-delay', '0.1s');
  await expect(bar).toHaveCSS('opacity', '1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All products');
  await expect(results.titles).toHaveCount(24);
  release();
  await expect(product.title).toHaveText(first.title);
  await expect(frame.main).not.toHaveAttribute('aria-busy');
  await expect(page.locator('.progress')).toHaveCSS('opacity', '0');
  await shop.arrived(`/products/${first.slug}`);
});

test('a page that cannot be fetched says so, and is there after another try', async ({ shop, results, product, frame, page, context, complaints, audit }) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/, /Failed to fetch[^]*__wasm_split/);
  await results.open();
  await shop.answersLocally();
  await context.setOffline(true);
  await results.titles.first().click();
  await expect(page).toHaveURL(`/products/${first.slug}`);
  const alert = frame.main.getByRole('alert');
  await expect(alert).toContainText('We couldn’t reach the server. Check your connection and try again.');
  await audit();
  // What the browser has is still there.
  await page.goBack();
  await results.expectTotal(demo.products.length);
  await page.goForward();
  await expect(alert).toBeVisible();
  await context.setOffline(false);
  await alert.getByRole('link', { name: 'Try again' }).click();
  await expect(product.title).toHaveText(first.title);
});
