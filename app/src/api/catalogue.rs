//! Reading the catalogue: what its pages show. The browser asks for results and suggestions only as long as it has no
//! snapshot of its own (`state::Catalog`).

use catalog::{Card, FacetValue, Ignored, Query, Results, Snapshot, Suggestions};
use domain::{Currency, Developer};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use views::product::{ProductDetail, ReviewPage};

use super::Failure;
#[cfg(feature = "ssr")]
use super::server::{catalogue, respond};

/// The results of a page `/products?{search}`.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    pub query: Query,
    /// What of the address was not understood.
    pub ignored: Vec<Ignored>,
    pub results: Results,
}

impl Found {
    pub fn new(search: &str, results: Results, currency: Currency) -> Self {
        let (query, ignored) = Query::parse(search, currency);
        Self {
            query,
            ignored,
            results,
        }
    }

    pub fn of(snapshot: &Snapshot, search: &str) -> Self {
        let (query, ignored) = Query::parse(search, snapshot.currency());
        Self {
            results: catalog::present(snapshot, &query),
            query,
            ignored,
        }
    }
}

/// The results of a query string.
#[server(name = SearchFn, prefix = "/api/fn", endpoint = "search", input = GetUrl)]
pub async fn search(#[server(default)] search: String) -> Result<Results, Failure> {
    respond::cache_briefly();
    Ok(Found::of(&catalogue()?.current().snapshot, &search).results)
}

/// The same for a page that the server makes, without waiting.
#[cfg(feature = "ssr")]
pub(crate) fn search_now(search: &str) -> Results {
    Found::of(&expect_context::<services::Catalogue>().current().snapshot, search).results
}

/// What could be meant by `text`, while it is being typed.
#[server(name = SuggestFn, prefix = "/api/fn", endpoint = "suggest", input = GetUrl)]
pub async fn suggest(#[server(default)] text: String) -> Result<Suggestions, Failure> {
    Ok(catalog::suggest(&catalogue()?.current().snapshot, &text))
}

/// The page `/`.
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

#[server(name = HomeFn, prefix = "/api/fn", endpoint = "home", input = GetUrl)]
pub async fn home() -> Result<Home, Failure> {
    respond::cache_briefly();
    Ok(read::home(&catalogue()?.current().snapshot))
}

/// The page `/products/{slug}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProductPage {
    pub product: ProductDetail,
    pub reviews: ReviewPage,
    /// Products like this one.
    pub related: Vec<Card>,
    /// What of the address was not understood.
    pub ignored: Vec<Ignored>,
}

/// A product with a page of its reviews, which `search` (the query string) asks for; none where there is no such product.
#[server(name = ProductFn, prefix = "/api/fn", endpoint = "product", input = GetUrl)]
pub async fn product(slug: String, #[server(default)] search: String) -> Result<Option<ProductPage>, Failure> {
    respond::cache_briefly();
    let (sort, page, ignored) = read::reviews_asked(&search);
    let found = catalogue()?.product_page(&slug, sort, page).await;
    let Some(found) = found.map_err(respond::internal)? else {
        return Ok(None);
    };
    Ok(Some(ProductPage {
        related: read::related(&found.current.snapshot, &found.detail),
        product: (*found.detail).clone(),
        reviews: (*found.reviews).clone(),
        ignored,
    }))
}

/// The page of the order by which the customer owns a product.
#[server(name = OwnedFn, prefix = "/api/fn", endpoint = "owned", input = GetUrl)]
pub async fn owned(slug: String) -> Result<Option<String>, Failure> {
    let orders = super::server::orders()?;
    let Some(account) = super::server::visitor::visitor().await?.account_id() else {
        return Ok(None);
    };
    orders.owned(account, &slug).await.map_err(respond::internal)
}

/// The page `/developers/{slug}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DeveloperPage {
    pub developer: Developer,
    pub cards: Vec<Card>,
    pub ignored: Vec<Ignored>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
}

/// A developer and the page of their products that `search` asks for; none where there is no such developer.
#[server(name = DeveloperFn, prefix = "/api/fn", endpoint = "developer", input = GetUrl)]
pub async fn developer(slug: String, #[server(default)] search: String) -> Result<Option<DeveloperPage>, Failure> {
    respond::cache_briefly();
    let found = catalogue()?.developer(&slug).await.map_err(respond::internal)?;
    Ok(found.map(|(current, developer)| read::developer(&current.snapshot, developer, &search)))
}

/// The products nearest to some words, for a page that is not there.
#[server(name = NearestFn, prefix = "/api/fn", endpoint = "nearest", input = GetUrl)]
pub async fn nearest(#[server(default)] words: String) -> Result<Vec<Card>, Failure> {
    respond::cache_briefly();
    Ok(read::nearest(&catalogue()?.current().snapshot, &words))
}

/// Popular products that are not in the customer's cart.
#[server(name = SuggestedFn, prefix = "/api/fn", endpoint = "suggested", input = GetUrl)]
pub async fn suggested() -> Result<Vec<Card>, Failure> {
    let (checkout, current) = (super::server::checkout()?, catalogue()?.current());
    let owner = super::server::visitor::visitor().await?.owner();
    let cart = checkout.cart(owner.as_ref()).await.map_err(respond::internal)?;
    Ok(read::suggested(&current.snapshot, &cart))
}

