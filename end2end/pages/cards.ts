// Cards of products, wherever a page shows some.
import type { Locator, Page } from '@playwright/test';

/** The titles of the cards in a part of the page, which are links to the products. */
export function titles(within: Page | Locator): Locator {
  return within.getByRole('listitem').getByRole('heading', { level: 3 }).getByRole('link');
}
