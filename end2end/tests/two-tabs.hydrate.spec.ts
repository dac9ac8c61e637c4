// Two tabs of one browser have one cart.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CartPage } from '../pages/cart.ts';
import { Frame } from '../pages/frame.ts';
import { Shop } from '../pages/shop.ts';

const first = demo.products.find((p) => p.plans.some((plan) => plan.billing === 'one_time' && plan.amount > 0))!;
const solo = first.plans.find((plan) => plan.billing === 'one_time' && plan.amount > 0)!;

test('what one tab adds, the other counts and lists', async ({ context, product, frame, cart }) => {
  await product.open(first.slug);
  const other = new Shop(await context.newPage(), true);
  const [there, theirCart] = [new Frame(other), new CartPage(other)];
  await other.open(new URL('/help', product.shop.page.url()).href);
  const documents = other.documents();
  await product.add(solo);
  await there.expectCount(1);
  await there.cart.click();
  await other.arrived(/\/cart$/);
  await theirCart.expectQuantity(theirCart.line(first), 1);
  await product.add(solo);
  await theirCart.expectQuantity(theirCart.line(first), 2);
  await theirCart.remove(theirCart.line(first));
  await frame.expectCount(0);
  expect(documents).toEqual([]);
  await cart.open();
  await expect(cart.empty).toBeVisible();
});
