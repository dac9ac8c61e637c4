//! Reading the catalogue. All of these are GET: they change nothing.

use std::sync::Arc;

use catalog::Suggestions;
use domain::storefront::{ReviewPage, ReviewSort};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::data::{DeveloperView, Found, Home, ProductView};

#[server(name = HomeFn, prefix = "/api/fn", endpoint = "home", input = GetUrl)]
pub async fn home() -> Result<Home, ServerFnError> {
    Ok(Home::of(&super::catalogue().current().snapshot))
}

/// The results of the page `/products?{query}`.
#[server(name = SearchFn, prefix = "/api/fn", endpoint = "search", input = GetUrl)]
pub async fn search(query: String) -> Result<Found, ServerFnError> {
    Ok(Found::of(&super::catalogue().current().snapshot, query))
}

/// What could be meant by `text`, while it is being typed.
#[server(name = SuggestFn, prefix = "/api/fn", endpoint = "suggest", input = GetUrl)]
pub async fn suggest(text: String) -> Result<Suggestions, ServerFnError> {
    Ok(catalog::suggest(&super::catalogue().current().snapshot, &text))
}

/// A product and its neighbours; `None` where there is no such product.
#[server(name = ProductFn, prefix = "/api/fn", endpoint = "product", input = GetUrl)]
pub async fn product(slug: String) -> Result<Option<ProductView>, ServerFnError> {
    let catalogue = super::catalogue();
    let product = catalogue.product(&slug).await.map_err(super::internal)?;
    Ok(product.map(|product| ProductView::of(&catalogue.current().snapshot, product)))
}

/// A page of a product's written reviews.
#[server(name = ReviewsFn, prefix = "/api/fn", endpoint = "reviews", input = GetUrl)]
pub async fn reviews(slug: String, sort: ReviewSort, page: u32) -> Result<Arc<ReviewPage>, ServerFnError> {
    super::catalogue()
        .reviews(&slug, sort, page)
        .await
        .map_err(super::internal)
}

/// A developer and the page of their products that `query` asks for; `None` where there is no such developer.
#[server(name = DeveloperFn, prefix = "/api/fn", endpoint = "developer", input = GetUrl)]
pub async fn developer(slug: String, query: String) -> Result<Option<DeveloperView>, ServerFnError> {
    let catalogue = super::catalogue();
    let developer = catalogue.developer(&slug).await.map_err(super::internal)?;
    Ok(developer.map(|developer| DeveloperView::of(&catalogue.current().snapshot, developer, &query)))
}
