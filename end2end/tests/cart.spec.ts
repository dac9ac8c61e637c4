// Filling the cart and changing it, with and without script.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const once = (plan: demo.Plan) => plan.billing === 'one_time' && plan.amount > 0;
const [first, second] = demo.products.filter((p) => p.plans.filter(once).length > 1) as [demo.Product, demo.Product];
const [solo, team] = first.plans.filter(once) as [demo.Plan, demo.Plan];
const other = second.plans.find(once)!;
const subscribed = demo.products.find((p) => p.plans.some((plan) => plan.billing === 'monthly'))!;
const monthly = subscribed.plans.find((plan) => plan.billing === 'monthly')!;

test('a plan goes into the cart, the head counts it, and the cart keeps it', async ({ product, frame, cart, shop }) => {
  await product.open(first.slug);
  await frame.expectCount(0);
  await product.add(solo);
  await frame.expectCount(1);
  if (shop.javaScript) {
    await expect(frame.toast).toContainText(`Added ${first.title}, ${solo.name}`);
    await frame.toast.getByRole('link', { name: 'View cart' }).click();
  } else {
    await expect(cart.notices).toContainText(`Added ${first.title}, ${solo.name}`);
  }
  const line = cart.line(first);
  await expect(line).toContainText(solo.name);
  await expect(line).toContainText('One-time payment');
  await expect(line).toContainText(demo.money(solo.amount));
  await expect(line.locator('img')).toHaveJSProperty('complete', true);
  await cart.expectQuantity(line, 1);
  await cart.expectSubtotal(demo.money(solo.amount));
  await expect(cart.checkout).toHaveAttribute('href', '/checkout');
  await shop.open('/help');
  await frame.expectCount(1);
});

test('quantities change by a step and by typing, and lines leave', async ({ product, cart, frame }) => {
  for (const [{ slug }, plan] of [[first, solo], [first, team], [second, other]] as const) {
    await product.open(slug);
    await product.add(plan);
  }
  await cart.open();
  await expect(cart.lines).toHaveCount(3);
  await expect(cart.empty).toBeHidden();
  const line = cart.line(first, solo);
  await expect(line.getByRole('button', { name: 'One less' })).toBeDisabled();
  await cart.step(line, 'One more');
  await cart.expectQuantity(line, 2);
  await cart.setQuantity(line, '12');
  await cart.expectQuantity(line, 12);
  await cart.step(line, 'One less');
  await cart.expectQuantity(line, 11);
  await expect(line).toContainText(demo.money(11 * solo.amount));
  await expect(line).toContainText(`${demo.money(solo.amount)} each`);
  await cart.expectSubtotal(demo.money(11 * solo.amount + team.amount + other.amount));
  await frame.expectCount(13);

  await cart.remove(cart.line(second));
  await expect(cart.lines).toHaveCount(2);
  await cart.setQuantity(cart.line(first, team), '0');
  await expect(cart.lines).toHaveCount(1);
  await cart.open();
  await cart.expectQuantity(cart.line(first), 11);
  await cart.remove(cart.line(first));
  await expect(cart.empty).toBeVisible();
  await expect(cart.summary).toBeHidden();
  await expect(cart.suggestions).toHaveCount(4);
  await frame.expectCount(0);
});

test('a subscription is bought once', async ({ product, cart, frame, shop, complaints }) => {
  complaints.expectStatus(409);
  await product.open(subscribed.slug);
  await product.add(monthly);
  await cart.open();
  const line = cart.line(subscribed);
  await expect(line).toContainText('Billed monthly');
  await expect(line).toContainText('/ month');
  await expect(cart.quantity(line)).toHaveCount(0);
  await expect(cart.summary).toContainText(`Renews at ${demo.money(monthly.amount)} a month until you cancel.`);
  await product.open(subscribed.slug);
  await product.button(monthly).click();
  const said = shop.javaScript ? frame.toast : cart.line(subscribed);
  await expect(said).toContainText('This plan is already in your cart.');
  await frame.expectCount(1);
});

test('nonsense is refused beside the line, and what was typed stays', async ({ product, cart, shop, complaints }) => {
  complaints.expectStatus(422);
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  const line = cart.line(first);
  await cart.setQuantity(line, '150');
  await expect(line.getByRole('alert')).toHaveText('You can buy up to 99 of one plan.');
  await expect(cart.quantity(line)).toHaveValue('150');
  await expect(cart.quantity(line)).toHaveAttribute('aria-invalid', 'true');
  await cart.setQuantity(line, '2');
  await cart.expectQuantity(line, 2);
  await expect(line.getByRole('alert')).toHaveCount(0);

  await cart.applyCode('two words');
  await expect(cart.summary.getByRole('alert')).toContainText('no spaces');
  await expect(cart.codeField).toHaveValue('two words');
  await shop.open('/cart');
  await cart.expectQuantity(line, 2);
});

test('a refused discount code is said and not kept', async ({ product, cart, complaints }) => {
  complaints.expectStatus(422);
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  await cart.applyCode('spring-10');
  await expect(cart.summary).toContainText('The code SPRING-10 isn’t valid.');
  await expect(cart.codeField).toHaveValue('spring-10');
  await cart.open();
  await expect(cart.summary).not.toContainText('SPRING-10');
  await expect(cart.summary.getByText('Add a discount code')).toBeVisible();
});

