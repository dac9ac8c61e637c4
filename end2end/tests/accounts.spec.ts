// Accounts, from registering to logging out everywhere: with and without JavaScript alike.
import { expect, test } from '../fixtures/test.ts';
import { PASSWORD } from '../pages/account.ts';

test('a customer registers, confirms, and goes on where they were', async ({ shop, accounts, frame, page }) => {
  await shop.open('/products?sort=newest');
  await frame.account.click();
  await frame.head.getByRole('link', { name: 'Create an account' }).click();
  await accounts.register();
  await expect(accounts.notice).toContainText(`We’ve sent an e-mail to ${accounts.address}.`);
  await accounts.expectLoggedIn(undefined);

  await shop.open(await accounts.mailbox.link(/Confirm/));
  await expect(frame.main).toContainText(accounts.address);
  await accounts.press('Confirm and continue');
  await expect(page).toHaveURL('/products?sort=newest');
  await accounts.expectLoggedIn('Ada Lovelace');

  await accounts.logOut();
  await expect(page).toHaveURL('/');
  await accounts.expectLoggedIn(undefined);
});

test('logging in leads back, and a wrong password does not', async ({ shop, accounts, page, complaints }) => {
  complaints.expectStatus(403);
  await accounts.become();
  await accounts.logOut();
  await shop.open('/login?back=/cart');
  await accounts.logIn('wrong horse');
  await expect(accounts.refusal).toContainText('The e-mail address or password is wrong');
  await expect(accounts.email).toHaveValue(accounts.address);
  // A page that is made anew carries no password.
  await expect(accounts.password).toHaveValue(shop.javaScript ? 'wrong horse' : '');
  await accounts.logIn();
  await shop.arrived('/cart');
  await accounts.expectLoggedIn('Ada Lovelace');
  await shop.open('/register?back=/help');
  await expect(page).toHaveURL('/help');
  await shop.open('/login');
  await expect(page).toHaveURL('/account/purchases');
});

test('what is wrong stands beside the field, and what was typed is kept', async ({ shop, accounts, page, complaints }) => {
  complaints.expectStatus(422);
  await shop.open('/register?back=/cart');
  await accounts.email.fill('ada@example');
  await accounts.name.fill('Ada Lovelace');
  await accounts.password.fill('password1');
  await accounts.press('Create account');
  await expect(page).toHaveURL('/register?back=/cart');
  await accounts.expectError(accounts.email, /^Enter a valid e-mail address, such as/);
  await accounts.expectError(accounts.password, /^This password is too easy to guess/);
  await expect(accounts.email).toBeFocused();
  await expect(accounts.email).toHaveValue('ada@example');
  await expect(accounts.name).toHaveValue('Ada Lovelace');
  await expect(accounts.name).not.toHaveAttribute('aria-invalid');
  await expect(accounts.password).toHaveValue(shop.javaScript ? 'password1' : '');

  await accounts.email.fill(accounts.address);
  await accounts.password.fill(PASSWORD);
  await accounts.press('Create account');
  await expect(accounts.title).toHaveText('Check your e-mail');
});

test('a forgotten password is set anew by a link that works once', async ({ shop, accounts, complaints }) => {
  await accounts.become();
  await accounts.logOut();
  await shop.open('/login');
  await accounts.follow('Forgot your password?');
  await accounts.email.fill(accounts.address.toUpperCase());
  await accounts.press('Send a link');
  await expect(accounts.notice).toContainText('If there is an account for');

  const link = await accounts.mailbox.link(/new password/);
  await shop.open(link);
  complaints.expectStatus(422);
  await accounts.password.fill('short');
  await accounts.press('Save password');
  await accounts.expectError(accounts.password, /^This password is too short/);
  await accounts.password.fill('a new password');
  await accounts.press('Save password');
  await shop.arrived('/login?done=password');
  await expect(accounts.notice).toHaveText('Your password is changed. Log in with the new one.');
  await accounts.logIn('a new password');
  await shop.arrived('/account/purchases');
  await accounts.expectLoggedIn('Ada Lovelace');

  complaints.expectStatus(404);
  await shop.open(link);
  await expect(accounts.title).toHaveText('This link isn’t valid');
  await accounts.email.fill(accounts.address);
  await accounts.press('Send a link');
  await expect(accounts.title).toHaveText('Check your e-mail');
});

