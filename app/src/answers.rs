//! Where a page's data come from: out of the browser's own snapshot where it is loaded, else from the server.

use leptos::prelude::*;

use crate::data::{Found, Home};
use crate::ui::progress::awaited;
use crate::{api, local};

pub(crate) async fn home() -> Result<Home, ServerFnError> {
    if let Some(home) = local::with_snapshot(Home::of) {
        return Ok(home);
    }
    awaited(api::home()).await
}

/// Answers a query string.
pub(crate) async fn search(query: String) -> Result<Found, ServerFnError> {
    if let Some(found) = local::with_snapshot(|snapshot| Found::of(snapshot, query.clone())) {
        return Ok(found);
    }
    awaited(api::search(query)).await
}

/// What could be meant by `text`, where that is known without asking the server.
#[cfg(feature = "hydrate")]
pub(crate) fn suggest_at_once(text: &str) -> Option<catalog::Suggestions> {
    local::with_snapshot(|snapshot| catalog::suggest(snapshot, text))
}
