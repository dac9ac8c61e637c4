//! Products as the query engine takes them.

use std::collections::BTreeMap;

use catalog::Entry;
use domain::{Media, MediaKind, Product, Slug};
use store::Listing;

use super::rating;

/// The entry of a product that has no written reviews, without a database; [`Product::validate`] holds for it.
pub fn entry(product: &Product) -> Entry {
    let strings = |slugs: &[Slug]| slugs.iter().map(Slug::to_string).collect();
    let cheapest = product
        .plans
        .iter()
        .min_by_key(|plan| plan.amount)
        .expect("a valid product has a plan");
    Entry {
        slug: product.slug.to_string(),
        title: product.title.clone(),
        summary: product.summary.clone(),
        description: described(&product.specifications, &product.description),
        category: product.category.to_string(),
        tags: strings(&product.tags),
        developer: product.developer.slug.to_string(),
        developer_name: product.developer.name.clone(),
        compatibility: strings(&product.compatibility),
        collections: strings(&product.collections),
        image: picture(&product.media),
        price: cheapest.amount,
        billing: cheapest.billing,
        from: product.plans.iter().any(|plan| plan.amount > cheapest.amount),
        published_at: product.published_at,
        popularity: product.popularity,
        rating: product.rating.map(|rating| (rating.hundredths(), rating.count)),
    }
}

/// The entry of a stored product.
pub(super) fn listed(listing: Listing) -> Entry {
    let written = listing
        .reviews()
        .and_then(|(sum, count)| Some((rating::average(sum, count)?, count)));
    Entry {
        image: picture(&listing.media),
        price: listing.amount,
        billing: listing.billing,
        from: listing.dearest > listing.amount,
        published_at: listing.published_at,
        popularity: listing.popularity(),
        rating: written.or(listing.imported_rating()),
        slug: listing.slug,
        title: listing.title,
        summary: listing.summary,
        description: described(&listing.specifications, &listing.description),
        category: listing.category,
        tags: listing.tags,
        developer: listing.developer,
        developer_name: listing.developer_name,
        compatibility: listing.compatibility,
        collections: listing.collections,
    }
}

/// What is said of a product at length, for the search to find: its specifications, then its description.
fn described(specifications: &BTreeMap<String, String>, description: &str) -> String {
    let mut text = String::new();
    for (name, value) in specifications {
        text += &format!("{name}: {value}\n");
    }
    text + "\n" + description
}

fn picture(media: &[Media]) -> Option<String> {
    media
        .iter()
        .find(|media| media.kind == MediaKind::Image)
        .map(|media| media.url.clone())
}
