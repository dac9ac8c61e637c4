//! Reading the catalogue, for the pages that the server makes; and what the browser asks for while somebody types.

use catalog::Suggestions;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
pub(crate) use pages::{developer, home, product, reviews, search};

/// What could be meant by `text`, while it is being typed.
#[server(name = SuggestFn, prefix = "/api/fn", endpoint = "suggest", input = GetUrl)]
pub async fn suggest(text: String) -> Result<Suggestions, ServerFnError> {
    Ok(catalog::suggest(&super::catalogue().current().snapshot, &text))
}

#[cfg(feature = "ssr")]
mod pages {
    use std::sync::Arc;

    use domain::storefront::{ReviewPage, ReviewSort};
    use leptos::prelude::ServerFnError;

    use super::super::{catalogue, internal};
    use crate::data::{DeveloperView, Found, Home, ProductView};

    pub(crate) fn home() -> Home {
        Home::of(&catalogue().current().snapshot)
    }

    /// The results of the page `/products?{query}`.
    pub(crate) fn search(query: &str) -> Found {
        Found::of(&catalogue().current().snapshot, query)
    }

    /// A product and its neighbours; `None` where there is no such product.
    pub(crate) async fn product(slug: String) -> Result<Option<ProductView>, ServerFnError> {
        let catalogue = catalogue();
        let product = catalogue.product(&slug).await.map_err(internal)?;
        Ok(product.map(|product| ProductView::of(&catalogue.current().snapshot, product)))
    }

    /// A page of a product's written reviews.
    pub(crate) async fn reviews(slug: String, sort: ReviewSort, page: u32) -> Result<Arc<ReviewPage>, ServerFnError> {
        catalogue().reviews(&slug, sort, page).await.map_err(internal)
    }

    /// A developer and the page of their products that `query` asks for; `None` where there is no such developer.
    pub(crate) async fn developer(slug: String, query: String) -> Result<Option<DeveloperView>, ServerFnError> {
        let catalogue = catalogue();
        let developer = catalogue.developer(&slug).await.map_err(internal)?;
        Ok(developer.map(|developer| DeveloperView::of(&catalogue.current().snapshot, developer, &query)))
    }
}
