// `/login`, `/register`, `/verify`, `/reset`, `/account`: forms, and what they answer.
import { expect, type Locator } from '@playwright/test';

import type { Mailbox } from '../fixtures/mailbox.ts';
import type { Frame } from './frame.ts';

export const PASSWORD = 'correct horse battery';

export class AccountPages {
  readonly title: Locator;
  readonly email: Locator;
  readonly name: Locator;
  readonly current: Locator;
  readonly password: Locator;
  /** The password that logging out everywhere asks for. */
  readonly confirm: Locator;
  /** What was done. */
  readonly notice: Locator;
  /** What was refused. */
  readonly refusal: Locator;

  constructor(
    readonly frame: Frame,
    /** Of the customer of this test. */
    readonly mailbox: Mailbox,
  ) {
    const { main } = frame;
    this.title = main.getByRole('heading', { level: 1 });
    this.email = main.getByLabel('E-mail address');
    this.name = main.getByLabel('Name', { exact: true });
    this.current = main.getByLabel('Current password');
    this.confirm = main.getByLabel('Your password');
    this.password = main.locator('input').and(main.getByLabel(/^(New p|P)assword/));
    this.notice = main.getByRole('status');
    this.refusal = main.getByRole('alert');
  }

  get address(): string {
    return this.mailbox.address;
  }

  async press(name: string): Promise<void> {
    await this.frame.main.getByRole('button', { name }).click();
    await this.frame.shop.alive();
  }

  /** Follows a link of the page. */
  async follow(name: string): Promise<void> {
    await this.frame.main.getByRole('link', { name }).click();
    await this.frame.shop.alive();
  }

  async logIn(password = PASSWORD, email = this.address): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.press('Log in');
  }

  /** Fills the form of `/register`. */
  async register(): Promise<void> {
    await this.email.fill(this.address);
    await this.name.fill('Ada Lovelace');
    await this.password.fill(PASSWORD);
    await this.press('Create account');
    await expect(this.title).toHaveText('Check your e-mail');
  }

  /** Makes an account, confirms it by the mail, and is logged in. */
  async become(): Promise<void> {
    await this.frame.shop.open('/register');
    await this.register();
    await this.frame.shop.open(await this.mailbox.link(/Confirm/));
    await this.press('Confirm and continue');
    await this.frame.shop.arrived('/account/purchases');
    await expect(this.title).toHaveText('Purchases');
  }

  async logOut(): Promise<void> {
    await this.frame.account.click();
    await this.frame.head.getByRole('button', { name: 'Log out' }).click();
    await this.frame.shop.arrived('/');
  }

  /** Expects that the head knows somebody, or nobody. */
  async expectLoggedIn(name: string | undefined): Promise<void> {
    const { account, head } = this.frame;
    await account.click();
    await expect(head.getByRole('link', { name: 'Log in' })).toHaveCount(name ? 0 : 1);
    await expect(head.getByRole('button', { name: 'Log out' })).toHaveCount(name ? 1 : 0);
    if (name) {
      await expect(head.getByText(name, { exact: true })).toBeVisible();
    }
    await account.click();
  }

  /** Expects what is told of a field, to eyes and to ears. */
  async expectError(field: Locator, text: string | RegExp): Promise<void> {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(text);
  }
}
