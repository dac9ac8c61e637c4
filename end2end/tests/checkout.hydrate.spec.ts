// Where script runs the checkout follows what is typed.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ada } from '../pages/checkout.ts';

const UPDATE = '**/api/fn/checkout_update';
const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const price = theme.plans[0]!.amount;

test.skip(({ isMobile }) => isMobile, 'a phone shows a part at a time');

test.beforeEach(async ({ cart, checkout }) => {
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
});

test('tax, totals and consent follow the country in place', async ({ shop, checkout }) => {
  const documents = shop.documents();
  await checkout.field('Street and number').fill(ada.street);
  await checkout.field('Country').selectOption({ label: 'Hungary' });
  await expect(checkout.sum('VAT 27%')).toHaveText(demo.money(Math.round(price * 0.27)));
  await expect(checkout.consent).toBeVisible();
  await checkout.field('Country').selectOption({ label: 'United States' });
  await expect(checkout.sum('Total')).toHaveText(demo.money(price));
  await expect(checkout.button(/^Pay /)).toHaveText(`Pay ${demo.money(price)}`);
  await expect(checkout.consent).toHaveCount(0);
  await expect(checkout.field('Street and number')).toHaveValue(ada.street);
  expect(documents).toEqual([]);
});

test('the address is asked for as the country has it, and what was typed comes back', async ({ checkout, page }) => {
  const field = (label: string) => checkout.field(label);
  await field('Postal code').fill('10117');
  await field('City').fill('Berlin');
  await field('Country').selectOption({ label: 'United States' });
  await expect(field('ZIP code')).toHaveValue('10117');
  await expect(field('City')).toHaveValue('Berlin');
  await field('State').selectOption({ label: 'New York' });
  await field('Country').selectOption({ label: 'Hong Kong' });
  await field('Area').selectOption({ label: 'Kowloon' });
  await expect(page.getByLabel(/^(Postal|ZIP) code/)).toHaveCount(0);
  await expect(field('District (optional)')).toHaveValue('Berlin');
  await field('Country').selectOption({ label: 'Germany' });
  await expect(field('Postal code')).toHaveValue('10117');
  await expect(page.getByLabel(/^(Area|State)/)).toHaveCount(0);
  await field('Postal code').fill('101');
  await field('City').focus();
  await expect(field('Postal code')).toHaveAccessibleDescription('Enter a valid postal code, such as 26133.');
  await field('Postal code').fill('27498');
  await expect(checkout.sum('No tax')).toHaveText(demo.money(0));
});

test('no tax is shown before a country is chosen', async ({ checkout }) => {
  await expect(checkout.sum('Total before tax')).toHaveText(demo.money(price));
  await expect(checkout.button(/^Pay /)).toHaveText(`Pay ${demo.money(price)} plus tax`);
  await checkout.field('Country').selectOption({ label: 'Germany' });
  await expect(checkout.sum('Total')).toHaveText(demo.money(price + Math.round(price * 0.19)));
  await expect(checkout.sum('Total before tax')).toHaveCount(0);
});

test('what is typed while the tax is worked out stays, and the last answer counts', async ({ checkout, page }) => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => { answer = resolve; });
  let asked = 0;
  await page.route(UPDATE, async (route) => {
    asked += 1;
    if (asked === 1) {
      await answered;
    }
    await route.continue();
  });
  const shown = await page.evaluateHandle(() => {
    const amounts = document.querySelector('.checkout-amounts')!;
    const seen: string[] = [];
    new MutationObserver(() => seen.push(amounts.textContent)).observe(amounts, { subtree: true, childList: true, characterData: true });
    return seen;
  });
  await checkout.field('Country').selectOption({ label: 'Hungary' });
  await expect.poll(() => asked).toBe(1);
  await checkout.field('Country').selectOption({ label: 'France' });
  await checkout.field('Street and number').fill(ada.street);
  answer();
  const total = demo.money(price + Math.round(price * 0.2));
  await expect(checkout.sum('Total')).toHaveText(total);
  await expect(checkout.button(/^Pay /)).toHaveText(`Pay ${total}`);
  await expect(checkout.field('Street and number')).toHaveValue(ada.street);
  expect((await shown.jsonValue()).filter((text) => text.includes('27%'))).toEqual([]);
});

test('a field is checked when it is left, at its side', async ({ checkout, page }) => {
  await checkout.field('E-mail').fill('ada@example');
  await expect(checkout.field('E-mail')).not.toHaveAttribute('aria-invalid');
  await checkout.field('Name').focus();
  await expect(checkout.field('E-mail')).toHaveAttribute('aria-invalid', 'true');
  await expect(checkout.field('E-mail')).toHaveAccessibleDescription(/Enter a valid e-mail address/);
  // What was not come to yet is not wrong.
  await expect(checkout.field('City')).not.toHaveAttribute('aria-invalid');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await checkout.field('E-mail').fill(ada.email);
  await expect(checkout.field('E-mail')).not.toHaveAttribute('aria-invalid');
});

test('an answer that does not come is said and asked for again', async ({ checkout, page, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  await page.route(UPDATE, (route) => route.abort());
  await checkout.field('Country').selectOption({ label: 'Hungary' });
  const alert = checkout.summary.getByRole('alert');
  await expect(alert).toContainText('Until then tax and total may be out of date.');
  await page.unroute(UPDATE);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(checkout.sum('VAT 27%')).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('what was typed is there after another page, and after a reload', async ({ shop, checkout, page }) => {
  await checkout.field('Name').fill(ada.name);
  await checkout.field('City').fill(ada.city);
  await page.getByRole('link', { name: 'Edit the cart' }).click();
  await shop.arrived('/cart');
  await page.goBack();
  await shop.arrived('/checkout');
  await expect(checkout.field('City')).toHaveValue(ada.city);
  await page.reload();
  await shop.alive();
  await expect(checkout.field('Name')).toHaveValue(ada.name);
  await expect(checkout.field('City')).toHaveValue(ada.city);
});
