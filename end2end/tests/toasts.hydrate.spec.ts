// The message in the corner, for the mouse and the keyboard.
import * as demo from '../fixtures/demo.ts';
import { NOW } from '../fixtures/program.ts';
import { expect, test } from '../fixtures/test.ts';

const first = demo.products.find((p) => p.plans.some((plan) => plan.billing === 'one_time' && plan.amount > 0))!;
const solo = first.plans.find((plan) => plan.billing === 'one_time' && plan.amount > 0)!;

test('stays while it is hovered, and leaves by itself', async ({ product, frame, page }) => {
  await page.clock.install({ time: NOW });
  await product.open(first.slug);
  await product.add(solo);
  await frame.toast.getByText(`Added ${first.title}`).hover();
  await page.clock.fastForward('00:30');
  await expect(frame.toast.getByRole('link', { name: 'View cart' })).toBeVisible();
  await page.mouse.move(5, 5);
  await page.clock.fastForward('00:05');
  await expect(frame.toast.getByRole('link', { name: 'View cart' })).toBeVisible();
  await page.clock.fastForward('00:05');
  await expect(frame.toast).toBeEmpty();
});

test('stays while it has the focus', async ({ product, frame, page }) => {
  await page.clock.install({ time: NOW });
  await product.open(first.slug);
  await product.add(solo);
  await frame.toast.getByRole('button', { name: 'Undo' }).focus();
  await page.clock.fastForward('00:30');
  await expect(frame.toast.getByRole('button', { name: 'Undo' })).toBeFocused();
});

test('is the next stop of Tab from the button that brought it, and Tab leads back', async ({ product, frame, page }) => {
  await product.open(first.slug);
  await product.button(solo).focus();
  await page.keyboard.press('Enter');
  await expect(frame.toast.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(frame.toast.getByRole('link', { name: 'View cart' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(frame.toast.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(product.button(solo)).toBeFocused();
});
