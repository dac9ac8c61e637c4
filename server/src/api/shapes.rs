//! The JSON shapes of `/api/v1`, as `openapi.json` describes them: a contract, so apart from the types of the pages.

use std::borrow::Cow;
use std::collections::BTreeMap;

use catalog::{Card, FacetGroup, Results};
use domain::{Billing, Currency, LicenseTerms, MediaKind, Money, Plan, Slug, Timestamp};
use serde::Serialize;
use views::product::{ProductDetail, RatingSummary};

/// A page of the catalogue.
#[derive(Serialize)]
pub struct List<'a> {
    total: u32,
    page: u32,
    pages: u32,
    items: Vec<Item<'a>>,
    facets: Facets<'a>,
}

#[derive(Serialize)]
struct Item<'a> {
    slug: &'a str,
    title: &'a str,
    summary: &'a str,
    category: &'a str,
    developer: Maker<'a>,
    price: Price,
    rating: Option<Stars>,
    url: String,
    image: Option<Cow<'a, str>>,
    published_at: Timestamp,
}

#[derive(Serialize)]
struct Maker<'a> {
    slug: &'a str,
    name: &'a str,
}

/// Of the cheapest plan, in minor units.
#[derive(Serialize)]
struct Price {
    amount: i64,
    currency: Currency,
    billing: Billing,
}

#[derive(Serialize)]
struct Stars {
    average: f64,
    count: u32,
}

/// Values by the name of their parameter, and the two that are no lists of slugs.
#[derive(Serialize)]
struct Facets<'a> {
    #[serde(flatten)]
    values: BTreeMap<&'a str, Vec<Value<'a>>>,
    price: Option<PriceRange>,
    rating: Vec<AtLeast>,
}

#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
    label: &'a str,
    count: u32,
}

#[derive(Serialize)]
struct PriceRange {
    min: i64,
    max: i64,
}

#[derive(Serialize)]
struct AtLeast {
    value: f64,
    count: u32,
}

impl<'a> List<'a> {
    /// `public_url` is what the addresses begin with.
    pub fn new(results: &'a Results, public_url: &str) -> Self {
        Self {
            total: results.total,
            page: results.page,
            pages: results.pages,
            items: results.cards.iter().map(|card| Item::new(card, public_url)).collect(),
            facets: Facets::new(results),
        }
    }
}

impl<'a> Item<'a> {
    fn new(card: &'a Card, public_url: &str) -> Self {
        Self {
            slug: &card.slug,
            title: &card.title,
            summary: &card.summary,
            category: &card.category,
            developer: Maker {
                slug: &card.developer,
                name: &card.developer_name,
            },
            price: price(card.price, card.billing),
            rating: card.rating.map(|(average, count)| stars(average, count)),
            url: format!("{public_url}/products/{}", card.slug),
            image: card.image.as_deref().map(|image| absolute(image, public_url)),
            published_at: card.published_at,
        }
    }
}

impl<'a> Facets<'a> {
    fn new(results: &'a Results) -> Self {
        let values = |group: &'a FacetGroup| {
            group
                .values
                .iter()
                .map(|v| Value {
                    value: &v.value,
                    label: &v.label,
                    count: v.count,
                })
                .collect()
        };
        Self {
            values: results
                .facets
                .iter()
                .map(|group| (group.parameter.as_str(), values(group)))
                .collect(),
            price: results.price_range.map(|(min, max)| PriceRange {
                min: min.amount,
                max: max.amount,
            }),
            rating: results
                .rating_steps
                .iter()
                .map(|&(hundredths, count)| AtLeast {
                    value: f64::from(hundredths) / 100.0,
                    count,
                })
                .collect(),
        }
    }
}

/// One product, whole.
#[derive(Serialize)]
pub struct Detail<'a> {
    slug: &'a Slug,
    title: &'a str,
    summary: &'a str,
    description_html: &'a str,
    category: &'a Slug,
    tags: &'a [Slug],
    compatibility: &'a [Slug],
    developer: Developer<'a>,
    media: Vec<Media<'a>>,
    specifications: BTreeMap<&'a str, &'a str>,
    plans: Vec<PlanShape<'a>>,
    rating: Option<Histogram>,
    url: String,
    published_at: Timestamp,
}

#[derive(Serialize)]
struct Developer<'a> {
    slug: &'a Slug,
    name: &'a str,
    website: Option<&'a str>,
    support_email: Option<&'a str>,
    url: String,
}

#[derive(Serialize)]
struct Media<'a> {
    kind: MediaKind,
    url: Cow<'a, str>,
    alt: &'a str,
}

#[derive(Serialize)]
struct PlanShape<'a> {
    slug: &'a Slug,
    name: &'a str,
    price: Price,
    features: &'a [String],
    license: &'a LicenseTerms,
}

#[derive(Serialize)]
struct Histogram {
    #[serde(flatten)]
    stars: Stars,
    /// How many gave 1, 2, 3, 4 and 5 stars.
    histogram: Option<[u32; 5]>,
}

impl<'a> Detail<'a> {
    /// `public_url` is what the addresses begin with.
    pub fn new(product: &'a ProductDetail, public_url: &str) -> Self {
        let media = product.media.iter();
        let developer = &product.developer;
        Self {
            slug: &product.slug,
            title: &product.title,
            summary: &product.summary,
            description_html: &product.description_html,
            category: &product.category,
            tags: &product.tags,
            compatibility: &product.compatibility,
            developer: Developer {
                slug: &developer.slug,
                name: &developer.name,
                website: developer.website.as_deref(),
                support_email: developer.support_email.as_deref(),
                url: format!("{public_url}/developers/{}", developer.slug),
            },
            media: media
                .map(|m| Media {
                    kind: m.kind,
                    url: absolute(&m.url, public_url),
                    alt: &m.alt,
                })
                .collect(),
            specifications: product
                .specifications
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect(),
            plans: product.plans.iter().map(plan).collect(),
            rating: product.rating.as_ref().map(histogram),
            url: format!("{public_url}/products/{}", product.slug),
            published_at: product.published_at,
        }
    }
}

fn plan(plan: &Plan) -> PlanShape<'_> {
    PlanShape {
        slug: &plan.slug,
        name: &plan.name,
        price: price(plan.price(), plan.billing),
        features: &plan.features,
        license: &plan.license,
    }
}

fn histogram(rating: &RatingSummary) -> Histogram {
    Histogram {
        stars: stars(rating.average, rating.count),
        histogram: rating.histogram,
    }
}

fn price(money: Money, billing: Billing) -> Price {
    Price {
        amount: money.amount,
        currency: money.currency,
        billing,
    }
}

fn stars(hundredths: u16, count: u32) -> Stars {
    Stars {
        average: f64::from(hundredths) / 100.0,
        count,
    }
}

/// Paths of this site become whole addresses.
fn absolute<'a>(url: &'a str, public_url: &str) -> Cow<'a, str> {
    if url.starts_with('/') {
        Cow::Owned(format!("{public_url}{url}"))
    } else {
        Cow::Borrowed(url)
    }
}
