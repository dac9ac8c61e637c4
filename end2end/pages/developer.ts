// `/developers/{slug}`: who they are, how to reach them, what they make.
import type { Locator } from '@playwright/test';

import { titles } from './cards.ts';
import type { Shop } from './shop.ts';

export class DeveloperPage {
  readonly name: Locator;
  readonly channels: Locator;
  readonly titles: Locator;

  constructor(readonly shop: Shop) {
    const { page } = shop;
    this.name = page.getByRole('heading', { level: 1 });
    this.channels = page.getByRole('list', { name: 'Channels' });
    this.titles = titles(page.getByRole('region', { name: 'Products' }));
  }

  open(slug: string) {
    return this.shop.open(`/developers/${slug}`);
  }
}
