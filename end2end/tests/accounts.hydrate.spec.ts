// Where script runs: the account's pages come from the server alone, however one arrives at them.
import { expect, test } from '../fixtures/test.ts';

test('Back leads to a form that is there', async ({ shop, accounts, frame, page }) => {
  await shop.open('/login?back=/cart');
  await frame.head.getByRole('link', { name: 'Mintreu, home' }).click();
  await expect(page).toHaveURL('/');
  await expect(accounts.title).not.toHaveText('Log in');
  await page.goBack();
  await expect(accounts.title).toHaveText('Log in');
  await shop.alive();
  await accounts.logIn('wrong horse');
  await expect(accounts.refusal).toBeVisible();
});

test('the head knows the customer on every page that script leads to', async ({ accounts, frame, page }) => {
  await accounts.become();
  await frame.head.getByRole('link', { name: 'Products' }).click();
  await expect(page).toHaveURL('/products');
  await accounts.expectLoggedIn('Ada Lovelace');
  await frame.account.click();
  await frame.head.getByRole('link', { name: 'Your account' }).click();
  await expect(accounts.title).toHaveText('Your account');
});
