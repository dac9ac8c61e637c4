//! What the address says: which order, by which key, and what happened before.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Address {
    /// The order's number, or its id before it has one.
    pub name: String,
    /// The key of a guest's link.
    pub key: Option<String>,
    /// Whether a new link was just asked for.
    pub sent: bool,
    /// Why paying could not be begun.
    pub failed: Option<String>,
}

impl Address {
    /// The address of the page that is shown. The query is the location's, as a route does not learn the query of another
    /// order that it is led to (leptos_router 0.8); it is read only when the route has moved, not when it is left.
    pub(super) fn current() -> Memo<Self> {
        let (params, own, location) = (use_params_map(), use_query_map(), use_location().query);
        Memo::new(move |_| {
            // A memo that is never read follows nothing.
            own.with(|_| ());
            let name = params.with(|params| params.get("name")).unwrap_or_default();
            location.with_untracked(|query| Self {
                name,
                key: query.get("key"),
                sent: query.get_str("sent").is_some(),
                failed: query.get("failed"),
            })
        })
    }
}
