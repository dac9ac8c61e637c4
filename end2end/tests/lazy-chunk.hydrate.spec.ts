// A page's code that does not load.
import { expect, test } from '../fixtures/test.ts';

const CHUNKS = '**/pkg/*.wasm';
/** What the loader of the chunks says for itself of one that does not come. */
const LOADER = /(Failed to fetch|HTTP status code is not ok)[^]*__wasm_split/;

test('is said, and trying again helps once the network is back', async ({ shop, frame, page, complaints, audit }) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/, LOADER);
  await shop.open('/');
  await shop.answersLocally();
  await page.route(CHUNKS, (route) => route.abort('internetdisconnected'));
  await frame.foot.getByRole('link', { name: 'How to find things' }).click();
  await expect(page).toHaveURL('/help');
  const alert = frame.main.getByRole('alert');
  await expect(alert.getByRole('heading', { level: 1 })).toHaveText('This page couldn’t be shown');
  await expect(alert).toContainText('We couldn’t reach the server. Check your connection and try again.');
  await audit();
  // The rest of the app goes on.
  await frame.head.getByRole('link', { name: 'Mintreu, home' }).click();
  await expect(page).toHaveURL('/');
  await expect(frame.main.getByRole('heading', { level: 1 })).not.toHaveText('This page couldn’t be shown');
  await frame.foot.getByRole('link', { name: 'How to find things' }).click();
  await expect(page).toHaveURL('/help');
  await page.unroute(CHUNKS);
  await alert.getByRole('link', { name: 'Try again' }).click();
  await expect(frame.main.getByRole('heading', { level: 1 })).toHaveText('Help');
  await shop.arrived('/help');
});

test('is loaded with its page, where the server is another build by now', async ({ shop, frame, page, complaints }) => {
  complaints.expectStatus(404);
  complaints.expect(LOADER);
  await shop.open('/');
  await shop.answersLocally();
  await page.route(CHUNKS, (route) => route.fulfill({ status: 404 }));
  await page.route('/catalog/current', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), build: 'another' } });
  });
  const document = page.waitForRequest(async (request) => {
    const loads = request.isNavigationRequest();
    if (loads) {
      await page.unroute(CHUNKS);
    }
    return loads;
  });
  await frame.foot.getByRole('link', { name: 'How to find things' }).click();
  expect(new URL((await document).url()).pathname).toBe('/help');
  await expect(frame.main.getByRole('heading', { level: 1 })).toHaveText('Help');
});
