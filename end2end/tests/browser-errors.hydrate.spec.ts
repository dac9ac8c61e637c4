// What goes wrong in a browser stands in the server's log, once.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const [first] = demo.products as [demo.Product];

test('an answer that cannot be read', async ({ results, shop, frame, server, page }) => {
  const from = (await server.log()).length;
  const told = async () => (await server.log(from)).match(/an error in a browser .*/g) ?? [];
  await page.route(/\/api\/fn\/product\?/, (route) => route.fulfill({ json: { garbage: true } }));
  await results.open();
  const alert = frame.main.getByRole('alert');
  for (let visit = 0; visit < 2; visit += 1) {
    await results.titles.first().click();
    await expect(alert).toContainText('The answer could not be read. Please load the page again.');
    await expect.poll(told).toHaveLength(1);
    await page.goBack();
    await results.expectTotal(demo.products.length);
  }
  await frame.foot.getByRole('link', { name: 'How to find things' }).click();
  await shop.arrived('/help');
  expect(await told()).toHaveLength(1);
  expect(await server.log(from)).toContain(`page="/products/${first.slug}"`);
});
