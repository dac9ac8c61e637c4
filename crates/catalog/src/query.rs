//! Queries: what a customer asks of the catalogue, which is the filter state of a URL.

mod address;
mod strict;

pub use self::address::{Ignored, others};

/// Cards on a page unless `limit` says otherwise.
pub const PAGE_SIZE: usize = 24;
/// The text of a query is cut here, in characters.
pub const MAX_QUERY_CHARS: usize = 200;

/// The facets whose values are slugs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FacetKind {
    Category,
    Tag,
    Developer,
    Compatibility,
    Collection,
}

impl FacetKind {
    pub const ALL: [Self; 5] = [
        Self::Category,
        Self::Compatibility,
        Self::Tag,
        Self::Developer,
        Self::Collection,
    ];

    /// The parameter's name in a URL.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Developer => "developer",
            Self::Compatibility => "compatibility",
            Self::Collection => "collection",
        }
    }
}

/// How results are ordered. Ties are stable: popularity, then the slug.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    Popular,
    Rating,
    PriceUp,
    PriceDown,
}

impl Sort {
    pub const ALL: [Self; 6] = [
        Self::Relevance,
        Self::Newest,
        Self::Popular,
        Self::Rating,
        Self::PriceUp,
        Self::PriceDown,
    ];

    /// The value in a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Popular => "popular",
            Self::Rating => "rating",
            Self::PriceUp => "price-asc",
            Self::PriceDown => "price-desc",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Relevance => "Best match",
            Self::Newest => "Newest",
            Self::Popular => "Most popular",
            Self::Rating => "Best rated",
            Self::PriceUp => "Price: low to high",
            Self::PriceDown => "Price: high to low",
        }
    }

    fn parse(s: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == s)
    }
}

/// What a customer asks of the catalogue.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Query {
    /// What was typed, with its phrases and operators; see [`crate::Expression`].
    pub text: String,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub developers: Vec<String>,
    pub compatibility: Vec<String>,
    pub collections: Vec<String>,
    /// Minor units; compared with the product's lowest plan price.
    pub min_price: Option<i64>,
    pub max_price: Option<i64>,
    /// Hundredths of a star.
    pub min_rating: Option<u16>,
    pub sort: Sort,
    /// From 1.
    pub page: usize,
    pub limit: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            categories: Vec::new(),
            tags: Vec::new(),
            developers: Vec::new(),
            compatibility: Vec::new(),
            collections: Vec::new(),
            min_price: None,
            max_price: None,
            min_rating: None,
            sort: Sort::Relevance,
            page: 1,
            limit: PAGE_SIZE,
        }
    }
}

impl Query {
    /// The selected values of a facet.
    pub fn values(&self, kind: FacetKind) -> &[String] {
        match kind {
            FacetKind::Category => &self.categories,
            FacetKind::Tag => &self.tags,
            FacetKind::Developer => &self.developers,
            FacetKind::Compatibility => &self.compatibility,
            FacetKind::Collection => &self.collections,
        }
    }

    fn values_mut(&mut self, kind: FacetKind) -> &mut Vec<String> {
        match kind {
            FacetKind::Category => &mut self.categories,
            FacetKind::Tag => &mut self.tags,
            FacetKind::Developer => &mut self.developers,
            FacetKind::Compatibility => &mut self.compatibility,
            FacetKind::Collection => &mut self.collections,
        }
    }

    /// This query with a facet value added, or taken away where it was selected; back on the first page.
    #[must_use]
    pub fn toggled(&self, kind: FacetKind, value: &str) -> Self {
        let mut query = Self {
            page: 1,
            ..self.clone()
        };
        let values = query.values_mut(kind);
        match values.iter().position(|v| v == value) {
            Some(i) => drop(values.remove(i)),
            None => insert(values, value.to_owned()),
        }
        query
    }

    /// Whether anything but sorting and paging is asked.
    pub fn is_filtered(&self) -> bool {
        !self.text.is_empty() || self.has_filters()
    }

    /// Whether a facet, price or rating narrows the results.
    pub fn has_filters(&self) -> bool {
        FacetKind::ALL.into_iter().any(|kind| !self.values(kind).is_empty())
            || self.min_price.is_some()
            || self.max_price.is_some()
            || self.min_rating.is_some()
    }
}

/// Adds a value where it belongs: values ascend, so that one query has one address.
fn insert(values: &mut Vec<String>, value: String) {
    let at = values.partition_point(|other| *other < value);
    values.insert(at, value);
}
