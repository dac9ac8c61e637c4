//! The address of the page that is shown.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Url;

/// Path and query string, without `?`, for as long as `own` takes the path for this page's: when a link is clicked, the
/// app's address is another page's before this page goes. (A page's own `Url` in the router's context does not follow
/// from one product to another: the router takes that for the same page.)
pub(crate) fn own_address(own: impl Fn(&str) -> bool + Send + Sync + 'static) -> Memo<(String, String)> {
    let location = use_location();
    Memo::new(move |before: Option<&(String, String)>| {
        let now = (location.pathname.get(), location.search.get());
        match before {
            Some(before) if !own(&now.0) => before.clone(),
            _ => now,
        }
    })
}

/// The last part of a path, decoded: the name of a product, an order.
pub(crate) fn last_part(path: &str) -> String {
    let last = path.rsplit('/').find(|part| !part.is_empty());
    Url::unescape(last.unwrap_or_default())
}
