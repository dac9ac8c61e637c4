//! Files of the site's folder: built ones under `/pkg`, whose names change with their content, and those of `public/`.

use std::convert::Infallible;
use std::io::ErrorKind;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use leptos_axum::ErrorHandler;
use tower::{ServiceExt as _, service_fn};
use tower_http::services::ServeDir;

use crate::http_cache::{A_DAY, IMMUTABLE, REVALIDATE};
use crate::pages;
use crate::state::AppState;

/// Adds `/pkg` and, for every address that nothing else takes, the file of that name or the page that says it is missing.
pub fn add(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    // Without hashes in their names the built files keep their address; under `make watch` they change all the time.
    let built = match (state.reload, state.leptos.hash_files) {
        (true, _) => REVALIDATE,
        (false, true) => IMMUTABLE,
        (false, false) => A_DAY,
    };
    let files = |how_long: &'static str| {
        let (files, state) = (ServeDir::new(&*state.leptos.site_root), state.clone());
        let files = files
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        service_fn(move |request: Request| {
            let (files, state) = (files.clone(), state.clone());
            async move {
                let (asked, body) = request.into_parts();
                let found = file(&files, &asked).await;
                Ok::<_, Infallible>(match found {
                    Some(response) => cached(response, how_long),
                    None => missing(&state, Request::from_parts(asked, body)).await,
                })
            }
        })
    };
    router
        .route_service("/pkg/{*file}", files(built))
        .fallback_service(files(A_DAY))
}

/// The file of this address; none where there is no such file, or it cannot be read.
async fn file(files: &ServeDir, request: &Parts) -> Option<Response> {
    let headers = of_a_file(&request.headers);
    let found = open(files, request, headers.clone()).await?;
    // A part of another file than the client has is of no use to it (RFC 9110, 13.1.5).
    let begun_with = headers.get(header::IF_RANGE);
    if found.status() == StatusCode::PARTIAL_CONTENT
        && begun_with.is_some_and(|date| found.headers().get(header::LAST_MODIFIED) != Some(date))
    {
        let mut whole = headers;
        whole.remove(header::RANGE);
        return open(files, request, whole).await;
    }
    Some(found)
}

async fn open(files: &ServeDir, request: &Parts, headers: HeaderMap) -> Option<Response> {
    let mut asked = Request::new(Body::empty());
    *asked.method_mut() = request.method.clone();
    *asked.uri_mut() = request.uri.clone();
    *asked.headers_mut() = headers;
    match files.clone().try_call(asked).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => None,
        Ok(response) => Some(response.map(Body::new)),
        Err(error) => {
            // A name can be wrong in many ways; what else fails is the operator's to know.
            if !matches!(error.kind(), ErrorKind::InvalidFilename | ErrorKind::InvalidInput) {
                tracing::error!(%error, path = request.uri.path(), "a file cannot be read");
            }
            None
        }
    }
}

/// The conditions that count for what has a date and no tag (RFC 9110, 13.2.2).
fn of_a_file(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    // `Preconditions` looks at the answer.
    headers.remove(header::IF_UNMODIFIED_SINCE);
    if headers.contains_key(header::IF_NONE_MATCH) {
        headers.remove(header::IF_MODIFIED_SINCE);
    }
    headers
}

/// The page that says that nothing is here.
async fn missing(state: &AppState, request: Request) -> Response {
    let page = ErrorHandler::new_with_context(pages::context(state), app::shell, state.leptos.clone());
    match page.oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    }
}

/// Only a file has a time of its last change.
fn cached(mut response: Response, how_long: &'static str) -> Response {
    if response.headers().contains_key(header::LAST_MODIFIED) {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(how_long));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
