// A developer's page: their channels and products.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const slug = demo.frequent((p) => [p.developer.slug]);
const theirs = demo.products.filter((p) => p.developer.slug === slug);
const { name, website, support_email: email } = theirs[0]!.developer;

test('lists all their products, the most popular first', async ({ developer, product }) => {
  await developer.open(slug);
  await expect(developer.name).toHaveText(name);
  await expect(developer.titles).toHaveText(theirs.map((p) => p.title));
  await developer.titles.first().click();
  await expect(product.title).toHaveText(theirs[0]!.title);
});

test('names their channels', async ({ developer }) => {
  await developer.open(slug);
  await expect(developer.channels.getByRole('link', { name: 'Website' })).toHaveAttribute('href', website!);
  await expect(developer.channels.getByRole('link', { name: email })).toHaveAttribute('href', `mailto:${email}`);
});

test('is reached from a card', async ({ results, developer, page }) => {
  await results.open(`?developer=${slug}`);
  await results.expectTotal(theirs.length);
  await results.results.getByRole('link', { name, exact: true }).first().click();
  await expect(page).toHaveURL(`/developers/${slug}`);
  await expect(developer.name).toHaveText(name);
});
