//! What the address of an account's page says.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::location::Url;

use crate::api::account::local;
use crate::pages::own_address;

/// The query string of the page at `path`.
pub(super) fn search(path: &'static str) -> Memo<String> {
    let address = own_address(move |at| at == path);
    Memo::new(move |_| address.with(|(_, search)| search.clone()))
}

/// The value of a parameter, decoded once: the router's `ParamsMap` decodes twice, which breaks addresses inside it.
pub(super) fn parameter(search: &str, name: &str) -> Option<String> {
    let value = search
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(Url::unescape(&value.replace('+', " ")))
}

/// The page of this site that the visitor goes back to; empty where there is none.
pub(super) fn back(search: Memo<String>) -> Memo<String> {
    Memo::new(move |_| {
        let back = search.with(|search| parameter(search, "back"));
        back.as_deref().and_then(local).unwrap_or_default().to_owned()
    })
}

/// What a page that mails links is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// To mail a link.
    Mail,
    /// What to do once it was mailed.
    Sent,
    /// What the mailed link leads to.
    Link(String),
}

impl Asked {
    /// Follows the address of the page at `path`, whose route has a `:token?`.
    pub(super) fn at(path: &'static str) -> Memo<Self> {
        let (params, search) = (use_params_map(), search(path));
        Memo::new(move |_| match params.with(|params| params.get("token")) {
            Some(token) => Self::Link(token),
            None if search.with(|search| parameter(search, "sent").is_some()) => Self::Sent,
            None => Self::Mail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn parameter_is_decoded_once() {
        let search = "back=/products?q=%2522job%2Bboard%2522%26page=2&email=ada%2Bshop@example.com&sent=1";
        assert_eq!(
            parameter(search, "back").as_deref(),
            Some("/products?q=%22job+board%22&page=2")
        );
        assert_eq!(parameter(search, "email").as_deref(), Some("ada+shop@example.com"));
        assert_eq!(parameter(search, "ack"), None);
    }
}
