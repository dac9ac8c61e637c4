// An account that is made in the middle of buying: the cart stays, and the order is the account's.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { PASSWORD } from '../pages/account.ts';
import { ada } from '../pages/checkout.ts';

const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const plan = theme.plans[0]!;

test('a new account, made during the checkout, holds the order', async ({
  accounts, audit, cart, checkout, complaints, order, page, sandbox, shop,
}) => {
  await cart.add(theme, plan);
  await checkout.open();
  await checkout.field('Name').fill(ada.name);
  await checkout.account('register');
  await accounts.register();
  await shop.open(await accounts.mailbox.link(/Confirm/));
  await accounts.press('Confirm and continue');

  await expect(page).toHaveURL('/checkout');
  await expect(page.getByText(`You are logged in as ${accounts.address}.`)).toBeVisible();
  await expect(checkout.summary).toContainText(theme.title);
  await expect(checkout.field('E-mail')).toHaveValue(accounts.address);
  await expect(checkout.field('Name')).toHaveValue(ada.name);
  await checkout.fill({ ...ada, email: accounts.address });
  await checkout.pay();
  await expect(sandbox.amount).toHaveText(demo.money(plan.amount + Math.round((plan.amount * 19) / 100)));
  await sandbox.choose('Pay');
  await order.paid();
  const number = (await order.number.textContent())!.replace('Order ', '');
  await expect(page).toHaveURL(`/orders/${number}`);
  // It has an account already.
  await expect(page.getByRole('button', { name: 'Create account' })).toHaveCount(0);

  await shop.open('/account/purchases');
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: number });
  await expect(row).toContainText(theme.title);
  await audit();
  await row.getByRole('link').click();
  await order.paid();
  await expect(order.keys).toHaveCount(1);

  await shop.open('/account');
  await accounts.press('Log out here');
  complaints.expectStatus(404);
  await shop.open(`/orders/${number}`);
  await expect(order.heading).toHaveText('This order opens with its link');
});

test('logging in during the checkout keeps what was typed', async ({ accounts, cart, checkout, page }) => {
  await accounts.become();
  await accounts.logOut();
  await cart.add(theme, plan);
  await checkout.open();
  await checkout.field('Name').fill(ada.name);
  await checkout.account('Log in');
  await accounts.logIn();
  await expect(page).toHaveURL('/checkout');
  await expect(checkout.summary).toContainText(theme.title);
  await expect(checkout.field('Name')).toHaveValue(ada.name);
  await expect(checkout.field('E-mail')).toHaveValue(accounts.address);
});

test('a guest who registers after paying has the order in the account', async ({
  accounts, cart, checkout, order, page, sandbox, shop,
}) => {
  await cart.add(theme, plan);
  await checkout.open();
  await checkout.fill({ ...ada, email: accounts.address });
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  const number = (await order.number.textContent())!.replace('Order ', '');
  await expect(page.getByRole('heading', { name: accounts.address })).toBeInViewport();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(1);
  await accounts.password.fill(PASSWORD);
  await accounts.press('Create account');
  await expect(accounts.title).toHaveText('Check your e-mail');
  await shop.open(await accounts.mailbox.link(/Confirm/));
  await accounts.press('Confirm and continue');
  await order.paid();
  await expect(order.number).toHaveText(`Order ${number}`);
  await shop.open('/account/purchases');
  await page.getByRole('main').getByRole('link', { name: number }).click();
  await order.paid();
  await expect(page).toHaveURL(`/orders/${number}`);
});
