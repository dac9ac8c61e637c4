// A page that stays open while the server becomes another build: the next page comes as a document.
import type { Page } from '@playwright/test';

import { NOW } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Shop } from '../pages/shop.ts';

/** Opens a page, lets the server say that it is `build` (as it is, where none is given), and waits until that was heard. */
async function hearOf(build: string | undefined, address: string, shop: Shop, page: Page): Promise<string[]> {
  await page.clock.install({ time: NOW });
  await page.route('/catalog/current', async (route) => {
    const response = await route.fetch();
    const newest = await response.json();
    await route.fulfill({ response, json: { ...newest, build: build ?? newest.build } });
  });
  await shop.open(address);
  await shop.answersLocally();
  const documents = shop.documents();
  const told = page.waitForResponse('/catalog/current');
  await page.clock.fastForward('01:01');
  await (await told).finished();
  await shop.alive();
  return documents;
}

for (const { build, loads } of [
  { build: 'another', loads: true },
  { build: undefined, loads: false },
]) {
  test(`${loads ? 'another' : 'the same'} build: a link ${loads ? 'loads a' : 'loads no'} document`, async ({ shop, frame, page }) => {
    const documents = await hearOf(build, '/', shop, page);
    await frame.foot.getByRole('link', { name: 'How to find things' }).click();
    await expect(frame.main.getByRole('heading', { level: 1 })).toHaveText('Help');
    await shop.arrived('/help');
    expect(documents).toEqual(loads ? ['/help'] : []);
  });
}

test('another build: a search loads a document, too', async ({ shop, frame, results, page }) => {
  const documents = await hearOf('another', '/help', shop, page);
  await frame.find('zzqxjk');
  await results.expectTotal(0);
  expect(documents).toEqual(['/products']);
});
