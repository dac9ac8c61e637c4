// `/`: search, shelves of products, categories.
import type { Locator } from '@playwright/test';

import { titles } from './cards.ts';
import type { Shop } from './shop.ts';

export class HomePage {
  /** The large search field. */
  readonly search: Locator;

  constructor(readonly shop: Shop) {
    this.search = shop.page.getByRole('main').getByRole('combobox', { name: 'Search products' });
  }

  open() {
    return this.shop.open('/');
  }

  /** A row of the page, by its heading. */
  shelf(heading: string | RegExp): Locator {
    const { page } = this.shop;
    return page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: heading }) });
  }

  titles(heading: string | RegExp): Locator {
    return titles(this.shelf(heading));
  }
}
