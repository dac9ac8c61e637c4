//! JSON for programs: `/api/v1`, described by `openapi.json`. Handlers translate between HTTP and the services.

mod products;
mod shapes;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};

use crate::http_cache::{REVALIDATE, tagged};
use crate::problem::Problem;
use crate::state::AppState;

const OPENAPI: &str = include_str!("openapi.json");

/// All addresses below `/api` but the server functions of the pages.
pub fn routes() -> Router<AppState> {
    let readable_by_any_site = Router::new()
        .route("/api/openapi.json", get(openapi).options(preflight))
        .route("/api/v1/products", get(products::list).options(preflight))
        .route("/api/v1/products/{slug}", get(products::detail).options(preflight))
        .layer(map_response(open_to_any_site));
    Router::new()
        .merge(readable_by_any_site)
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*rest}", any(unknown))
}

async fn openapi(request: Request) -> Response {
    let body = || ([(header::CONTENT_TYPE, "application/json")], OPENAPI);
    tagged(request.headers(), env!("CARGO_PKG_VERSION"), REVALIDATE, body)
}

async fn unknown(request: Request) -> Problem {
    let path: String = request.uri().path().chars().take(200).collect();
    Problem::not_found(format!("There is nothing at {path}; see /api/openapi.json."))
}

/// The answer for a method that an address does not take.
pub async fn method_not_allowed(method: Method) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("This address does not take {method}."),
    )
}

/// What a browser asks before it lets another site's script send a header such as `If-None-Match`.
async fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The catalogue is public, and these addresses read no cookie.
async fn open_to_any_site(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("etag, x-request-id"),
    );
    response
}