test('a tab that was left behind is refused with the cart as it stands', async ({ product, cart, context, shop, complaints }) => {
  complaints.expectStatus(409);
  // Where tabs can tell each other of a change, none is left behind.
  await context.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  const elsewhere = await context.newPage();
  await elsewhere.goto(`${new URL(shop.page.url()).origin}/cart`);
  const form = elsewhere.locator('form', { has: elsewhere.getByRole('spinbutton') });
  if (shop.javaScript) {
    await expect(elsewhere.locator('html')).toHaveAttribute('data-alive');
  }
  await form.getByRole('spinbutton').fill('7');
  await form.getByRole('spinbutton').press('Enter');
  await elsewhere.waitForLoadState('networkidle');
  await elsewhere.close();

  const line = cart.line(first);
  await cart.step(line, 'One more');
  await expect(cart.notices).toContainText('Your cart was changed in another window. Please check it and try again.');
  await cart.expectQuantity(line, 7);
  await cart.step(line, 'One more');
  await cart.expectQuantity(line, 8);
});

test('another browser has another cart', async ({ product, cart, browser, shop }) => {
  await product.open(first.slug);
  await product.add(solo);
  await cart.open();
  await expect(cart.lines).toHaveCount(1);
  const stranger = await browser.newContext({ javaScriptEnabled: false });
  const page = await stranger.newPage();
  await page.goto(`${new URL(shop.page.url()).origin}/cart`);
  await expect(page.getByRole('heading', { name: 'Your cart is empty' })).toBeVisible();
  await stranger.close();
});

test.describe('when the catalogue changes', () => {
  test.use({ ownServer: true });

  const plan = (slug: string, amount: number): demo.Plan => ({
    slug,
    name: slug[0]!.toUpperCase() + slug.slice(1),
    amount,
    currency: 'USD',
    billing: 'one_time',
    features: [],
  });

  test('new prices and vanished plans wait for a word', async ({ product, cart, catalogue, audit, complaints }) => {
    complaints.expectStatus(404);
    const before = demo.newcomer({ plans: [plan('solo', 4900), plan('gold', 9900)] });
    await catalogue.import(before);
    await expect.poll(async () => (await product.open(before.slug)).status()).toBe(200);
    for (const plan of before.plans) {
      await product.open(before.slug);
      await product.add(plan);
    }
    await catalogue.import({ ...before, plans: [plan('solo', 5900)] });
    await expect(async () => {
      await cart.open();
      await expect(cart.line(before, { name: 'Solo' })).toContainText('Was $49.00, now $59.00', { timeout: 500 });
    }).toPass();
    await expect(cart.line(before, { name: 'Gold' })).toContainText('No longer sold');
    await cart.expectSubtotal('$59.00');
    await expect(cart.checkout).toBeDisabled();
    await expect(cart.summary).toContainText('Accept the changes in your cart first.');
    await audit();
    await cart.accept.click();
    await expect(cart.lines).toHaveCount(1);
    await expect(cart.line(before)).not.toContainText('Was');
    await expect(cart.checkout).toHaveAttribute('href', '/checkout');
  });

  test('a plan that became a subscription waits for a word', async ({ product, cart, catalogue, audit, complaints }) => {
    complaints.expectStatus(404);
    const before = demo.newcomer({ plans: [plan('solo', 4900)] });
    await catalogue.import(before);
    await expect.poll(async () => (await product.open(before.slug)).status()).toBe(200);
    await product.add(before.plans[0]!);
    await cart.open();
    await cart.setQuantity(cart.line(before), '3');
    await expect(cart.line(before)).toContainText('License: Never expires');
    await catalogue.import({ ...before, plans: [{ ...plan('solo', 4900), billing: 'monthly' }] });
    await expect(async () => {
      await cart.open();
      await expect(cart.line(before)).toContainText('Was a one-time payment, now billed monthly', { timeout: 500 });
    }).toPass();
    await expect(cart.line(before)).toContainText('It can be bought once per order: 3 will become 1');
    await cart.expectSubtotal('$49.00');
    await expect(cart.checkout).toBeDisabled();
    await audit();
    await cart.accept.click();
    await expect(cart.line(before)).not.toContainText('Was');
    await expect(cart.line(before)).toContainText('License: Valid while the subscription is active');
    await expect(cart.checkout).toHaveAttribute('href', '/checkout');
    await cart.expectSubtotal('$49.00');
  });

  test('two plans of one subscription are warned of', async ({ product, cart, catalogue, checkout, audit, complaints }) => {
    complaints.expectStatus(404);
    const monthly = (slug: string, amount: number): demo.Plan => ({ ...plan(slug, amount), billing: 'monthly' });
    const both = demo.newcomer({ plans: [monthly('solo', 900), monthly('team', 1900)] });
    await catalogue.import(both);
    await expect.poll(async () => (await product.open(both.slug)).status()).toBe(200);
    for (const plan of both.plans) {
      await product.open(both.slug);
      await product.add(plan);
    }
    const warning = cart.shop.page.getByRole('main').getByText(`Your cart has 2 plans of ${both.title}: Solo, Team.`);
    await cart.open();
    await expect(warning).toBeVisible();
    await audit();
    await checkout.open();
    await expect(warning).toBeAttached();
    await cart.open();
    await cart.remove(cart.line(both, { name: 'Team' }));
    await expect(warning).toHaveCount(0);
    await expect(cart.checkout).toHaveAttribute('href', '/checkout');
  });

  test('the one plan of a product is added from the top of its page', async ({
    product,
    cart,
    catalogue,
    frame,
    shop,
    complaints,
  }) => {
    complaints.expectStatus(404);
    const gift = demo.newcomer({ plans: [plan('gift', 0)] });
    await catalogue.import(gift);
    await expect.poll(async () => (await product.open(gift.slug)).status()).toBe(200);
    await product.box.getByRole('button', { name: 'Get it free' }).click();
    await frame.expectCount(1);
    if (shop.javaScript) {
      await expect(frame.toast.getByRole('button', { name: 'Undo' })).toBeVisible();
    }
    await cart.open();
    await expect(cart.line(gift)).toContainText('Free');
    await cart.expectSubtotal('$0.00');
  });
});
