//! Reading the catalogue, for the pages that the server makes; and what the browser asks for while somebody types.

use catalog::Suggestions;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
pub(crate) use pages::{developer, home, product, search};

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

    /// A product with its neighbours and a page of its reviews; `None` where there is no such product.
    pub(crate) async fn product(
        slug: String,
        sort: ReviewSort,
        page: u32,
    ) -> Result<Option<(ProductView, Arc<ReviewPage>)>, ServerFnError> {
        let found = catalogue().product_page(&slug, sort, page).await.map_err(internal)?;
        Ok(found.map(|found| (ProductView::of(&found.current.snapshot, found.detail), found.reviews)))
    }

    /// A developer and the page of their products that `query` asks for; `None` where there is no such developer.
    pub(crate) async fn developer(slug: String, query: String) -> Result<Option<DeveloperView>, ServerFnError> {
        let found = catalogue().developer(&slug).await.map_err(internal)?;
        Ok(found.map(|(current, developer)| DeveloperView::of(&current.snapshot, developer, &query)))
    }
}
