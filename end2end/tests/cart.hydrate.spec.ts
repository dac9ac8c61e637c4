// What script adds: changes show before the server has answered, and go back where it refuses.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const first = demo.products.find((p) => p.plans.some((plan) => plan.billing === 'one_time' && plan.amount > 0))!;
const solo = first.plans.find((plan) => plan.billing === 'one_time' && plan.amount > 0)!;
const CHANGE = '/api/fn/cart_change';

/** Holds the server's answers back until it is called. */
function held() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release };
}

test('the count goes up at once', async ({ product, frame, page }) => {
  const { released, release } = held();
  await page.route(CHANGE, async (route) => {
    await released;
    await route.continue();
  });
  await product.open(first.slug);
  await product.button(solo).click();
  await product.button(solo).click();
  await frame.expectCount(2);
  await expect(frame.toast).toContainText(`Added ${first.title}, ${solo.name}`);
  await expect(frame.toast.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  release();
  await expect(frame.toast.getByRole('button', { name: 'Undo' })).toBeVisible();
  await frame.expectCount(2);
});

test('what was added can be taken back', async ({ product, frame, cart, page }) => {
  await product.open(first.slug);
  await product.add(solo);
  await product.add(solo);
  await frame.expectCount(2);
  await frame.toast.getByRole('button', { name: 'Undo' }).click();
  await frame.expectCount(1);
  await expect(frame.toast).toBeEmpty();
  // It shows before the server has it; another document would end what is on its way.
  await page.waitForLoadState('networkidle');
  await cart.open();
  await cart.expectQuantity(cart.line(first), 1);
});

test('a refusal takes the count back and says why', async ({ product, frame, page, complaints, audit }) => {
  complaints.expectStatus(422);
  await page.route(CHANGE, (route) => {
    const json = { error: 'full', message: 'Your cart is full. It can hold up to 50 different plans.', cart: null };
    return route.fulfill({ status: 422, json, headers: { serverfnerror: CHANGE } });
  });
  await product.open(first.slug);
  await product.button(solo).click();
  await expect(frame.toast).toContainText('Your cart is full. It can hold up to 50 different plans.');
  await frame.expectCount(0);
  await audit();
});

test('a line shows its change at once and goes back when the server cannot be reached', async ({ product, cart, page, complaints }) => {
  complaints.expect(/Failed to load resource|request failed: POST/);
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  const line = cart.line(first);
  const { released, release } = held();
  await page.route(CHANGE, async (route) => {
    await released;
    await route.abort();
  });
  const more = line.getByRole('button', { name: 'One more' });
  await more.click();
  await more.click();
  await expect(cart.quantity(line)).toHaveValue('3');
  await cart.expectSubtotal(demo.money(3 * solo.amount));
  release();
  await expect(line.getByRole('alert')).toContainText('We couldn’t reach the server.');
  await expect(cart.quantity(line)).toHaveValue('1');
  await cart.expectSubtotal(demo.money(solo.amount));
});

test('fast clicks all count', async ({ product, cart }) => {
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  const line = cart.line(first);
  for (let i = 0; i < 8; i += 1) {
    await line.getByRole('button', { name: 'One more' }).click({ delay: 0 });
  }
  await cart.expectQuantity(line, 9);
  await cart.open();
  await cart.expectQuantity(line, 9);
});

test('a removed line gives the focus to the heading, and nothing is loaded anew', async ({ product, cart, page, frame }) => {
  await product.open(first.slug);
  await product.add(solo);
  await frame.toast.getByRole('link', { name: 'View cart' }).click();
  await expect(cart.lines).toHaveCount(1);
  const documents: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) {
      documents.push(request.url());
    }
  });
  await cart.remove(cart.line(first));
  await expect(cart.empty).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Cart' })).toBeFocused();
  expect(documents).toEqual([]);
});

test('a refused code keeps the focus at its field and is read out', async ({ product, cart, complaints }) => {
  complaints.expectStatus(422);
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  await cart.applyCode('NOPE');
  await expect(cart.summary.getByRole('alert')).toHaveText('The code NOPE isn’t valid.');
  await expect(cart.codeField).toBeFocused();
  await expect(cart.codeField).toHaveValue('NOPE');
  await expect(cart.codeField).toHaveAttribute('aria-invalid', 'true');
  await expect(cart.codeField).toHaveAccessibleDescription('The code NOPE isn’t valid.');
});

test('a code that is being typed stays while a line changes', async ({ product, cart }) => {
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  await cart.summary.getByText('Add a discount code').click();
  await cart.codeField.fill('SPRI');
  await cart.step(cart.line(first), 'One more');
  await cart.expectQuantity(cart.line(first), 2);
  await expect(cart.codeField).toBeVisible();
  await expect(cart.codeField).toHaveValue('SPRI');
});
