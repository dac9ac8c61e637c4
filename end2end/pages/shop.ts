// The site as a whole: opening addresses, and knowing when a page can be used.
import { expect, type Page, type Response } from '@playwright/test';

export class Shop {
  constructor(
    readonly page: Page,
    /** Whether this run has JavaScript on. */
    readonly javaScript: boolean,
  ) {}

  /** Opens a path; the page is alive when this returns. */
  async open(path: string): Promise<Response> {
    const response = await this.page.goto(path);
    if (!response) {
      throw new Error(`${path} is the page that was open already`);
    }
    await this.alive();
    return response;
  }

  /** Waits until the page reacts to what is done with it. */
  async alive(): Promise<void> {
    if (this.javaScript) {
      await expect(this.page.locator('html')).toHaveAttribute('data-alive');
    }
  }

  /** Waits until the browser answers searches by itself; gives the hash of its catalogue. */
  async answersLocally(): Promise<string> {
    const html = this.page.locator('html');
    await expect(html).toHaveAttribute('data-catalog', /^[0-9a-f]{16,}$/);
    return (await html.getAttribute('data-catalog'))!;
  }
}
