// A long word never widens a phone.
import type { Page } from '@playwright/test';

import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada } from '../pages/checkout.ts';

test.skip(({ isMobile }) => !isMobile, 'a desktop is wide enough');

const long = demo.products.find((p) => p.slug === 'rechtschreibpruefungswerkzeugkasten')!;
const WORD = 'rechtschreibpruefungswerkzeugkasten'.repeat(3);

async function expectNoWider(page: Page): Promise<void> {
  // A layout that is wider than the device is shown smaller.
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(Math.max(...widths), new URL(page.url()).pathname).toBeLessThanOrEqual(390);
}

for (const path of [
  '/',
  '/products',
  `/products?q=${WORD}`,
  `/products?category=${WORD}&min_price=${WORD}`,
  `/products/${long.slug}`,
  `/developers/${long.developer.slug}`,
  `/${WORD}`,
  '/help',
  '/legal/terms',
  '/legal/privacy',
  '/legal/imprint',
  '/legal/refunds',
  '/login',
  '/register',
  '/verify',
  '/reset',
  `/orders/${WORD.slice(0, 40)}`,
]) {
  test(path.replace(WORD, '…'), async ({ shop, page, complaints }) => {
    complaints.expectStatus(404);
    await shop.open(path);
    await expectNoWider(page);
  });
}

test('cart, checkout, order and purchases with it', async ({
  accounts, cart, checkout, complaints, sandbox, order, shop, page,
}) => {
  complaints.expectStatus(422);
  await accounts.become();
  await expectNoWider(page);
  await shop.open('/account');
  await expectNoWider(page);
  await cart.add(long, long.plans[0]!);
  await expectNoWider(page);
  await cart.open();
  await expect(cart.line(long)).toBeVisible();
  await expectNoWider(page);
  await cart.applyCode(WORD.slice(0, 30));
  await expect(cart.summary).toContainText('isn’t valid');
  await expectNoWider(page);
  await checkout.open();
  await checkout.fill({ ...ada, email: accounts.address, name: WORD.slice(0, 60), street: WORD });
  await expect(checkout.summary).toContainText(long.title);
  await expectNoWider(page);
  await checkout.pay();
  if (long.plans[0]!.amount > 0) {
    await sandbox.choose('Pay');
  }
  await order.paid();
  await expectNoWider(page);
  await shop.open('/account/purchases');
  await expectNoWider(page);
});
