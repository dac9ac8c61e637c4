//! A product as its page shows it.

use domain::review::{Review, ReviewSort};
use domain::{Developer, Media, Plan, Slug, Timestamp};
use serde::{Deserialize, Serialize};

/// A product as its page shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProductDetail {
    pub slug: Slug,
    pub title: String,
    pub summary: String,
    /// Sanitised HTML, made from the markdown.
    pub description_html: String,
    pub category: Slug,
    pub tags: Vec<Slug>,
    pub developer: Developer,
    pub compatibility: Vec<Slug>,
    pub media: Vec<Media>,
    /// Name and value, in the order of the names.
    pub specifications: Vec<(String, String)>,
    pub published_at: Timestamp,
    pub plans: Vec<Plan>,
    pub rating: Option<RatingSummary>,
}

/// All ratings of a product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RatingSummary {
    /// The average in hundredths: 450 is 4.5 stars.
    pub average: u16,
    pub count: u32,
    /// How many gave 1, 2, 3, 4 and 5 stars; absent where only the average is known.
    pub histogram: Option<[u32; 5]>,
}

/// How many reviews stand on a page.
pub const REVIEWS_PER_PAGE: u32 = 8;

/// One page of a product's written reviews.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct ReviewPage {
    pub reviews: Vec<Review>,
    pub total: u32,
    /// From 1; a page past the end is the last.
    pub page: u32,
    pub pages: u32,
    pub sort: ReviewSort,
}
