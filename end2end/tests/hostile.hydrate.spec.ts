// Words that broke programs, in addresses that the app itself follows: its WASM lives on and the next page opens.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const { slug } = demo.products[0]!;

const ADDRESSES = [
  '/products?tag=%C3%A9&category=%F0%9F%A6%80-a&developer=%E6%97%A5',
  '/products?q=%C3%A9%22%20-%20tag%3A%C3%A9%20price%3A%3E99999999999999999999999',
  '/products?q=%F0%9F%A6%80&min_price=-1&max_price=99999999999999999999&min_rating=NaN&page=0&sort=',
  `/products?q=${'%C3%A9'.repeat(400)}`,
  '/products?q=%E2%80%AE%0D%0AX-Injected%3A%201',
  `/products/${'a'.repeat(300)}`,
  '/products/%F0%9F%A6%80',
  `/products/${slug}?reviews=%C3%A9&review_page=-1`,
  '/developers/%C3%A9',
  `/orders/${'9'.repeat(300)}?key=%C3%A9&failed=%C3%A9`,
  '/cart?refused=%C3%A9&line=%C3%A9/%C3%A9&typed=%3Cb%3E',
  '/cart?refused=not-a-code&line=code&typed=%F0%9F%A6%80&left_out=99999999999999999999',
  '/checkout?step=%C3%A9&check=%C3%A9&notice=%C3%A9#%C3%A9',
  '/login?back=//evil.example/%C3%A9&done=%C3%A9',
  '/verify/%C3%A9?sent=%C3%A9',
  '/legal/%C3%A9',
  `/${'%C3%A9/'.repeat(40)}a`,
];

for (const address of ADDRESSES) {
  const name = address.slice(0, 70);

  test(`${name} opens, and the app goes on`, async ({ shop, frame, page, complaints }) => {
    complaints.expect(/responded with a status of 4\d\d/);
    const response = await shop.open(address);
    expect(response.status()).toBeLessThan(500);
    await frame.foot.getByRole('link', { name: 'How to find things' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
  });

  test(`${name} is followed as a link, and the app goes on`, async ({ shop, frame, page, complaints }) => {
    complaints.expect(/responded with a status of 4\d\d/);
    await shop.open('/help');
    await page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = 'there';
      document.querySelector('main')!.prepend(link);
    }, address);
    const documents: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents.push(request.url());
    });
    await page.getByRole('link', { name: 'there', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Help');
    await frame.foot.getByRole('link', { name: 'How to find things' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
    expect(documents, 'the app was left').toEqual([]);
  });
}

test('an addition whose answer was lost counts once', async ({ product, frame, page, complaints }) => {
  const solo = demo.products.find((p) => p.plans.some((plan) => plan.billing === 'one_time' && plan.amount > 0))!;
  const plan = solo.plans.find((of) => of.billing === 'one_time' && of.amount > 0)!;
  complaints.expect(/ERR_FAILED|Failed to load resource/);
  let lost = true;
  await page.route('/api/fn/cart_change', async (route) => {
    const answer = await route.fetch();
    if (lost) {
      lost = false;
      return route.abort();
    }
    return route.fulfill({ response: answer });
  });
  await product.open(solo.slug);
  await product.button(plan).click();
  await expect(frame.toast).toContainText('We couldn’t reach the server');
  await product.button(plan).click();
  await expect(frame.toast.getByRole('button', { name: 'Undo' })).toBeVisible();
  await frame.expectCount(1);
  await page.reload();
  await frame.expectCount(1);
});
