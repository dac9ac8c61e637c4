// `/products/{slug}`: one product, whole.
import { expect, type Locator } from '@playwright/test';

import type { Plan } from '../fixtures/demo.ts';
import { titles } from './cards.ts';
import type { Shop } from './shop.ts';

export class ProductPage {
  readonly title: Locator;
  readonly gallery: Locator;
  /** The large pictures and films. */
  readonly figures: Locator;
  /** The small pictures that lead to the large ones. */
  readonly thumbs: Locator;
  /** The box with the price, the facts and the developer. */
  readonly box: Locator;
  readonly channels: Locator;
  readonly about: Locator;
  readonly specifications: Locator;
  readonly plans: Locator;
  readonly reviews: Locator;
  readonly written: Locator;
  readonly reviewPager: Locator;
  readonly related: Locator;

  constructor(readonly shop: Shop) {
    const { page } = shop;
    this.title = page.getByRole('heading', { level: 1 });
    this.gallery = page.getByRole('region', { name: 'Pictures and films' });
    this.figures = this.gallery.getByRole('figure');
    this.thumbs = this.gallery.getByRole('link', { name: /^Show (picture|film) \d/ });
    this.box = page.getByRole('complementary', { name: 'Price and developer' });
    this.channels = this.box.getByRole('list', { name: 'Support channels' });
    this.about = page.getByRole('region', { name: 'About' });
    this.specifications = page.getByRole('region', { name: 'Specifications' });
    this.plans = page.getByRole('region', { name: 'Plans' });
    this.reviews = page.getByRole('region', { name: 'Reviews' });
    this.written = this.reviews.getByRole('article');
    this.reviewPager = this.reviews.getByRole('navigation', { name: 'Pages' });
    this.related = titles(page.getByRole('region', { name: 'You may also like' }));
  }

  open(slug: string) {
    return this.shop.open(`/products/${slug}`);
  }

  /** Puts a plan into the cart, and waits until it is there. */
  async add(plan: Plan): Promise<void> {
    await this.button(plan).click();
    if (this.shop.javaScript) {
      await expect(this.shop.page.getByRole('button', { name: 'Undo' })).toBeVisible();
    } else {
      await this.shop.page.waitForURL(/\/cart\?added=/);
    }
  }

  /** The button of a plan that puts it into the cart. */
  button({ name, amount, billing }: Plan): Locator {
    const label = amount === 0 ? 'Get it free' : billing === 'one_time' ? 'Add to cart' : 'Subscribe';
    return this.plan(name).getByRole('button', { name: `${label} (${name})`, exact: true });
  }

  plan(name: string): Locator {
    const heading = this.shop.page.getByRole('heading', { level: 3, name, exact: true });
    return this.plans.getByRole('listitem').filter({ has: heading });
  }

  /** How many gave so many stars. */
  bar(stars: number): Locator {
    return this.reviews.getByRole('meter', { name: new RegExp(`gave ${stars} stars?$`) });
  }

  reviewSort(name: string): Locator {
    return this.reviews.getByRole('group', { name: 'Sort the reviews' }).getByRole('link', { name });
  }
}
