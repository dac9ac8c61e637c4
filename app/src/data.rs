//! The shapes that pages show, and how they are made from a snapshot: the same on the server and in the browser.

use std::sync::Arc;

use catalog::{Card, FacetKind, FacetValue, Query, Results, Snapshot, Sort};
use domain::Developer;
use domain::cart::CartView;
use domain::storefront::ProductDetail;
use serde::{Deserialize, Serialize};

/// The results of a query, with the query string they answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Found {
    pub query: String,
    pub results: Results,
}

impl Found {
    pub fn of(snapshot: &Snapshot, query: String) -> Self {
        let (parsed, _) = Query::parse(&query, snapshot.currency());
        Self {
            results: catalog::present(snapshot, &parsed),
            query,
        }
    }
}

/// How many cards stand on a shelf of the home page.
const SHELF: usize = 8;
/// How many collections the home page shows.
const COLLECTIONS: usize = 6;
/// How many products of a collection the home page shows.
const COLLECTION: usize = 4;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Home {
    pub total: u32,
    pub fresh: Vec<Card>,
    pub popular: Vec<Card>,
    pub categories: Vec<FacetValue>,
    pub tags: Vec<FacetValue>,
    pub collections: Vec<Collection>,
}

/// A hand-picked row of products.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Collection {
    pub slug: String,
    pub label: String,
    pub cards: Vec<Card>,
}

impl Home {
    pub fn of(snapshot: &Snapshot) -> Self {
        let shelf = |query: Query| -> Vec<Card> {
            catalog::evaluate(snapshot, &query)
                .ids
                .into_iter()
                .map(|id| catalog::card(snapshot, id))
                .collect()
        };
        let collections = catalog::values(snapshot, FacetKind::Collection)
            .into_iter()
            .take(COLLECTIONS);
        Self {
            total: snapshot.len() as u32,
            fresh: shelf(Query {
                sort: Sort::Newest,
                limit: SHELF,
                ..Query::default()
            }),
            popular: shelf(Query {
                sort: Sort::Popular,
                limit: SHELF,
                ..Query::default()
            }),
            categories: catalog::values(snapshot, FacetKind::Category),
            tags: catalog::values(snapshot, FacetKind::Tag)
                .into_iter()
                .take(SHELF)
                .collect(),
            collections: collections
                .map(|FacetValue { value, label, .. }| {
                    let query = Query {
                        collections: vec![value.clone()],
                        limit: COLLECTION,
                        ..Query::default()
                    };
                    Collection {
                        slug: value,
                        label,
                        cards: shelf(query),
                    }
                })
                .collect(),
        }
    }
}

/// How many neighbours a product's page shows.
#[cfg(feature = "ssr")]
const RELATED: usize = 4;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProductView {
    pub product: Arc<ProductDetail>,
    pub related: Vec<Card>,
}

#[cfg(feature = "ssr")]
impl ProductView {
    pub(crate) fn of(snapshot: &Snapshot, product: Arc<ProductDetail>) -> Self {
        let related = snapshot
            .find(product.slug.as_str())
            .map(|id| catalog::related(snapshot, id, RELATED));
        Self {
            product,
            related: related.unwrap_or_default(),
        }
    }
}

/// The cart, and what might go into it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CartPageData {
    pub cart: CartView,
    pub popular: Vec<Card>,
}

#[cfg(feature = "ssr")]
impl CartPageData {
    /// Products that are in the cart are no suggestion.
    pub(crate) fn of(snapshot: &Snapshot, cart: CartView) -> Self {
        let query = Query {
            sort: Sort::Popular,
            limit: RELATED + cart.lines.len(),
            ..Query::default()
        };
        let ids = catalog::evaluate(snapshot, &query).ids;
        let cards = ids.into_iter().map(|id| catalog::card(snapshot, id));
        let popular = cards
            .filter(|card| cart.lines.iter().all(|line| line.product.as_str() != card.slug))
            .take(RELATED)
            .collect();
        Self { cart, popular }
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DeveloperView {
    pub developer: Developer,
    pub cards: Vec<Card>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
}

#[cfg(feature = "ssr")]
impl DeveloperView {
    /// The page that `query` (a query string, of which only `page` counts) asks for.
    pub(crate) fn of(snapshot: &Snapshot, developer: Developer, query: &str) -> Self {
        let (asked, _) = Query::parse(query, snapshot.currency());
        let query = Query {
            developers: vec![developer.slug.to_string()],
            sort: Sort::Popular,
            page: asked.page,
            ..Query::default()
        };
        let page = catalog::evaluate(snapshot, &query);
        Self {
            developer,
            cards: page.ids.into_iter().map(|id| catalog::card(snapshot, id)).collect(),
            total: page.total as u32,
            page: page.page as u32,
            pages: page.pages as u32,
        }
    }
}
