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
    /// Whether its links were just made void.
    pub void: bool,
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
                void: query.get_str("void").is_some(),
                failed: query.get("failed"),
            })
        })
    }

    /// The address without the key.
    fn clean(&self) -> String {
        let Self { name, failed, .. } = self;
        match failed {
            Some(failed) if failed.chars().all(|c| c.is_ascii_alphanumeric()) => {
                format!("/orders/{name}?failed={failed}")
            }
            _ => format!("/orders/{name}"),
        }
    }
}

/// Takes the key of a link that has opened the order out of the address: a cookie has it now, and no history, bookmark or
/// screenshot needs it.
#[cfg(feature = "ssr")]
pub(super) fn forget_key(address: Memo<Address>) {
    use crate::api::server::respond;

    let clean = address.with_untracked(|address| address.key.as_ref().map(|_| address.clean()));
    if let Some(clean) = clean {
        respond::redirect(&clean);
        respond::status(http::StatusCode::SEE_OTHER);
    }
}

#[cfg(feature = "hydrate")]
pub(super) fn forget_key(address: Memo<Address>) {
    use wasm_bindgen::JsValue;

    Effect::new(move |_| {
        let clean = address.with(|address| address.key.as_ref().map(|_| address.clean()));
        let (Some(clean), Ok(history)) = (clean, window().history()) else {
            return;
        };
        // Not by the router: the page is there already, and would be asked for anew.
        let state = history.state().unwrap_or(JsValue::NULL);
        _ = history.replace_state_with_url(&state, "", Some(&clean));
    });
}
