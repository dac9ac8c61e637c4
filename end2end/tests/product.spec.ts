// A product's page: everything there is to know before buying.
import * as demo from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const REVIEWS_PER_PAGE = 8;
/** The product that people have the most to say about. */
const discussed = demo.most((p) => demo.reviewsOf(p).length);
const reviews = demo.reviewsOf(discussed);

test('says what it is and who makes it', async ({ product, page }) => {
  await product.open(discussed.slug);
  await expect(product.title).toHaveText(discussed.title);
  await expect(page.getByRole('article').first()).toContainText(discussed.summary);
  await expect(product.about.getByRole('paragraph').first()).not.toBeEmpty();
  const trail = page.getByRole('navigation', { name: 'Breadcrumb' });
  await trail.getByRole('link', { name: new RegExp(`^${demo.label(discussed.category)}$`, 'i') }).click();
  await expect(page).toHaveURL(`/products?category=${discussed.category}`);
});

test('compares the plans side by side', async ({ product }) => {
  await product.open(discussed.slug);
  for (const plan of discussed.plans) {
    const card = product.plan(plan.name);
    await expect(card).toContainText(plan.amount === 0 ? 'Free' : demo.money(plan.amount));
    for (const feature of plan.features) {
      await expect(card.getByRole('listitem').filter({ hasText: feature }).first()).toBeVisible();
    }
    await expect(product.button(plan)).toBeVisible();
  }
});

test('lists specifications, platforms and tags', async ({ product, results, page }) => {
  await product.open(discussed.slug);
  for (const [name, value] of Object.entries(discussed.specifications)) {
    await expect(product.specifications.getByRole('row', { name: `${name} ${value}` })).toBeVisible();
  }
  const platform = discussed.compatibility[0]!;
  await product.box.getByRole('link', { name: new RegExp(`^${demo.label(platform)}$`, 'i') }).click();
  await expect(page).toHaveURL(`/products?compatibility=${platform}`);
  await results.expectTotal(demo.products.filter((p) => p.compatibility.includes(platform)).length);
});

test('shows its pictures, each reached by its small one', async ({ product }) => {
  const pictured = demo.most((p) => p.media.length);
  await product.open(pictured.slug);
  await expect(product.figures).toHaveCount(pictured.media.length);
  await expect(product.thumbs).toHaveCount(pictured.media.length);
  await expect(product.figures.first()).toBeInViewport();
  const at = pictured.media.length - 1;
  await expect(product.figures.nth(at)).not.toBeInViewport({ ratio: 0.5 });
  await product.thumbs.nth(at).click();
  await expect(product.figures.nth(at)).toBeInViewport({ ratio: 0.5 });
});

test('plays its film', async ({ product, shop }) => {
  const filmed = demo.products.find((p) => p.media.some((media) => media.kind === 'video'))!;
  const film = filmed.media.findIndex((media) => media.kind === 'video');
  await product.open(filmed.slug);
  const video = product.figures.nth(film).locator('video');
  await expect(video).toHaveAccessibleName(filmed.media[film]!.alt);
  await expect(video).toHaveAttribute('controls');
  if (shop.javaScript) {
    await video.evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      return video.play();
    });
  }
});

test('sums the ratings up', async ({ product }) => {
  await product.open(discussed.slug);
  await expect(product.reviews).toContainText(demo.counted(reviews.length, 'rating'));
  for (const stars of [1, 2, 3, 4, 5]) {
    const count = reviews.filter((review) => review.rating === stars).length;
    await expect(product.bar(stars)).toHaveAccessibleName(new RegExp(`^${count} of ${reviews.length} gave`));
  }
});

test('sorts and pages the reviews', async ({ product, page }) => {
  await product.open(discussed.slug);
  const newest = reviews.toSorted((a, b) => b.created_at.localeCompare(a.created_at));
  const shown = product.written.getByRole('heading');
  await expect(shown).toHaveText(newest.slice(0, REVIEWS_PER_PAGE).map((review) => review.title));
  await product.reviewPager.getByRole('link', { name: 'Next' }).click();
  await expect(shown).toHaveText(newest.slice(REVIEWS_PER_PAGE, 2 * REVIEWS_PER_PAGE).map((review) => review.title));
  await expect(product.reviews).toBeInViewport();

  await product.reviewSort('Lowest rated').click();
  await expect(page).toHaveURL(/reviews=lowest/);
  const worst = Math.min(...reviews.map((review) => review.rating));
  await expect(product.written.first().getByRole('img')).toHaveAccessibleName(`${worst} of 5 stars`);
  await expect(product.reviewSort('Lowest rated')).toHaveAttribute('aria-current', 'true');
  await page.goBack();
  await expect(shown.first()).toHaveText(newest[REVIEWS_PER_PAGE]!.title);
});

test('says so when nobody has rated it yet', async ({ product }) => {
  const unrated = demo.products.find((p) => !p.rating)!;
  await product.open(unrated.slug);
  await expect(product.reviews).toContainText('No ratings yet.');
  await expect(product.reviews).toContainText('No written reviews yet.');
});

test('names the developer’s channels and leads to their page', async ({ product, developer }) => {
  const { name, website, support_email: email } = discussed.developer;
  await product.open(discussed.slug);
  await expect(product.channels.getByRole('link', { name: email })).toHaveAttribute('href', `mailto:${email}`);
  await expect(product.channels.getByRole('link').first()).toHaveAttribute('href', website!);
  await product.box.getByRole('link', { name: 'All their products' }).click();
  await expect(developer.name).toHaveText(name);
});

test('offers related products, which open', async ({ product }) => {
  await product.open(discussed.slug);
  await expect(product.related).toHaveCount(4);
  const [first, ...others] = await product.related.allTextContents();
  expect([first, ...others]).not.toContain(discussed.title);
  await product.related.first().click();
  await expect(product.title).toHaveText(first!);
});
