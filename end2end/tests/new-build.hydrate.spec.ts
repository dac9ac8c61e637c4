// A page that stays open while the server becomes another build: the next page comes as a document.
import { NOW } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/test.ts';

for (const { build, loads } of [
  { build: 'another', loads: true },
  { build: undefined, loads: false },
]) {
  test(`${loads ? 'another' : 'the same'} build: a link ${loads ? 'loads a' : 'loads no'} document`, async ({ shop, frame, page }) => {
    await page.clock.install({ time: NOW });
    await page.route('/catalog/current', async (route) => {
      const response = await route.fetch();
      const newest = await response.json();
      await route.fulfill({ response, json: { ...newest, build: build ?? newest.build } });
    });
    await shop.open('/');
    await shop.answersLocally();
    const documents = shop.documents();
    const told = page.waitForResponse('/catalog/current');
    await page.clock.fastForward('01:01');
    await (await told).finished();
    await shop.alive();
    await frame.foot.getByRole('link', { name: 'How to find things' }).click();
    await expect(frame.main.getByRole('heading', { level: 1 })).toHaveText('Help');
    await shop.arrived('/help');
    expect(documents).toEqual(loads ? ['/help'] : []);
  });
}

test('another build: a search loads a document, too', async ({ shop, frame, results, page }) => {
  await page.clock.install({ time: NOW });
  await page.route('/catalog/current', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), build: 'another' } });
  });
  await shop.open('/help');
  await shop.answersLocally();
  const documents = shop.documents();
  const told = page.waitForResponse('/catalog/current');
  await page.clock.fastForward('01:01');
  await (await told).finished();
  await shop.alive();
  await frame.find('zzqxjk');
  await results.expectTotal(0);
  expect(documents).toEqual(['/products']);
});
