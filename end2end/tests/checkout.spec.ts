// Buying as a guest: from the cart through the sandbox to everything that was bought.
import { createHash } from 'node:crypto';

import type { Locator } from '@playwright/test';

import * as demo from '../fixtures/demo.ts';
import * as pdf from '../fixtures/pdf.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada, adaAbroad } from '../pages/checkout.ts';

/** A theme: it is paid once and has files. */
const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const api = demo.products.find((p) => p.plans.some((plan) => plan.billing === 'monthly'))!;
const monthly = api.plans.find((plan) => plan.billing === 'monthly')!;

test.beforeEach(async ({ cart }) => {
  await cart.add(theme, theme.plans[0]!);
});

test('a guest pays and holds order, keys, downloads and invoice', async ({ checkout, sandbox, order, page, audit }) => {
  await checkout.open();
  await checkout.fill(ada);
  await audit();
  const price = theme.plans[0]!.amount;
  const total = demo.money(price + Math.round(price * 0.19));
  await checkout.pay();
  await expect(sandbox.amount).toHaveText(total);
  await sandbox.choose('Pay');
  await order.paid();
  await audit();
  await expect(order.keys).toHaveText(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);

  const invoice = await page.request.get((await order.documents.getAttribute('href'))!);
  expect(invoice.headers()['content-type']).toBe('application/pdf');
  const { text, xml } = await pdf.open(await invoice.body());
  for (const said of [ada.name, theme.title, total, 'M-2026-']) expect(text).toContain(said);
  expect(xml).toContain(`<ram:Name>${theme.title.replaceAll('&', '&amp;')}`);

  const file = order.downloads.first();
  const bytes = await (await page.request.get((await file.getByRole('link').getAttribute('href'))!)).body();
  const hash = createHash('sha256').update(bytes).digest('hex');
  await expect(file.locator('.hash')).toHaveText(hash);

  await page.reload();
  await order.paid();
});

test('what is paid back ends, with a credit note', async ({ checkout, sandbox, order, server, page, audit }) => {
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  const key = (await order.keys.textContent())!;
  const number = (await order.number.textContent())!.replace('Order ', '');
  expect(await server.command('refund', number)).toContain(`of order ${number}: credit note 2026-`);
  await page.reload();
  await expect(order.heading).toHaveText('This order was paid back');
  await expect(page.getByRole('listitem').filter({ hasText: key }).last()).toContainText('Ended');
  await expect(order.downloads).toHaveCount(0);
  const note = page.getByRole('link', { name: /^Credit note 2026-\d{6} \(PDF\)$/ });
  const { text } = await pdf.open(await (await page.request.get((await note.getAttribute('href'))!)).body());
  for (const said of ['Credit note', theme.title, number]) expect(text).toContain(said);
  await audit();
});

test('a declined card leads to another try', async ({ checkout, sandbox, order, page }) => {
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay();
  await sandbox.choose('Decline the payment');
  await expect(order.heading).toHaveText('The payment did not go through');
  await expect(page.getByText('The bank declined the payment. Nothing was charged.')).toBeVisible();
  await page.getByRole('link', { name: 'Choose another way to pay' }).click();
  await expect(checkout.field('E-mail')).toHaveValue(ada.email);
  await page.goBack();
  await page.getByRole('button', { name: 'Try again' }).click();
  await sandbox.choose('Pay with 3-D Secure');
  await sandbox.choose('Confirm the payment');
  await order.paid();
});

