//! What happens around every request, in one layer because each layer costs every page: an id, refusals before the
//! handler, who asks and what is in their cart, a bound on the time, a guard against panics, preconditions, security headers,
//! one log line, metrics.

mod address;
mod cookies;
mod metrics;
mod origin;
mod redirects;
mod request_id;
pub mod security;

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use app::api::server::visitor;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt as _;
use http_body_util::LengthLimitError;
use services::audit::{self, AuditEvent};
use tracing::Instrument as _;

pub use self::metrics::Metrics;
pub use self::request_id::RequestIds;
use crate::client_ip;
use crate::http_cache;
use crate::pages;
use crate::problem::Problem;
use crate::state::AppState;

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 1 << 20;
/// The longest path and query, in bytes.
const MAX_URI: usize = 8 << 10;
/// How long a handler may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// When a database that cannot be asked may be asked again, in seconds.
const RETRY_AFTER: u32 = 2;
/// The route that is logged and counted for addresses that no route matches.
const NO_ROUTE: &str = "other";

/// See the module.
pub async fn request_layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch for the log and the metrics")]
    let started = Instant::now();
    let id = state.request_ids.of(request.headers(), state.trust_proxy);
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default());
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);

    let mut response = answer(&state, request, next).instrument(span.clone()).await;

    let headers = response.headers_mut();
    headers.insert(request_id::X_REQUEST_ID, id);
    security::add(headers, state.https_only);
    add_charset(headers);
    let took = started.elapsed();
    let status = response.status();
    state.metrics.record(route, &method, status, took);
    span.in_scope(|| {
        tracing::info!(%method, route, status = status.as_u16(), micros = took.as_micros() as u64, "answered");
    });
    response
}

/// The answer between the network and the handlers: names of cookies, who asks, where server functions lead, refusals as
/// pages for people.
async fn answer(state: &AppState, mut request: Request, next: Next) -> Response {
    if state.https_only {
        cookies::take_prefix(request.headers_mut());
    }
    let site = redirects::Site {
        public_url: &state.site.public_url,
        local: !state.https_only,
    };
    let is_function = redirects::is_function(request.uri().path());
    let host = request.headers().get(header::HOST).cloned();
    let for_people = is_page(request.uri().path()) && accepts_html(request.headers());
    if is_function {
        redirects::strip_foreign_referer(request.headers_mut(), &site);
    }
    let network = client_ip::client_network(&request, state.trust_proxy).to_string();
    let visitor = visitor::of_request(state.services.accounts.clone(), request.headers(), network.clone());
    request.extensions_mut().insert(visitor);

    let unavailable = store::unavailable_count();
    let mut response = audit::from_network(network, handle(state, request, next)).await;

    let host = host.as_ref().and_then(|host| host.to_str().ok());
    if is_function && redirects::replace_foreign_location(response.headers_mut(), host, &site) {
        tracing::warn!("a form would have led to another site");
    }
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && store::unavailable_count() != unavailable {
        response = as_unavailable(response);
    }
    if for_people && let Some(problem) = response.extensions_mut().remove::<Problem>() {
        // What the handler said beside the refusal, such as how long the file is, is said to people too.
        let said = std::mem::take(response.headers_mut());
        response = problem.page();
        for (name, value) in &said {
            if !response.headers().contains_key(name) && name != header::CONTENT_LENGTH {
                response.headers_mut().append(name, value.clone());
            }
        }
    }
    if state.https_only {
        cookies::add_prefix(response.headers_mut());
    }
    response
}

/// The answer where the database cannot be asked: nothing is wrong with the request, and it may be sent again. What the
/// app reads stays as it is.
fn as_unavailable(mut response: Response) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page || response.extensions().get::<Problem>().is_some() {
        return Problem::unavailable(
            "We’ll be right back",
            "Our database can’t be reached. Please try again in a moment.",
            RETRY_AFTER,
        )
        .into_response();
    }
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER.into());
    response
}

/// The handler's answer, or the refusal that stands for it.
async fn handle(state: &AppState, request: Request, next: Next) -> Response {
    match check(state, &request) {
        Ok(None) => {}
        Ok(Some(to)) => return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(problem) => return problem.into_response(),
    }
    let handled = async {
        let mut request = read_body(request).await?;
        normalize(&mut request);
        let preconditions = http_cache::Preconditions::of(&request);
        pages::load_cart_count(state, &mut request).await;
        Ok::<_, Problem>(preconditions.check(next.run(request).await))
    };
    catch_panic(handled).await.into_response()
}

