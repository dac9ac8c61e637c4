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

  /** Waits until the page reacts to what is done with it, and waits for nothing itself. */
  async alive(): Promise<void> {
    if (this.javaScript) {
      await expect(this.page.locator('html')).toHaveAttribute('data-alive');
      await this.page.waitForFunction(atRest);
    }
  }

  /** Waits until a page is there that something led to: its address, and the page itself. */
  async arrived(address: string | RegExp): Promise<void> {
    await expect(this.page).toHaveURL(address);
    await this.alive();
  }

  /** Notes the documents that are loaded from now on. */
  documents(): string[] {
    const documents: string[] = [];
    this.page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === this.page.mainFrame()) {
        documents.push(new URL(request.url()).pathname);
      }
    });
    return documents;
  }

  /** Waits until the browser answers searches by itself; gives the hash of its catalogue. */
  async answersLocally(): Promise<string> {
    const html = this.page.locator('html');
    await expect(html).toHaveAttribute('data-catalog', /^[0-9a-f]{16,}$/);
    return (await html.getAttribute('data-catalog'))!;
  }
}

/** Runs in the page: whether nothing is awaited. What is pressed, or led to by an answer, shows within a frame or two. */
async function atRest(): Promise<boolean> {
  for (let frames = 0; frames < 3; frames += 1) {
    await new Promise(requestAnimationFrame);
    if (document.querySelector('[aria-busy=true]')) {
      return false;
    }
  }
  return true;
}
