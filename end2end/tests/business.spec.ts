// Buying as a business: a discount code and a VAT id, from the cart to the invoice.
import * as demo from '../fixtures/demo.ts';
import * as pdf from '../fixtures/pdf.ts';
import { Server } from '../fixtures/server.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { Vies } from '../fixtures/vies.ts';
import { ada, type Buyer } from '../pages/checkout.ts';

const CONFIRMED = 'FR40303265045';
/** Its check digits are right, but nobody has it. */
const UNKNOWN = 'FR83404833048';

const test = base.extend<object>({
  // The sandbox's shop, in a country where VAT ids are confirmed, with a code for a quarter off.
  server: async ({}, use) => {
    const vies = await Vies.start(CONFIRMED);
    const server = await Server.start(async () => ({ VIES_URL: vies.url }));
    await server.command('discount', 'add', 'QUARTER', '--percent', '25');
    await use(server);
    await server.stop();
    await vies.stop();
  },
});

const unconfirmed = 'Your VAT id could not be confirmed, so VAT 20% is charged.';

const theme = demo.products.find((p) => p.category === 'themes' && p.plans[0]!.billing === 'one_time')!;
const list = theme.plans[0]!.amount;
const discount = Math.round((list * 25) / 100);
const net = list - discount;

const amelie: Buyer = {
  ...ada,
  email: 'amelie@example.com',
  name: 'Amélie Lefèvre',
  street: '12 rue de l’Échiquier',
  postal: '75010',
  city: 'Paris',
  country: 'France',
  company: 'Œuvres Numériques SARL',
};

for (const { title, vatId, label, tax } of [
  { title: 'a confirmed business abroad pays no tax', vatId: CONFIRMED, label: 'Reverse charge', tax: 0 },
  { title: 'an id that nobody confirms changes nothing', vatId: UNKNOWN, label: 'VAT 20%', tax: Math.round(net / 5) },
]) {
  test(title, async ({ cart, checkout, sandbox, order, page, audit }) => {
    await cart.add(theme, theme.plans[0]!);
    await cart.open();
    await cart.applyCode('quarter');
    await expect(cart.summary).toContainText(demo.money(discount));

    await checkout.open();
    // As people in France write it.
    await checkout.fill({ ...amelie, vatId: `${vatId.slice(0, 4)} ${vatId.slice(4)}` });
    const sums = { Subtotal: list, [label]: tax, Total: net + tax };
    for (const [name, amount] of Object.entries(sums)) {
      await expect(checkout.sum(name)).toHaveText(demo.money(amount));
    }
    await expect(checkout.sum('Discount QUARTER')).toHaveText(`−${demo.money(discount)}`);
    await expect(checkout.summary.getByText(unconfirmed)).toBeVisible({ visible: tax > 0 });
    await audit();
    await checkout.pay();
    await expect(sandbox.amount).toHaveText(demo.money(net + tax));
    await sandbox.choose('Pay');

    await order.paid();
    for (const [name, amount] of Object.entries(sums)) {
      await expect(order.sum(name)).toHaveText(demo.money(amount));
    }
    await expect(order.sum('Discount QUARTER')).toHaveText(`−${demo.money(discount)}`);
    await expect(page.getByText(`VAT id ${vatId}${tax > 0 ? ' (not confirmed)' : ''}`, { exact: true })).toBeVisible();

    const address = (await order.documents.getAttribute('href'))!;
    const invoice = await page.request.get(address);
    expect(invoice.headers()['content-type']).toBe('application/pdf');
    const { text, xml } = await pdf.open(await invoice.body());
    for (const said of [vatId, demo.money(net + tax), 'Œuvres Numériques SARL']) expect(text).toContain(said);
    expect(await (await page.request.get(address.replace('.pdf', '.xml'))).text()).toBe(xml);
    expect(xml).toContain(`<ram:GrandTotalAmount>${((net + tax) / 100).toFixed(2)}</ram:GrandTotalAmount>`);
    expect(xml).toContain(`<ram:CategoryCode>${tax === 0 ? 'AE' : 'S'}</ram:CategoryCode>`);
    expect(xml).toContain(`>${vatId}</ram:ID>`);
    expect(xml).toContain('Œuvres Numériques SARL');
  });
}

test('a VAT id that changes the total is shown before it is paid', async ({
  cart, checkout, complaints, sandbox, page, audit, isMobile, javaScriptEnabled,
}) => {
  test.skip(isMobile, 'a phone saves each part before it shows the next');
  await cart.add(theme, theme.plans[0]!);
  await checkout.open();
  await checkout.fill(amelie);
  await expect(checkout.sum('Total')).toHaveText(demo.money(list + Math.round(list / 5)));
  await checkout.field('VAT id (optional)').fill(CONFIRMED);
  if (javaScriptEnabled) {
    await checkout.field('VAT id (optional)').press('Tab');
  } else {
    // Nothing asks the server before the button that pays.
    complaints.expectStatus(409);
    await checkout.pay();
    await expect(page.getByRole('alert')).toContainText(`the total is ${demo.money(list)} (Reverse charge)`);
    await expect(page.getByRole('alert')).toContainText('Nothing was charged');
  }
  await expect(checkout.sum('Reverse charge')).toHaveText(demo.money(0));
  await expect(checkout.sum('Total')).toHaveText(demo.money(list));
  await expect(checkout.button(/^Pay /)).toHaveText(`Pay ${demo.money(list)}`);
  await expect(checkout.field('VAT id (optional)')).toHaveValue(CONFIRMED);
  await audit();
  await checkout.pay();
  await expect(sandbox.amount).toHaveText(demo.money(list));
});
