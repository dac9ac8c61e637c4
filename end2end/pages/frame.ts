// What stands around every page: the head with its search field and menu, and the foot.
import { expect, type Locator } from '@playwright/test';

import type { Shop } from './shop.ts';

export class Frame {
  readonly head: Locator;
  readonly main: Locator;
  readonly foot: Locator;
  readonly skipLink: Locator;
  /** The search field in the head. */
  readonly search: Locator;
  /** Opens the menu of the reader. */
  readonly account: Locator;
  readonly themes: Locator;
  /** Leads to the cart and counts what is in it. */
  readonly cart: Locator;
  /** What was just done, in the corner. */
  readonly toast: Locator;

  constructor(readonly shop: Shop) {
    const { page } = shop;
    this.head = page.getByRole('banner');
    this.main = page.getByRole('main');
    this.foot = page.getByRole('contentinfo');
    this.skipLink = page.getByRole('link', { name: 'Skip to content' });
    this.search = this.head.getByRole('combobox', { name: 'Search products' });
    this.account = this.head.locator('summary').and(page.getByLabel('Account'));
    this.themes = page.getByRole('group', { name: 'Theme', includeHidden: true });
    this.cart = this.head.getByRole('link', { name: /in the cart$/ });
    this.toast = page.locator('.toasts[role=status]');
  }

  async expectCount(count: number): Promise<void> {
    await expect(this.cart).toHaveAccessibleName(new RegExp(`\\b${count} items? in the cart$`));
  }

  /** Searches from the head. */
  async find(text: string): Promise<void> {
    await this.search.fill(text);
    await this.search.press('Enter');
  }

  async chooseTheme(name: 'System' | 'Light' | 'Dark'): Promise<void> {
    await this.account.click();
    await this.theme(name).click();
    await this.shop.alive();
  }

  theme(name: string): Locator {
    return this.themes.getByRole('button', { name, includeHidden: true });
  }
}
