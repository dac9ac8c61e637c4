//! A product as schema.org describes one.

use domain::{MediaKind, Plan};
use leptos::prelude::*;
use serde_json::{Value, json};
use views::product::ProductDetail;

use crate::state::Site;

/// The JSON for a `<script>`: `<` is escaped, so that nothing in it can end the script.
pub(super) fn product(product: &ProductDetail) -> String {
    let Some(site) = use_context::<Site>() else {
        return String::new();
    };
    describe(product, &site).to_string().replace('<', "\\u003c")
}

fn describe(product: &ProductDetail, site: &Site) -> Value {
    let url = site.absolute(&format!("/products/{}", product.slug));
    let images = product.media.iter().filter(|media| media.kind == MediaKind::Image);
    let mut described = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "description": product.summary,
        "sku": product.slug,
        "category": product.category.label(),
        "url": url,
        "image": images.map(|image| site.absolute(&image.url)).collect::<Vec<_>>(),
        "brand": {
            "@type": "Brand",
            "name": product.developer.name,
            "url": site.absolute(&format!("/developers/{}", product.developer.slug)),
        },
        "offers": offers(&product.plans, &url),
    });
    if let Some(rating) = &product.rating {
        described["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": format!("{}.{:02}", rating.average / 100, rating.average % 100),
            "ratingCount": rating.count,
            "bestRating": "5",
            "worstRating": "1",
        });
    }
    described
}

fn offers(plans: &[Plan], url: &str) -> Value {
    let offer = |plan: &Plan| {
        json!({
            "@type": "Offer",
            "name": plan.name,
            "price": plan.price().to_plain(),
            "priceCurrency": plan.currency,
            "availability": "https://schema.org/InStock",
            "url": format!("{url}#plan-{}", plan.slug),
        })
    };
    let prices = plans.iter().map(|plan| plan.price().amount);
    let (Some(low), Some(high)) = (prices.clone().min(), prices.max()) else {
        return Value::Null;
    };
    let plain = |amount| domain::Money::new(amount, plans[0].currency).to_plain();
    json!({
        "@type": "AggregateOffer",
        "lowPrice": plain(low),
        "highPrice": plain(high),
        "priceCurrency": plans[0].currency,
        "offerCount": plans.len(),
        "availability": "https://schema.org/InStock",
        "url": url,
        "offers": plans.iter().map(offer).collect::<Vec<_>>(),
    })
}
