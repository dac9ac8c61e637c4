//! The status and headers of the response that is being made.

use http::header::{ACCEPT, CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderName, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use services::{LimitError, TooMany};

use crate::api::{Failure, FormRefusal};

/// Answers with a status other than 200.
pub(crate) fn status(code: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(code);
    }
}

pub(crate) fn header(name: HeaderName, value: HeaderValue) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(name, value);
    }
}

/// Keeps an answer that is one customer's out of every cache, the one of the Back button too.
pub(crate) fn no_store() {
    header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// Lets the browser use a function's answer that is everybody's again for a minute: it is fetched when a link is hovered
/// and used when the link is clicked. The page that the server makes of such an answer shows its visitor's cart, and is
/// not kept.
pub(crate) fn cache_briefly() {
    let of_a_function = |request: &Parts| request.uri.path().starts_with("/api/fn/");
    if with_context::<Parts, _>(of_a_function).unwrap_or_default() {
        header(CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    }
}

/// Says after how many seconds to try again.
pub(crate) fn retry_after(seconds: u32) {
    header(RETRY_AFTER, HeaderValue::from(seconds));
}

/// Refuses a form because of too many attempts.
pub(crate) fn too_many(error: TooMany) -> FormRefusal {
    status(StatusCode::TOO_MANY_REQUESTS);
    retry_after(error.seconds);
    FormRefusal {
        retry_after: Some(error.seconds),
        ..FormRefusal::message(error.to_string())
    }
}

/// Refuses to give an answer because too much was asked for, or because the server failed.
pub(crate) fn limited(error: LimitError) -> Failure {
    match error {
        LimitError::TooMany(error) => {
            status(StatusCode::TOO_MANY_REQUESTS);
            retry_after(error.seconds);
            Failure::TooMany(error.to_string())
        }
        LimitError::Internal(error) => internal(error),
    }
}

/// As [`limited`], of a form.
pub(crate) fn limited_form(error: LimitError) -> FormRefusal {
    match error {
        LimitError::TooMany(error) => too_many(error),
        LimitError::Internal(error) => internal(error).into(),
    }
}

/// Has the browser forget what this site keeps in it, but cookies: those are taken away one by one, and some outlast a
/// log-out.
pub(crate) fn clear_site_data() {
    header(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
}

/// Leads to an address: a browser without script by 303, the app by a header that its router follows.
pub(crate) fn redirect(address: &str) {
    leptos_axum::redirect(address);
    if accepts_html() {
        status(StatusCode::SEE_OTHER);
    }
}

/// Leads only a browser without script to an address: the app is told it by the function's answer.
pub(crate) fn redirect_form(address: &str) {
    if accepts_html() {
        redirect(address);
    }
}

/// Refuses a form with a page that says why: a browser without script is led there, the app and programs are told the
/// page and a status.
pub(crate) fn explained_at(page: String, code: StatusCode) -> FormRefusal {
    if accepts_html() {
        redirect(&page);
    } else {
        status(code);
    }
    FormRefusal::explained_at(page)
}

/// Whether a form without script is answered, by a page. The app and programs take JSON and a status.
pub(crate) fn accepts_html() -> bool {
    with_context::<Parts, _>(|request| {
        let accept = request.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    })
    .unwrap_or_default()
}

/// Tells the log all of an error, and the client that there was one.
pub(crate) fn internal(error: impl std::error::Error) -> Failure {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let causes: String = causes.map(|cause| format!(": {cause}")).collect();
    tracing::error!("a server function failed: {error}{causes}");
    status(StatusCode::INTERNAL_SERVER_ERROR);
    Failure::Server
}
