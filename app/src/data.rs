//! The shapes that pages show, and how they are made from a snapshot.

use catalog::{Ignored, Query, Results, Snapshot};
#[cfg(feature = "ssr")]
pub(crate) use pages::*;

/// A query string as it was understood, what was left out of it, and the results.
pub(crate) struct Found {
    pub query: Query,
    pub ignored: Vec<Ignored>,
    pub results: Results,
}

impl Found {
    pub(crate) fn of(snapshot: &Snapshot, query: &str) -> Self {
        let (query, ignored) = Query::parse(query, snapshot.currency());
        Self {
            results: catalog::present(snapshot, &query),
            query,
            ignored,
        }
    }
}

#[cfg(feature = "ssr")]
mod pages {
    use std::sync::Arc;

    use catalog::{Card, FacetKind, FacetValue, Ignored, Query, Snapshot, Sort};
    use domain::Developer;
    use domain::cart::CartView;
    use domain::storefront::ProductDetail;

    /// How many cards stand on a shelf of the home page.
    const SHELF: usize = 8;
    /// How many collections the home page shows.
    const COLLECTIONS: usize = 6;
    /// How many products of a collection the home page shows.
    const COLLECTION: usize = 4;

    pub(crate) struct Home {
        pub total: u32,
        pub fresh: Vec<Card>,
        pub popular: Vec<Card>,
        pub categories: Vec<FacetValue>,
        pub tags: Vec<FacetValue>,
        pub collections: Vec<Collection>,
    }

    /// A hand-picked row of products.
    pub(crate) struct Collection {
        pub slug: String,
        pub label: String,
        pub cards: Vec<Card>,
    }

    impl Home {
        pub(crate) fn of(snapshot: &Snapshot) -> Self {
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
    const RELATED: usize = 4;

    pub(crate) struct ProductView {
        pub product: Arc<ProductDetail>,
        pub related: Vec<Card>,
    }

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

    /// Products that might go into a cart: popular ones that are not in it.
    pub(crate) fn besides(snapshot: &Snapshot, cart: &CartView) -> Vec<Card> {
        let query = Query {
            sort: Sort::Popular,
            limit: RELATED + cart.lines.len(),
            ..Query::default()
        };
        let ids = catalog::evaluate(snapshot, &query).ids;
        let cards = ids.into_iter().map(|id| catalog::card(snapshot, id));
        cards
            .filter(|card| cart.lines.iter().all(|line| line.product.as_str() != card.slug))
            .take(RELATED)
            .collect()
    }

    pub(crate) struct DeveloperView {
        pub developer: Developer,
        pub cards: Vec<Card>,
        /// What of the address was not understood.
        pub ignored: Vec<Ignored>,
        pub total: u32,
        pub page: u32,
        pub pages: u32,
    }

    /// The one parameter of a developer's page.
    const PAGE: &str = "page";

    impl DeveloperView {
        /// The page that `query` (a query string, of which only `page` counts) asks for.
        pub(crate) fn of(snapshot: &Snapshot, developer: Developer, query: &str) -> Self {
            let (asked, mut ignored) = Query::parse(query, snapshot.currency());
            ignored.retain(|ignored| ignored.parameter == PAGE);
            ignored.extend(catalog::others(query, &[PAGE]));
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
                ignored,
                total: page.total as u32,
                page: page.page as u32,
                pages: page.pages as u32,
            }
        }
    }
}
