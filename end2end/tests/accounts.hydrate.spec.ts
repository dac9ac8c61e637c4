// Where script runs: forms that one comes back to.
import { expect, test } from '../fixtures/test.ts';

test('Back leads to a form that is there', async ({ shop, accounts, frame, page, complaints }) => {
  complaints.expectStatus(403);
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