test('another browser confirms with the password', async ({ shop, accounts, page, complaints }) => {
  complaints.expectStatus(422);
  await shop.open('/register');
  await accounts.register();
  const link = await accounts.mailbox.link(/Confirm/);
  await page.context().clearCookies();
  await shop.open(link);
  await accounts.password.fill('wrong horse');
  await accounts.press('Confirm and continue');
  await accounts.expectError(accounts.password, 'This password is wrong. Please try again.');
  await accounts.password.fill(PASSWORD);
  await accounts.press('Confirm and continue');
  await shop.arrived('/account/purchases');
  await accounts.logOut();
  await shop.open(link);
  await expect(accounts.title).toHaveText('Already confirmed');
});

test('who registers twice is told by mail alone', async ({ shop, accounts }) => {
  await accounts.become();
  await accounts.logOut();
  await shop.open('/register');
  await accounts.register();
  const login = await accounts.mailbox.link(/already have an account/);
  await shop.open(login);
  await accounts.logIn();
  await shop.arrived('/account/purchases');
  await accounts.expectLoggedIn('Ada Lovelace');
});

test('a link that is not valid offers another', async ({ shop, accounts, complaints }) => {
  await shop.open('/register');
  await accounts.register();
  complaints.expectStatus(404);
  await shop.open('/verify/made-up');
  await expect(accounts.title).toHaveText('This link isn’t valid');
  await accounts.email.fill(accounts.address);
  await accounts.press('Send a new link');
  await expect(accounts.notice).toContainText(accounts.address);
  await expect.poll(() => accounts.mailbox.subjects()).toHaveLength(2);
});

test('a customer changes name and password, and logs out everywhere', async ({ shop, accounts, page, complaints }) => {
  complaints.expectStatus(422);
  await accounts.become();
  await shop.open('/account');
  await accounts.name.fill('Ada King');
  await accounts.press('Save name');
  await expect(accounts.notice).toHaveText('Your name is saved.');
  await accounts.expectLoggedIn('Ada King');

  await accounts.current.fill('wrong horse');
  await accounts.password.fill('a new password');
  await accounts.press('Change password');
  await accounts.expectError(accounts.current, 'This password is wrong. Please try again.');
  await expect(accounts.current).toBeFocused();
  await accounts.current.fill(PASSWORD);
  await accounts.password.fill('a new password');
  await accounts.press('Change password');
  await expect(accounts.notice).toContainText('Your password is changed.');

  await accounts.confirm.fill('wrong horse');
  await accounts.press('Log out everywhere');
  await accounts.expectError(accounts.confirm, 'This password is wrong. Please try again.');
  await accounts.confirm.fill('a new password');
  await accounts.press('Log out everywhere');
  await shop.arrived('/login?done=everywhere');
  await expect(accounts.notice).toHaveText('You are logged out on every device.');
  await shop.open('/account');
  await expect(accounts.title).toHaveText('Log in');
  await accounts.logIn('a new password');
  await expect(page).toHaveURL('/account');
});

test('a customer logs another device out', async ({ shop, accounts, browser, frame }) => {
  await accounts.become();
  const elsewhere = await browser.newContext({ baseURL: new URL(shop.page.url()).origin });
  const page = await elsewhere.newPage();
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(accounts.address);
  await page.locator('main').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('/account/purchases');

  await shop.open('/account');
  const devices = frame.main.getByRole('listitem').filter({ hasText: 'last used' });
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: /This device/ })).toHaveCount(1);
  await accounts.press('Log out this device');
  await expect(accounts.notice).toHaveText('The device is logged out.');
  await expect(devices).toHaveCount(1);
  await page.goto('/account');
  await expect(page).toHaveURL('/login?back=/account');
  await elsewhere.close();
});

test('who guesses is told to wait', async ({ shop, accounts, complaints }) => {
  complaints.expectStatus(403);
  await shop.open('/login');
  for (let n = 0; n < 10; n++) {
    await accounts.logIn(`guess ${n}`);
    await expect(accounts.refusal).toContainText('is wrong');
  }
  complaints.expectStatus(429);
  await accounts.logIn('guess');
  await expect(accounts.refusal).toHaveText('Too many attempts. Please try again in 15 minutes.');
  await expect(accounts.email).toHaveValue(accounts.address);
});
