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
