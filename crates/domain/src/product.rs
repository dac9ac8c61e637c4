//! Products as developers hand them in: the shapes of the catalogue import.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Currency, Money, Slug, Timestamp};

/// A product, in the shape of one line of the catalogue import.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub slug: Slug,
    pub title: String,
    /// One line, shown on cards.
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub category: Slug,
    pub tags: Vec<Slug>,
    pub developer: Developer,
    pub compatibility: Vec<Slug>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub specifications: BTreeMap<String, String>,
    pub published_at: Timestamp,
    /// A count that only orders: downloads, sales.
    pub popularity: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<Slug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// At least one.
    pub plans: Vec<Plan>,
}

/// Who makes and supports a product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Developer {
    pub slug: Slug,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_email: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Image,
    Video,
}

/// A picture or film of a product. A film of this site has its still beside it: the same path, ending in `.webp`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    pub kind: MediaKind,
    /// `https://…`, or a path of this site beginning with `/`.
    pub url: String,
    pub alt: String,
}

/// The average of all ratings, 1 to 5, and how many there are.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    pub average: f64,
    pub count: u32,
}

impl Rating {
    /// The average in hundredths, as it is stored and compared: 4.5 is 450.
    pub fn hundredths(self) -> u16 {
        // Validated to 1..=5, so the cast neither truncates nor saturates.
        (self.average * 100.0).round() as u16
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    OneTime,
    Monthly,
    Yearly,
}

impl Billing {
    /// As stored and imported.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneTime => "one_time",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }

    /// How a subscription goes on, for the customer: `Renews at $19.00 a month until you cancel`; none for what is paid
    /// once.
    pub fn renewal(self, price: Money) -> Option<String> {
        let period = match self {
            Self::OneTime => return None,
            Self::Monthly => "a month",
            Self::Yearly => "a year",
        };
        Some(format!("Renews at {price} {period} until you cancel"))
    }

    /// What follows a price: nothing, `/ month`, `/ year`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::OneTime => "",
            Self::Monthly => "/ month",
            Self::Yearly => "/ year",
        }
    }
}

/// One way to buy a product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub slug: Slug,
    pub name: String,
    /// Minor units of `currency`.
    pub amount: i64,
    pub currency: Currency,
    pub billing: Billing,
    pub features: Vec<String>,
    #[serde(default)]
    pub license: LicenseTerms,
}

impl Plan {
    pub fn price(&self) -> Money {
        Money::new(self.amount, self.currency)
    }
}

/// What a plan's license allows; an absent field is no limit.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LicenseTerms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activation_limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_calls: Option<u64>,
}