test('a payment may take its time', async ({ checkout, sandbox, order, page }) => {
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay();
  await expect(page).toHaveURL(/\/sandbox\//);
  const bank = page.url();
  await sandbox.choose('Pay later (stays pending)');
  await expect(order.heading).toHaveText('Your payment is on its way');
  await page.goto(bank);
  await sandbox.choose('Complete the payment');
  await order.paid();
});

test('giving up leads back, and nothing is lost', async ({ checkout, sandbox, order, page, cart }) => {
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay();
  await sandbox.choose('Cancel and return to the shop');
  await expect(order.heading).toHaveText('This order is not paid yet');
  await cart.open();
  await expect(page.getByRole('main').getByText(theme.title).first()).toBeVisible();
  await checkout.open();
  await expect(checkout.field('E-mail')).toHaveValue(ada.email);
});

test('the form answers beside the field and keeps what was typed', async ({
  checkout, complaints, page, audit,
}) => {
  await checkout.open();
  complaints.expectStatus(422);
  await checkout.fill({ ...ada, city: '', vatId: 'DE123456780' });
  const pay = checkout.button(/^Pay /);
  if (await pay.isVisible()) {
    await pay.click();
  }
  await expect(page.getByRole('alert').getByText('Enter your city.')).toBeVisible();
  await expect(checkout.field('City')).toHaveAttribute('aria-invalid', 'true');
  await expect(checkout.field('VAT id (optional)')).toHaveValue('DE123456780');
  await expect(checkout.field('VAT id (optional)')).toHaveAttribute('aria-invalid', 'true');
  await expect(checkout.field('Street and number')).toHaveValue(ada.street);
  await audit();
});

test('one page on a desktop, steps on a phone, and nothing typed is lost between them', async ({
  checkout, complaints, page, isMobile,
}) => {
  await checkout.open();
  const [contact, billing, payment] = ['Contact', 'Billing details', 'Payment'].map((name) =>
    page.getByRole('group', { name }),
  ) as [Locator, Locator, Locator];
  await expect(contact).toBeVisible();
  await expect(billing).toBeVisible({ visible: !isMobile });
  await expect(payment).toBeVisible({ visible: !isMobile });
  await expect(checkout.steps).toBeVisible({ visible: isMobile });
  if (!isMobile) {
    return;
  }
  const step = (name: string) => checkout.steps.getByRole('button', { name });
  await expect(step('Contact')).toHaveAttribute('aria-current', 'step');
  await checkout.field('E-mail').fill(ada.email);
  await checkout.field('Name').fill(ada.name);
  await checkout.button('Continue to billing details').click();
  await expect(contact).toBeHidden();
  await checkout.field('Street and number').fill(ada.street);
  await step('Contact').click();
  await expect(step('Contact')).toHaveAttribute('aria-current', 'step');
  await expect(checkout.field('E-mail')).toHaveValue(ada.email);
  await step('Billing details').click();
  await expect(checkout.field('Street and number')).toHaveValue(ada.street);
  // Enter goes on from here, and says what is missing.
  complaints.expectStatus(422);
  await checkout.field('Street and number').press('Enter');
  await expect(page.getByRole('alert').getByText('Enter your city.')).toBeVisible();
  await expect(billing).toBeVisible();
  await expect(payment).toBeHidden();
});

test('a subscription begins beside a purchase', async ({ checkout, sandbox, order, cart, page }) => {
  await cart.add(api, monthly);
  await checkout.open();
  await checkout.fill({ ...adaAbroad, email: 'grace@example.com' });
  await expect(page.getByText(`Renews at ${demo.money(monthly.amount)} a month until you cancel.`)).toBeAttached();
  await checkout.pay();
  await expect(sandbox.amount).toHaveText(demo.money(theme.plans[0]!.amount + monthly.amount));
  await sandbox.choose('Pay');
  await order.paid();
  await expect(order.keys).toHaveCount(2);
});

test('an address without a postal code is written as its country does', async ({ checkout, sandbox, order, page, audit }) => {
  await checkout.open();
  await checkout.fill({
    ...adaAbroad,
    country: 'Hong Kong',
    street: '1 Nathan Road',
    postal: '',
    city: '',
    region: 'Kowloon',
  });
  await audit();
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  const address = page.getByRole('region', { name: 'Billed to' }).locator('address');
  await expect(address.locator('span')).toHaveText(['Ada Lovelace', '1 Nathan Road', 'Kowloon', 'Hong Kong', ada.email]);
});

test('an order opens with its link alone', async ({ checkout, sandbox, order, page, complaints }) => {
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  // In another browser: this one has kept the key.
  await page.context().clearCookies({ name: 'orders' });
  const bare = new URL(page.url());
  bare.search = '';
  complaints.expectStatus(404);
  expect((await page.goto(bare.href))!.status()).toBe(404);
  await expect(order.heading).toHaveText('This order opens with its link');
  complaints.expectStatus(404);
  await page.getByRole('button', { name: 'Mail me a new link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'a new link is on its way' })).toBeVisible();
});
