// The legal pages, and the consent to immediate delivery.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada, adaAbroad } from '../pages/checkout.ts';

const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;

test('every page links to the legal ones, which are marked as samples', async ({ shop, frame, page }) => {
  await shop.open('/');
  const links = frame.foot.getByRole('navigation', { name: 'Legal' }).getByRole('link');
  const addresses = await links.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  expect(addresses).toEqual(['/legal/terms', '/legal/privacy', '/legal/imprint', '/legal/refunds']);
  for (const [at, address] of addresses.entries()) {
    const name = (await links.nth(at).textContent())!;
    await links.nth(at).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page).toHaveURL(address);
    await expect(frame.main).toContainText('This is a sample.');
  }
});

test('the checkout links to terms, privacy and refunds', async ({ cart, checkout, page }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  const payment = page.getByRole('group', { name: 'Payment' });
  for (const [name, address] of [
    ['terms of sale', '/legal/terms'],
    ['privacy policy', '/legal/privacy'],
    ['About refunds and withdrawal', '/legal/refunds'],
  ] as const) {
    await expect(payment.getByRole('link', { name })).toHaveAttribute('href', address);
  }
});

test('in Germany consent is asked for, and recorded with the order', async ({ cart, checkout, sandbox, order, page, complaints }) => {
  complaints.expectStatus(422);
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  await checkout.consent.uncheck();
  await checkout.pay();
  await expect(checkout.errors.or(page.getByRole('alert')).first()).toBeVisible();
  await expect(checkout.consent).toHaveAttribute('aria-invalid', 'true');
  await expect(checkout.consent).not.toBeChecked();
  await checkout.consent.check();
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  await expect(page.getByText(/^You agreed on 1 November 2026: “I want my purchase delivered right away/)).toBeVisible();
});

test('in the United States it is not', async ({ cart, checkout, sandbox, order, page }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(adaAbroad);
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  await expect(page.getByText('You agreed on')).toHaveCount(0);
});
