// The checkout, the sandbox's page, and the page of an order.
import { expect, type Locator, type Page } from '@playwright/test';

import type { Shop } from './shop.ts';

export interface Buyer {
  email: string;
  name: string;
  street: string;
  /** Empty where the country has none, as the city. */
  postal: string;
  city: string;
  country: string;
  /** Where the country has a list of them: as the list calls it. */
  region?: string;
  /** Whether the country gives a right of withdrawal: then immediate delivery must be agreed to. */
  mayWithdraw: boolean;
  company?: string;
  vatId?: string;
}

export const ada: Buyer = {
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  street: 'Unter den Linden 1',
  postal: '10117',
  city: 'Berlin',
  country: 'Germany',
  mayWithdraw: true,
};

/** Ada in a country where nobody is asked for consent. */
export const adaAbroad: Buyer = {
  ...ada,
  country: 'United States',
  city: 'New York',
  region: 'New York',
  mayWithdraw: false,
};

export class CheckoutPage {
  readonly summary: Locator;
  readonly steps: Locator;
  readonly errors: Locator;
  /** Agrees to immediate delivery. */
  readonly consent: Locator;

  constructor(readonly shop: Shop) {
    const { page } = shop;
    this.consent = page.getByRole('checkbox', { name: /^I want my purchase delivered right away/ });
    this.summary = page.getByRole('complementary', { name: 'Your order' });
    this.steps = page.getByRole('navigation', { name: 'Steps of the checkout' });
    this.errors = page.getByRole('alert').getByRole('listitem');
  }

  private get page(): Page {
    return this.shop.page;
  }

  /** Whether this window shows one part at a time. */
  private get narrow(): boolean {
    return (this.page.viewportSize()?.width ?? 0) < 960;
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async open(): Promise<void> {
    await this.shop.open('/checkout');
  }

  /** Leaves for the form of an account, which leads back. */
  async account(name: 'Log in' | 'register'): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
    await this.shop.arrived(/back=\/checkout/);
  }

  /** Fills everything in and goes on to the payment part. */
  async fill(buyer: Buyer): Promise<void> {
    await this.field('E-mail').fill(buyer.email);
    await this.field('Name').fill(buyer.name);
    if (this.narrow) {
      await this.button('Continue to billing details').click();
      await this.shop.alive();
    }
    // First: it decides which fields there are.
    await this.choose(buyer.country);
    if (buyer.region) {
      await this.page.getByLabel(/^(State|Province|Prefecture|Area|Emirate)$/).selectOption({ label: buyer.region });
    }
    await this.field('Street and number').fill(buyer.street);
    if (buyer.postal) {
      await this.page.getByLabel(/^(Postal|ZIP) code$/).fill(buyer.postal);
    }
    if (buyer.city) {
      await this.field('City').fill(buyer.city);
    }
    await this.field('Company (optional)').fill(buyer.company ?? '');
    await this.field('VAT id (optional)').fill(buyer.vatId ?? '');
    if (this.shop.javaScript) {
      await this.shop.alive();
    } else {
      await this.button('Update tax and totals').click();
    }
    if (this.narrow) {
      await this.button('Continue to payment').click();
      await this.shop.alive();
      // The answer shows the next part, or what is wrong with another; neither is there at once.
      const wrong = this.page.getByRole('alert').filter({ hasText: 'Please check these fields' });
      await expect(this.button(/^Pay |^Place the order/).or(wrong).first()).toBeVisible();
    }
    if (!buyer.mayWithdraw) {
      await expect(this.consent).toHaveCount(0);
    } else if (await this.consent.isVisible()) {
      // A phone is kept from its part for as long as another is wrong.
      await this.consent.check();
    }
  }

  /** Chooses a country; its tax is shown: with script at once, without it by a button. */
  async choose(country: string): Promise<void> {
    await this.field('Country').selectOption({ label: country });
    if (this.shop.javaScript) {
      await this.shop.alive();
    } else {
      await this.button('Update tax and totals').click();
    }
  }

  /** Chooses how to pay and places the order; the provider's page is open then. */
  async pay(how: string | RegExp = /Sandbox/): Promise<void> {
    await this.page.getByRole('radio', { name: how }).check();
    await this.button(/^Pay /).click();
  }

  total(amount: string): Locator {
    return this.summary.getByText(amount, { exact: true });
  }

  /** A sum by its label: `Subtotal`, `VAT 19%`. */
  sum(label: string): Locator {
    return sum(this.summary, label);
  }
}

/** The amount beside a label, in a list of sums. */
function sum(within: Locator, label: string): Locator {
  const term = within.page().getByText(label, { exact: true });
  return within.locator('dl > div').filter({ has: term }).getByRole('definition');
}

export class SandboxPage {
  constructor(readonly shop: Shop) {}

  get amount(): Locator {
    return this.shop.page.getByRole('heading', { level: 1 });
  }

  async choose(name: string): Promise<void> {
    await this.shop.page.getByRole('button', { name, exact: true }).click();
  }
}

export class OrderPage {
  readonly heading: Locator;
  readonly number: Locator;
  readonly keys: Locator;
  readonly downloads: Locator;
  readonly documents: Locator;

  constructor(readonly shop: Shop) {
    const main = shop.page.getByRole('main');
    this.heading = main.getByRole('heading', { level: 1 });
    this.number = main.getByText(/^Order M-/);
    this.keys = main.locator('.keys code');
    this.downloads = main.locator('.downloads > li');
    this.documents = main.getByRole('link', { name: /\(PDF\)$/ });
  }

  /** A sum by its label: `Subtotal`, `Total`. */
  sum(label: string): Locator {
    return sum(this.shop.page.getByRole('main'), label);
  }

  async paid(): Promise<void> {
    await expect(this.heading).toHaveText('Thank you, your order is complete');
    await expect(this.number).toHaveText(/^Order M-2026-\d{6}$/);
  }
}

/** The stand-in of Stripe's hosted page. */
export class StripePage {
  constructor(readonly shop: Shop) {}

  async card(number: string): Promise<void> {
    await this.shop.page.getByLabel('Card number').fill(number);
    await this.shop.page.getByRole('button', { name: 'Pay' }).click();
  }
}

/** The stand-in of PayPal's page. */
export class PaypalPage {
  constructor(readonly shop: Shop) {}

  async approve(how: string): Promise<void> {
    await this.shop.page.getByRole('radio', { name: how }).check();
    await this.shop.page.getByRole('button', { name: 'Agree and pay' }).click();
  }
}
