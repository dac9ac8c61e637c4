// `/cart`: what the customer means to buy.
import { expect, type Locator } from '@playwright/test';

import type { Plan, Product } from '../fixtures/demo.ts';
import { ProductPage } from './product.ts';
import type { Shop } from './shop.ts';

export class CartPage {
  readonly lines: Locator;
  /** What the page says above the lines. */
  readonly notices: Locator;
  readonly summary: Locator;
  readonly checkout: Locator;
  readonly codeField: Locator;
  readonly accept: Locator;
  readonly empty: Locator;
  readonly suggestions: Locator;

  constructor(readonly shop: Shop) {
    const { page } = shop;
    const main = page.getByRole('main');
    this.lines = page.getByRole('region', { name: 'Items' }).getByRole('listitem');
    this.notices = main.getByRole('status');
    this.summary = page.getByRole('complementary', { name: 'Summary' });
    this.checkout = this.summary.getByRole('link', { name: 'Checkout' });
    this.codeField = this.summary.getByRole('textbox', { name: 'Discount code' });
    this.accept = page.getByRole('button', { name: 'Accept changes' });
    this.empty = page.getByRole('heading', { name: 'Your cart is empty' });
    this.suggestions = page.getByRole('region', { name: /^(Popular now|You may also like)$/ }).getByRole('listitem');
  }

  open() {
    return this.shop.open('/cart');
  }

  /** Puts a plan into the cart from its product's page. */
  async add({ slug }: Pick<Product, 'slug'>, plan: Plan): Promise<void> {
    const product = new ProductPage(this.shop);
    await product.open(slug);
    await product.add(plan);
  }

  line({ title }: Pick<Product, 'title'>, plan?: Pick<Plan, 'name'>): Locator {
    const heading = this.shop.page.getByRole('heading', { level: 3, name: title, exact: true });
    const line = this.lines.filter({ has: heading });
    return plan ? line.filter({ hasText: plan.name }) : line;
  }

  quantity(line: Locator): Locator {
    return line.getByRole('spinbutton');
  }

  /** Waits until a line stands at a quantity, also for the server. */
  async expectQuantity(line: Locator, quantity: number): Promise<void> {
    await expect(this.quantity(line)).toHaveValue(`${quantity}`);
    await this.settled();
  }

  /** Types a quantity and sends it. */
  async setQuantity(line: Locator, quantity: string): Promise<void> {
    await this.quantity(line).fill(quantity);
    await this.changed(() => this.quantity(line).press('Enter'));
  }

  async step(line: Locator, name: 'One more' | 'One less'): Promise<void> {
    await this.changed(() => line.getByRole('button', { name }).click());
  }

  async remove(line: Locator): Promise<void> {
    await this.changed(() => line.getByRole('button', { name: 'Remove' }).click());
  }

  async applyCode(code: string): Promise<void> {
    if (!(await this.codeField.isVisible())) {
      await this.summary.getByText('Add a discount code').click();
    }
    await this.codeField.fill(code);
    await this.changed(() => this.summary.getByRole('button', { name: 'Apply' }).click());
  }

  async expectSubtotal(money: string): Promise<void> {
    await expect(this.summary.getByRole('definition').first()).toHaveText(money);
  }

  /** Does something, and with script waits for the server's answer behind the scenes: some changes ask for none. */
  private async changed(change: () => Promise<void>): Promise<void> {
    const { page, javaScript } = this.shop;
    const answer = javaScript
      ? page.waitForResponse(/\/api\/fn\/cart_change/, { timeout: 2_000 }).catch(() => undefined)
      : undefined;
    await change();
    await answer;
    await this.settled();
  }

  /** Without script every form loads a page; with it the server is asked behind the scenes. */
  private async settled(): Promise<void> {
    if (this.shop.javaScript) {
      await this.shop.page.waitForLoadState('networkidle');
    }
  }
}
