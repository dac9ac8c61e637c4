// `/products`: results, and everything that narrows, sorts and pages them.
import { expect, type Locator } from '@playwright/test';

import { counted, label } from '../fixtures/demo.ts';
import { titles } from './cards.ts';
import type { Shop } from './shop.ts';

/** The facets, as they are headed. */
type Facet = 'Category' | 'Works with' | 'Tags' | 'Developer' | 'Collection' | 'Price' | 'Rating';

export class ProductsPage {
  readonly results: Locator;
  readonly titles: Locator;
  readonly count: Locator;
  readonly chips: Locator;
  readonly pager: Locator;
  /** The filters: beside the results, or a sheet on a phone. */
  readonly filters: Locator;
  /** Opens the sheet; there on a phone only. */
  readonly openFilters: Locator;
  readonly showResults: Locator;
  readonly sort: Locator;
  readonly nearest: Locator;

  constructor(readonly shop: Shop) {
    const { page } = shop;
    this.results = page.getByRole('region', { name: 'Results' });
    this.titles = titles(this.results);
    this.count = this.results.getByRole('status');
    this.chips = page.getByRole('list', { name: 'Selected' }).getByRole('link', { name: /: remove$/ });
    this.pager = page.getByRole('navigation', { name: 'Pages' });
    this.filters = page.getByRole('complementary', { name: 'Filters' });
    this.openFilters = page.getByRole('button', { name: /^Filters/ });
    this.showResults = this.filters.getByRole('button', { name: /^Show / });
    this.sort = page.getByRole('combobox', { name: 'Sort by' });
    this.nearest = page.getByRole('heading', { name: 'Nearest matches' });
  }

  open(query = '') {
    return this.shop.open(`/products${query}`);
  }

  /** Waits until the page shows so many results. */
  async expectTotal(total: number): Promise<void> {
    await expect(this.count).toHaveText(new RegExp(`^${counted(total)}\\s*(,|$)`));
    await this.shop.alive();
  }

  private facet(facet: Facet): Locator {
    const heading = this.shop.page.getByRole('heading', { name: facet, exact: true });
    return this.filters.locator('details').filter({ has: heading });
  }

  /** A choice of a facet, by its value's slug or by its words; its name ends with its count. */
  choice(facet: Facet, value: string): Locator {
    const role = facet === 'Price' || facet === 'Rating' ? 'radio' : 'checkbox';
    return this.facet(facet).getByRole(role, { name: new RegExp(`^${label(value)} ?[\\d,]+$`, 'i') });
  }

  /** Opens the sheet where the filters are one. */
  async showFilters(): Promise<void> {
    if (!(await this.filters.isVisible())) {
      await this.openFilters.click();
    }
    await expect(this.filters).toBeVisible();
  }

  /** Closes the sheet; where the server has answered, the next page has come with it closed. */
  private async hideFilters(): Promise<void> {
    if (await this.showResults.isVisible()) {
      await this.showResults.click();
      // The sheet is still seen while it leaves.
      await expect(this.filters).toBeHidden();
    }
  }

  /** Takes a choice of a facet and waits for its results. */
  async narrow(facet: Facet, value: string, total: number): Promise<void> {
    await this.showFilters();
    await this.choice(facet, value).click();
    await this.expectTotal(total);
    await this.hideFilters();
  }

  /** Sets the price range, in whole units, and waits for its results. */
  async priceBetween(lowest: string, highest: string, total: number): Promise<void> {
    await this.showFilters();
    await this.filters.getByRole('textbox', { name: 'Lowest' }).fill(lowest);
    await this.filters.getByRole('textbox', { name: 'Highest' }).fill(highest);
    await this.filters.getByRole('button', { name: 'Apply the price range' }).click();
    await this.expectTotal(total);
    await this.hideFilters();
  }

  chip(name: string): Locator {
    return this.chips.filter({ hasText: new RegExp(`^${name}`, 'i') });
  }

  async sortBy(name: string): Promise<void> {
    await this.sort.selectOption({ label: name });
    if (!this.shop.javaScript) {
      await this.sort.locator('xpath=ancestor::form').getByRole('button', { name: 'Apply' }).click();
    }
  }
}
