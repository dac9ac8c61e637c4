// What a customer has, typed and bought stays known to the shop.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada } from '../pages/checkout.ts';

const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const other = demo.products.find((p) => p !== theme && p.plans[0]!.billing === 'one_time')!;

test('who bought a product is told on its page, and is offered the same billing details', async ({
  accounts, cart, checkout, sandbox, order, product, shop, page,
}) => {
  await accounts.become();
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await expect(page.getByText('Filled in from your last order.')).toHaveCount(0);
  await checkout.fill({ ...ada, email: accounts.address });
  await checkout.pay();
  await sandbox.choose('Pay');
  await order.paid();
  const bought = new URL(page.url()).pathname;

  await product.open(theme.slug);
  await expect(page.getByText('You own this.')).toBeVisible();
  await page.getByRole('link', { name: 'See your order, downloads and license keys' }).click();
  await order.paid();
  await expect(page).toHaveURL(bought);
  await product.open(other.slug);
  await expect(page.getByText('You own this.')).toHaveCount(0);

  await product.add(other.plans[0]!);
  await checkout.open();
  await expect(page.getByText('Filled in from your last order.')).toBeVisible();
  const typed = { Name: ada.name, 'Street and number': ada.street, 'Postal code': ada.postal, City: ada.city };
  for (const [label, value] of Object.entries(typed)) {
    await expect(checkout.field(label)).toHaveValue(value);
  }
  await expect(checkout.field('Country')).toHaveValue('DE');
  await accounts.logOut();
  await product.open(theme.slug);
  await expect(page.getByText('You own this.')).toHaveCount(0);
  await shop.alive();
});

test('what was typed at the checkout stands in the forms of accounts', async ({ cart, checkout, accounts, page }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.field('E-mail').fill(accounts.address);
  await checkout.field('Name').fill(ada.name);
  await checkout.account('Log in');
  await expect(accounts.email).toHaveValue(accounts.address);
  await page.getByRole('main').getByRole('link', { name: 'Create an account' }).click();
  await expect(accounts.title).toHaveText('Create an account');
  await expect(accounts.email).toHaveValue(accounts.address);
  await expect(accounts.name).toHaveValue(ada.name);
});
