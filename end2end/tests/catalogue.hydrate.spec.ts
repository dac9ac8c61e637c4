// A page that stays open while the catalogue changes.
import * as demo from '../fixtures/demo.ts';
import { NOW } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ ownServer: true });

test('a tab that was left open answers from the new catalogue', async ({ shop, frame, results, catalogue, page }) => {
  await page.clock.install({ time: NOW });
  await results.open();
  const before = await shop.answersLocally();
  const documents: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) {
      documents.push(request.url());
    }
  });
  await catalogue.import(demo.newcomer());
  const served = async () => (await (await page.request.get('/catalog/current')).json()).hash;
  await expect.poll(served).not.toBe(before);
  await page.clock.fastForward('01:00');
  await expect(page.locator('html')).toHaveAttribute('data-catalog', await served());
  await frame.find('quokkaphone');
  await results.expectTotal(1);
  expect(documents).toEqual([]);
});
