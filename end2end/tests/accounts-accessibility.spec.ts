// The audit of the account's pages, as they come and with what they answer, in both themes.
import { test } from '../fixtures/test.ts';
import type { AccountPages } from '../pages/account.ts';

type Arrive = (accounts: AccountPages) => Promise<unknown>;

const states: Record<string, Arrive> = {
  'log in': ({ frame }) => frame.shop.open('/login'),
  register: ({ frame }) => frame.shop.open('/register'),
  'register with errors': async (accounts) => {
    await accounts.frame.shop.open('/register');
    await accounts.press('Create account');
  },
  'check your mail': async (accounts) => {
    await accounts.frame.shop.open('/register');
    await accounts.register();
  },
  'confirm with a password': async (accounts) => {
    await accounts.frame.shop.open('/register');
    await accounts.register();
    await accounts.frame.shop.page.context().clearCookies();
    await accounts.frame.shop.open(await accounts.mailbox.link(/Confirm/));
  },
  'link not valid': ({ frame }) => frame.shop.open('/reset/made-up'),
  'choose another password': async (accounts) => {
    await accounts.become();
    await accounts.logOut();
    await accounts.frame.shop.open('/reset');
    await accounts.email.fill(accounts.address);
    await accounts.press('Send a link');
    await accounts.frame.shop.open(await accounts.mailbox.link(/new password/));
  },
  account: (accounts) => accounts.become(),
  'the open menu': async (accounts) => {
    await accounts.become();
    await accounts.frame.account.click();
  },
};

for (const [name, arrive] of Object.entries(states)) {
  test(name, async ({ accounts, page, complaints, audit }) => {
    if (name === 'link not valid') {
      complaints.expectStatus(404);
    }
    if (name === 'register with errors') {
      complaints.expectStatus(422);
    }
    await arrive(accounts);
    for (const colorScheme of ['light', 'dark'] as const) {
      await test.step(colorScheme, async () => {
        await page.emulateMedia({ colorScheme });
        await audit();
      });
    }
  });
}