/// Refuses a request that no handler needs to see, or tells at which address it is at home.
fn check(state: &AppState, request: &Request) -> Result<Option<HeaderValue>, Problem> {
    let (uri, headers) = (request.uri(), request.headers());
    if !address::is_well_formed(request) {
        return Err(Problem::with_heading(
            StatusCode::BAD_REQUEST,
            "This request could not be understood",
            "It must name a path, and the host once.",
        ));
    }
    if uri.path_and_query().map_or(0, |p| p.as_str().len()) > MAX_URI {
        return Err(Problem::with_heading(
            StatusCode::URI_TOO_LONG,
            "This address is too long",
            "Please shorten your search, or start again from the home page.",
        ));
    }
    if !origin::is_allowed(request.method(), uri, headers, &state.site.public_url) {
        audit::record(AuditEvent::RefusedOrigin, None);
        return Err(Problem::with_heading(
            StatusCode::FORBIDDEN,
            "This request was blocked",
            "It came from another website. Please go to our home page and try again.",
        ));
    }
    // The app reads the address in the browser once more, and must read the same.
    let readable = || address::readable(uri)?.path_and_query().map(ToString::to_string);
    let to = match address::without_slash(uri) {
        None if is_page(uri.path()) && *request.method() == Method::GET => {
            address::without_answer(uri).or_else(readable)
        }
        to => to,
    };
    Ok(to.and_then(|to| HeaderValue::try_from(to).ok()))
}

/// Leaves out what handlers need not know of: ranges where none is defined (RFC 9110, 14.2), and what is no text.
fn normalize(request: &mut Request) {
    if request.method() != Method::GET {
        request.headers_mut().remove(header::RANGE);
    }
    if let Some(uri) = address::readable(request.uri()) {
        *request.uri_mut() = uri;
    }
}

/// What `handled` answers, unless it panics or takes too long.
async fn catch_panic(handled: impl Future<Output = Result<Response, Problem>>) -> Result<Response, Problem> {
    match tokio::time::timeout(TIMEOUT, AssertUnwindSafe(handled).catch_unwind()).await {
        Ok(Ok(response)) => response,
        // The panic hook has logged it.
        Ok(Err(_)) => Err(Problem::panicked()),
        Err(_) => Err(Problem::unavailable(
            "This took too long",
            "Please try again in a moment.",
            RETRY_AFTER,
        )),
    }
}

/// The request with its body read, where it may have one. A form is text without NUL, as an address is.
async fn read_body(request: Request) -> Result<Request, Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    // A client that says how much it will send need not send it.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(too_large());
    }
    let bytes = to_bytes(body, MAX_BODY).await.map_err(|error| {
        let source = std::error::Error::source(&error);
        match source.is_some_and(|source| source.is::<LengthLimitError>()) {
            true => too_large(),
            false => Problem::with_heading(
                StatusCode::BAD_REQUEST,
                "The request broke off",
                "Not all of it arrived. Please try again.",
            ),
        }
    })?;
    let readable = address::is_form(&parts.headers)
        .then(|| address::readable_form(&bytes))
        .flatten();
    let body = readable.map_or_else(|| Body::from(bytes), Body::from);
    let mut request = Request::from_parts(parts, body);
    // The form may be longer now.
    if let Some(length) = request.body().size_hint().exact()
        && request.headers().contains_key(header::CONTENT_LENGTH)
    {
        request.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    Ok(request)
}

fn too_large() -> Problem {
    Problem::with_heading(
        StatusCode::PAYLOAD_TOO_LARGE,
        "That was too much at once",
        "You can send up to 1 MiB at a time.",
    )
}

/// Says in which letters text is written, where nobody has.
fn add_charset(headers: &mut axum::http::HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let Some(kind) = kind.filter(|kind| kind.starts_with("text/") && !kind.contains("charset=")) else {
        return;
    };
    if let Ok(kind) = HeaderValue::try_from(format!("{kind}; charset=utf-8")) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
}

/// Whether people look at this address, and not programs.
fn is_page(path: &str) -> bool {
    !["/api/", "/catalog/", "/v1/", "/v2/", "/webhooks/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

fn accepts_html(headers: &axum::http::HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn catch_panic_answers_500() {
        let problem = catch_panic(async { panic!("of the test") }).await.unwrap_err();
        assert_eq!(problem.into_response().status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn people_get_a_page_and_programs_a_problem() {
        let kind = |response: Response| response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
        assert_eq!(kind(Problem::panicked().page()), "text/html; charset=utf-8");
        assert_eq!(kind(Problem::panicked().into_response()), "application/problem+json");
        assert!(is_page("/products/a") && is_page("/apis") && !is_page("/api/v1/products"));
    }
}