/// How the view models are made from a snapshot.
#[cfg(feature = "ssr")]
mod read {
    use catalog::{FacetKind, Sort};
    use domain::review::ReviewSort;
    use views::cart::CartView;

    use super::*;

    /// How many cards stand on a shelf of the home page.
    const SHELF: usize = 8;
    /// How many collections the home page shows.
    const COLLECTIONS: usize = 6;
    /// How many products of a collection, or like another, are shown.
    const ROW: usize = 4;

    fn cards(snapshot: &Snapshot, query: &Query) -> Vec<Card> {
        let ids = catalog::evaluate(snapshot, query).ids;
        ids.into_iter().map(|id| catalog::card(snapshot, id)).collect()
    }

    fn sorted(snapshot: &Snapshot, sort: Sort, limit: usize) -> Vec<Card> {
        let query = Query {
            sort,
            limit,
            ..Query::default()
        };
        cards(snapshot, &query)
    }

    pub(super) fn home(snapshot: &Snapshot) -> Home {
        let collections = catalog::values(snapshot, FacetKind::Collection);
        let collection = |FacetValue { value, label, .. }: FacetValue| {
            let query = Query {
                collections: vec![value.clone()],
                limit: ROW,
                ..Query::default()
            };
            Collection {
                slug: value,
                label,
                cards: cards(snapshot, &query),
            }
        };
        Home {
            total: snapshot.len() as u32,
            fresh: sorted(snapshot, Sort::Newest, SHELF),
            popular: sorted(snapshot, Sort::Popular, SHELF),
            categories: catalog::values(snapshot, FacetKind::Category),
            tags: catalog::values(snapshot, FacetKind::Tag)
                .into_iter()
                .take(SHELF)
                .collect(),
            collections: collections.into_iter().take(COLLECTIONS).map(collection).collect(),
        }
    }

    pub(super) fn related(snapshot: &Snapshot, product: &ProductDetail) -> Vec<Card> {
        let id = snapshot.find(product.slug.as_str());
        id.map(|id| catalog::related(snapshot, id, ROW)).unwrap_or_default()
    }

    /// How the reviews are sorted, which page of them is shown, and what of that could not be understood.
    pub(super) fn reviews_asked(search: &str) -> (ReviewSort, u32, Vec<Ignored>) {
        let mut ignored = catalog::others(search, &["reviews", "review_page"]);
        let mut ignore = |parameter: &str, value: &str, reason: &str| {
            ignored.push(Ignored {
                parameter: parameter.to_owned(),
                value: value.chars().take(100).collect(),
                reason: reason.to_owned(),
            });
        };
        let sort = parameter(search, "reviews").map(|value| {
            ReviewSort::parse(value).unwrap_or_else(|| {
                ignore("reviews", value, "must be newest, highest or lowest");
                ReviewSort::default()
            })
        });
        let page = parameter(search, "review_page").map(|value| match catalog::positive(value) {
            // A page past the end is the last.
            Some(page) => u32::try_from(page).unwrap_or(u32::MAX),
            None => {
                ignore("review_page", value, "must be a whole number from 1");
                1
            }
        });
        (sort.unwrap_or_default(), page.unwrap_or(1), ignored)
    }

    /// The value of a parameter whose values need no decoding.
    fn parameter<'a>(search: &'a str, name: &str) -> Option<&'a str> {
        let mut pairs = search.split('&');
        pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The one parameter of a developer's page.
    const PAGE: &str = "page";

    pub(super) fn developer(snapshot: &Snapshot, developer: Developer, search: &str) -> DeveloperPage {
        let (asked, mut ignored) = Query::parse(search, snapshot.currency());
        ignored.retain(|ignored| ignored.parameter == PAGE);
        ignored.extend(catalog::others(search, &[PAGE]));
        let query = Query {
            developers: vec![developer.slug.to_string()],
            sort: Sort::Popular,
            page: asked.page,
            ..Query::default()
        };
        let page = catalog::evaluate(snapshot, &query);
        DeveloperPage {
            developer,
            cards: page.ids.into_iter().map(|id| catalog::card(snapshot, id)).collect(),
            ignored,
            total: page.total as u32,
            page: page.page as u32,
            pages: page.pages as u32,
        }
    }

    pub(super) fn nearest(snapshot: &Snapshot, words: &str) -> Vec<Card> {
        let query = Query {
            text: words.chars().take(catalog::MAX_QUERY_CHARS).collect(),
            limit: ROW,
            ..Query::default()
        };
        let results = catalog::present(snapshot, &query);
        let mut cards = if results.total > 0 {
            results.cards
        } else {
            results.nearest
        };
        cards.truncate(ROW);
        cards
    }

    pub(super) fn suggested(snapshot: &Snapshot, cart: &CartView) -> Vec<Card> {
        let popular = sorted(snapshot, Sort::Popular, ROW + cart.lines.len());
        let new = |card: &Card| cart.lines.iter().all(|line| line.product.as_str() != card.slug);
        popular.into_iter().filter(new).take(ROW).collect()
    }

    #[cfg(test)]
    mod tests {
        use super::parameter;

        #[test]
        fn parameters_are_found_by_their_whole_name() {
            let search = "reviews=highest&review_page=2";
            assert_eq!(parameter(search, "reviews"), Some("highest"));
            assert_eq!(parameter(search, "review_page"), Some("2"));
            assert_eq!(parameter(search, "review"), None);
        }
    }
}
