// A checkout that is left and come back to: its session ends, Pay fails, or it is paid.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada } from '../pages/checkout.ts';

const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;

test('a session that ends is said, and what was typed is there after logging in', async ({
  accounts, audit, cart, checkout, isMobile, page, shop,
}) => {
  await accounts.become();
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill({ ...ada, email: accounts.address });
  await page.context().clearCookies({ name: /session$/ });
  const street = 'Typed after the session 7';
  if (!isMobile) {
    await checkout.field('Street and number').fill(street);
  }
  const kept = 'your cart and what you typed are still there';
  await checkout.pay();
  if (shop.javaScript) {
    const alert = page.getByRole('alert').filter({ hasText: kept });
    await expect(alert).toBeVisible();
    await expect(checkout.field('City')).toHaveValue(ada.city);
    await alert.getByRole('link', { name: 'Log in' }).click();
  }
  await shop.arrived(/\/login\?/);
  await expect(page.getByRole('main')).toContainText(kept);
  await audit();
  await accounts.logIn();
  await shop.arrived('/checkout');
  await expect(checkout.field('City')).toHaveValue(ada.city);
  await expect(checkout.field('Street and number')).toHaveValue(isMobile ? ada.street : street);
  await expect(checkout.summary).toContainText(theme.title);
});

test('the page of a checkout whose session has ended says so', async ({ accounts, audit, cart, checkout, page, shop }) => {
  await accounts.become();
  await cart.add(theme, theme.plans[0]!);
  // As one that the server has forgotten.
  const session = (await page.context().cookies()).find((cookie) => /session$/.test(cookie.name))!;
  await page.context().addCookies([{ ...session, value: '0'.repeat(32) }]);
  await checkout.open();
  await expect(page.getByRole('heading', { name: 'You have been logged out' })).toBeVisible();
  await audit();
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await shop.arrived(/\/login\?/);
  await accounts.logIn();
  await shop.arrived('/checkout');
  await expect(checkout.summary).toContainText(theme.title);
});

test.describe('when the server breaks', () => {
  test.use({ ownServer: true });

  test('a failure at Pay says what happened and what to do', async ({ cart, checkout, complaints, page, sandbox, server, audit }) => {
    complaints.expectStatus(500);
    await cart.add(theme, theme.plans[0]!);
    await checkout.open();
    await checkout.fill(ada);
    await server.sql('ALTER TABLE payments RENAME TO away');
    await checkout.pay();
    const alert = page.getByRole('alert').filter({ hasText: 'so your order was not placed' });
    await expect(alert).toBeVisible();
    await expect(alert).toContainText('Nothing was charged');
    await expect(alert).toContainText('Please try again in a moment.');
    await expect(checkout.field('City')).toHaveValue(ada.city);
    await audit();
    await server.sql('ALTER TABLE away RENAME TO payments');
    // Consent is for one order: without script the page has forgotten it.
    if (ada.mayWithdraw) {
      await checkout.consent.check();
    }
    await checkout.pay();
    await sandbox.choose('Pay');
  });
});

test('Back after paying leads to the order', async ({ cart, checkout, order, page, sandbox, shop }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(ada);
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  const number = await order.number.textContent();
  const paid = async () => {
    await shop.arrived(/\/orders\//);
    await order.paid();
    await expect(order.number).toHaveText(number!);
  };
  // The order, the provider's page, and what was the checkout.
  await expect(async () => {
    await page.goBack();
    await expect(page).not.toHaveURL(/\/sandbox\//, { timeout: 1_000 });
  }).toPass();
  await paid();
  // Whoever opens the checkout anew is led there too.
  await page.goto('/checkout');
  await paid();
});
