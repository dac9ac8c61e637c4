//! What a form's answer has to say on the page that it leads to: what was typed, what was wrong with it, what was done.
//!
//! A form posts to a server function, which answers by a redirect; so it works without JavaScript, and reloading the
//! page sends nothing twice. In between the message travels in a cookie of that page alone: signed, out of reach of
//! scripts, gone once it was read. Addresses and logs see nothing of it. Passwords never go into it.

use std::sync::Arc;

use domain::{Clock, FieldError, Timestamp};
use http::header::{ACCEPT, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
use services::Signer;

use crate::cookies;

const COOKIE: &str = "flash";
/// Between the answer and the page that it leads to.
const SECONDS: u32 = 120;
/// A longer value is not kept: no field takes it.
const MAX_VALUE: usize = 400;
/// Browsers keep cookies of 4096 bytes; the signature and Base64 come on top of this.
const MAX_JSON: usize = 2_700;

/// A message to a page. Empty where there is none.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Flash {
    /// What was typed, by the name of the field.
    pub values: Vec<(String, String)>,
    /// What was wrong, by the name of the field.
    pub errors: Vec<(String, String)>,
    /// What was done.
    pub notice: Option<String>,
    /// What was refused as a whole.
    pub refusal: Option<String>,
    /// How many seconds to wait before trying again.
    pub retry_after: Option<u32>,
}

impl Flash {
    /// Keeps what was typed into a field.
    pub(crate) fn keep(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() && value.len() <= MAX_VALUE {
            self.values.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub(crate) fn notice(mut self, text: impl Into<String>) -> Self {
        self.notice = Some(text.into());
        self
    }

    pub(crate) fn refusal(mut self, text: impl Into<String>) -> Self {
        self.refusal = Some(text.into());
        self
    }

    pub(crate) fn errors(mut self, fields: Vec<FieldError>) -> Self {
        self.errors
            .extend(fields.into_iter().map(|field| (field.field, field.reason)));
        self
    }

    /// What was typed into a field; empty where nothing was kept.
    pub(crate) fn value(&self, name: &str) -> &str {
        find(&self.values, name).unwrap_or_default()
    }

    /// What was wrong with a field.
    pub(crate) fn error(&self, name: &str) -> Option<&str> {
        find(&self.errors, name)
    }

    /// Whether a field is the first that was wrong: it has the focus.
    pub(crate) fn is_first_error(&self, name: &str) -> bool {
        self.errors.first().is_some_and(|(first, _)| first == name)
    }

    /// Takes the message to the page being rendered. One that asks to wait makes the page an answer of status 429.
    pub(crate) fn take() -> Self {
        let Some(cookie) = cookies::read(COOKIE) else {
            return Self::default();
        };
        let path = with_context::<Parts, _>(|request| request.uri.path().to_owned()).unwrap_or_default();
        cookies::clear(COOKIE, &path);
        let read = || {
            let json = expect_context::<Signer>()
                .verify(&purpose(&path), &cookie, now())
                .ok()?;
            serde_json::from_str::<Self>(&json).ok()
        };
        let flash = read().unwrap_or_default();
        if let (Some(seconds), Some(response)) = (flash.retry_after, use_context::<ResponseOptions>()) {
            response.set_status(StatusCode::TOO_MANY_REQUESTS);
            response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
        }
        flash
    }

    /// Leads the reader to a page of this site, which takes the message.
    pub(crate) fn send(mut self, address: &str) {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let mut json = serde_json::to_string(&self).unwrap_or_default();
        if json.len() > MAX_JSON {
            self.values.clear();
            json = serde_json::to_string(&self).unwrap_or_default();
        }
        let expires = Timestamp::from_micros(now().as_micros() + i64::from(SECONDS) * 1_000_000);
        let token = expect_context::<Signer>().sign(&purpose(path), &json, expires);
        cookies::set(COOKIE, &token, path, SECONDS);
        see(address);
    }
}

/// The answer to a form that leads to an address of this site (303: the browser asks for it by `GET`).
pub(crate) fn see(address: &str) {
    leptos_axum::redirect(address);
    if accepts_html()
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Whether a page is awaited, as a form without script does. Programs are answered by a status.
pub(crate) fn accepts_html() -> bool {
    with_context::<Parts, _>(|request| {
        let accept = request.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    })
    .unwrap_or_default()
}

/// A message counts on its own page alone.
fn purpose(path: &str) -> String {
    format!("flash {path}")
}

fn now() -> Timestamp {
    expect_context::<Arc<dyn Clock>>().now()
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name() {
        let flash = Flash::default()
            .keep("email", "ada@")
            .keep("name", &"x".repeat(401))
            .keep("empty", "")
            .errors(vec![
                FieldError::new("email", "no address"),
                FieldError::new("name", "too long"),
            ]);
        assert_eq!((flash.value("email"), flash.value("name")), ("ada@", ""));
        assert_eq!(flash.error("name"), Some("too long"));
        assert_eq!(flash.error("password"), None);
        assert!(flash.is_first_error("email") && !flash.is_first_error("name"));
        assert_eq!(flash.values.len(), 1);
    }
}
