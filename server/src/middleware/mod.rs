//! What happens around every request, in one layer because each layer costs every page: an id, refusals before the
//! handler, a look at the reader's cart, a bound on the time, a guard against panics, security headers, one log line,
//! metrics.

mod metrics;
mod origin;
mod request_id;
pub mod security;

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt as _;
use tracing::Instrument as _;

pub use self::metrics::Metrics;
pub use self::request_id::RequestIds;
use crate::pages;
use crate::plain;
use crate::problem::Problem;
use crate::state::AppState;

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 1 << 20;
/// The longest path and query, in bytes.
const MAX_URI: usize = 8 << 10;
/// How long a handler may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The route that is logged and counted for addresses that no route matches.
const NO_ROUTE: &str = "other";

/// See the module.
pub async fn around(State(state): State<AppState>, request: Request, next: Next) -> Response {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch for the log and the metrics")]
    let started = Instant::now();
    let id = state.request_ids.of(request.headers());
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default());
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);

    let mut response = guarded(&state, request, next).instrument(span.clone()).await;

    let headers = response.headers_mut();
    headers.insert(request_id::X_REQUEST_ID, id);
    security::add(headers, state.https_only);
    let took = started.elapsed();
    let status = response.status();
    state.metrics.record(route, &method, status, took);
    span.in_scope(|| {
        tracing::info!(%method, route, status = status.as_u16(), micros = took.as_micros() as u64, "answered");
    });
    response
}

/// The handler's answer, or the refusal that stands for it.
async fn guarded(state: &AppState, request: Request, next: Next) -> Response {
    let (uri, headers) = (request.uri(), request.headers());
    let for_people = is_page(uri.path()) && accepts_html(headers);
    if uri.path_and_query().map_or(0, |p| p.as_str().len()) > MAX_URI {
        return refusal(
            for_people,
            StatusCode::URI_TOO_LONG,
            "This address is too long",
            "Please shorten your search, or start again from the home page.",
        );
    }
    if !origin::is_allowed(request.method(), uri, headers, &state.site.public_url) {
        return refusal(
            for_people,
            StatusCode::FORBIDDEN,
            "This request was blocked",
            "It came from another website. Please go to our home page and try again.",
        );
    }
    let handled = async {
        match bounded(request).await {
            Ok(mut request) => {
                pages::load_cart_count(state, &mut request).await;
                next.run(request).await
            }
            Err(TooLarge) => refusal(
                for_people,
                StatusCode::PAYLOAD_TOO_LARGE,
                "That was too much at once",
                "You can send up to 1 MiB at a time.",
            ),
        }
    };
    caught(handled, for_people).await
}

/// What `handled` answers, unless it panics or takes too long.
async fn caught(handled: impl Future<Output = Response>, for_people: bool) -> Response {
    match tokio::time::timeout(TIMEOUT, AssertUnwindSafe(handled).catch_unwind()).await {
        Ok(Ok(response)) => response,
        // The panic hook has logged it.
        Ok(Err(_)) => refusal(
            for_people,
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong",
            "The problem is on our side. Please try again in a moment.",
        ),
        Err(_) => refusal(
            for_people,
            StatusCode::SERVICE_UNAVAILABLE,
            "This took too long",
            "Please try again in a moment.",
        ),
    }
}

struct TooLarge;

/// The request with its body read, where it may have one.
async fn bounded(request: Request) -> Result<Request, TooLarge> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    // A client that says how much it will send need not send it.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(TooLarge);
    }
    // It also fails when the client is gone, and then nobody reads the refusal.
    let bytes = to_bytes(body, MAX_BODY).await.map_err(|_| TooLarge)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Whether people look at this address, and not programs.
fn is_page(path: &str) -> bool {
    !["/api/", "/catalog/", "/v1/", "/v2/", "/webhooks/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

pub fn accepts_html(headers: &axum::http::HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A page for people, a problem for programs. Neither depends on anything that may just have failed.
fn refusal(for_people: bool, status: StatusCode, title: &'static str, detail: &'static str) -> Response {
    if for_people {
        plain::refusal(status, title, detail)
    } else {
        Problem::new(status, format!("{title}. {detail}")).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let response = caught(async { panic!("of the test") }, true).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }

    #[test]
    fn people_get_a_page_and_programs_a_problem() {
        let kind = |for_people| {
            let response = refusal(for_people, StatusCode::INTERNAL_SERVER_ERROR, "Sorry", "Try again.");
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned()
        };
        assert_eq!(kind(true), "text/html; charset=utf-8");
        assert_eq!(kind(false), "application/problem+json");
        assert!(is_page("/products/a") && is_page("/apis") && !is_page("/api/v1/products"));
    }
}
