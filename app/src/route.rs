//! Reading the address.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

/// The query string, without `?`.
pub(crate) fn search() -> String {
    use_location().search.get_untracked()
}

/// The `:slug` of the route.
pub(crate) fn slug() -> String {
    use_params_map().with_untracked(|params| params.get_str("slug").unwrap_or_default().to_owned())
}

/// The value of a parameter whose values need no decoding.
pub(crate) fn parameter<'a>(search: &'a str, name: &str) -> Option<&'a str> {
    search
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Answers with a status other than 200.
pub(crate) fn status(code: http::StatusCode) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(code);
    }
}

/// Answers with another page of this site instead.
pub(crate) fn redirect(address: &str) {
    if let (Some(response), Ok(address)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        http::HeaderValue::from_str(address),
    ) {
        response.insert_header(http::header::LOCATION, address);
        response.set_status(http::StatusCode::FOUND);
    }
}

/// Keeps an answer out of all caches, the one of the Back button too.
pub(crate) fn no_store() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        let no_store = http::HeaderValue::from_static("no-store");
        response.insert_header(http::header::CACHE_CONTROL, no_store);
    }
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn finds_parameters_by_their_whole_name() {
        let search = "reviews=highest&review_page=2";
        assert_eq!(parameter(search, "reviews"), Some("highest"));
        assert_eq!(parameter(search, "review_page"), Some("2"));
        assert_eq!(parameter(search, "review"), None);
    }
}
