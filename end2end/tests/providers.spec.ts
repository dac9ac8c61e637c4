// Buying by Stripe's and PayPal's pages (their stand-ins), with the mail that follows.
import { createHash } from 'node:crypto';

import * as demo from '../fixtures/demo.ts';
import { link } from '../fixtures/mailserver.ts';
import * as pdf from '../fixtures/pdf.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada, adaAbroad } from '../pages/checkout.ts';

test.use({ ownServer: true, withProviders: true });

const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const recurring = (billing: demo.Plan['billing']) => {
  const product = demo.products.find((p) => p.plans.some((plan) => plan.billing === billing))!;
  return { product, plan: product.plans.find((plan) => plan.billing === billing)! };
};

test('by card with 3-D Secure, after a decline; then the mail, the invoice and the file', async ({
  cart, checkout, stripe, order, mail, page,
}) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay('Card');
  await stripe.card('4000 0000 0000 0002');
  await expect(page.getByText('Your card was declined.')).toBeVisible();
  await stripe.card('4000 0025 0000 3155');
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await order.paid();

  const letter = await mail.mail(ada.email, /M-2026-\d{6}/);
  const attached = letter.attachments.find((attachment) => attachment.contentType === 'application/pdf')!;
  const { text } = await pdf.open(attached.content);
  for (const said of [ada.name, theme.title, /M-2026-\d{6}/.exec(letter.subject!)![0]]) expect(text).toContain(said);
  expect(letter.html).toContain(theme.title.replaceAll('&', '&amp;'));
  expect(letter.text).toContain((await order.keys.textContent())!);

  await page.goto(link(letter, /\/orders\//));
  await order.paid();
  // The key is in a cookie: no history, bookmark or screenshot has it.
  await expect(page).toHaveURL(/\/orders\/M-2026-\d{6}$/);
  const file = order.downloads.first();
  const bytes = await (await page.request.get((await file.getByRole('link').getAttribute('href'))!)).body();
  await expect(file.locator('.hash')).toHaveText(createHash('sha256').update(bytes).digest('hex'));
});

test('by PayPal, after an instrument was declined', async ({ cart, checkout, paypal, order, page, mail }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay('PayPal');
  await paypal.approve('A card that is declined');
  await expect(order.heading).toHaveText('This order is not paid yet');
  await page.getByRole('button', { name: 'Go on to payment' }).click();
  await paypal.approve('PayPal balance');
  await order.paid();
  await mail.mail(ada.email, /M-2026-\d{6}/);
});

test('a mixed cart is one payment by card, and says what PayPal makes of it', async ({
  cart, checkout, stripe, paypal, order, page,
}) => {
  const { product, plan } = recurring('monthly');
  await cart.add(theme, theme.plans[0]!);
  await cart.add(product, plan);
  await checkout.open();
  await checkout.fill(adaAbroad);
  await page.getByRole('radio', { name: 'PayPal' }).check();
  await expect(page.getByText('PayPal cannot take this cart in one payment. You pay 2 times')).toBeVisible();
  await checkout.pay('PayPal');
  await paypal.approve('PayPal balance');
  await order.paid();
  await page.getByRole('link', { name: 'Go on to the next payment' }).click();
  await page.getByRole('button', { name: 'Go on to payment' }).click();
  await paypal.approve('PayPal balance');
  await order.paid();

  await cart.add(theme, theme.plans[0]!);
  await cart.add(product, plan);
  await checkout.open();
  await checkout.fill(adaAbroad);
  await checkout.pay('Card');
  await stripe.card('4242 4242 4242 4242');
  await order.paid();
  await expect(order.keys).toHaveCount(2);
});

test('a bank debit settles later', async ({ cart, checkout, stripe, providers, order, mail, page, request }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay('Card');
  await expect(page).toHaveURL(/cs_\w+/);
  const session = page.url();
  await page.getByRole('radio', { name: 'Bank debit' }).check();
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(order.heading).toHaveText('Your payment is on its way');
  await mail.mail(ada.email, /waiting for your payment/);
  const reference = /cs_\w+/.exec(session)![0];
  const settled = await request.post(`${providers.stripe}/_control/settle`, { data: { reference, good: true } });
  expect(settled.status()).toBe(200);
  await mail.mail(ada.email, /M-2026-\d{6}/);
  await page.reload();
  await order.paid();
  void stripe;
});

test('coming back without paying leads to another try', async ({ cart, checkout, stripe, order, page }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay('Card');
  await page.getByRole('link', { name: 'Cancel and return to the shop' }).click();
  await expect(order.heading).toHaveText('This order is not paid yet');
  await page.getByRole('button', { name: 'Go on to payment' }).click();
  await stripe.card('4242 4242 4242 4242');
  await order.paid();
});
