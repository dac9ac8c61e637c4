//! `GET /api/v1/products` and `GET /api/v1/products/{slug}`.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use catalog::Query;

use super::shapes::{Detail, List};
use crate::http_cache::{REVALIDATE, tagged};
use crate::problem::Problem;
use crate::state::AppState;

/// The products that match, a page at a time. Takes the parameters of the page `/products`, and `limit`; where the
/// page shows what it ignored, this refuses it.
pub async fn list(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (query, ignored) = Query::parse(&query_string.unwrap_or_default(), state.site.currency);
    if let Some(first) = ignored.into_iter().next() {
        let detail = format!("`{}`: {}", first.value, first.reason);
        return Err(Problem::parameter(first.parameter, detail));
    }
    let current = state.catalogue.current();
    Ok(tagged(&headers, &state.version_tag(&current), REVALIDATE, || {
        Json(List::new(
            &catalog::list(&current.snapshot, &query),
            &state.site.public_url,
        ))
        .into_response()
    }))
}

/// Everything about one product.
pub async fn detail(
    State(state): State<AppState>,
    slug: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Path(slug) = slug.map_err(|_| Problem::not_found("A product's slug is plain ASCII."))?;
    let found = state
        .catalogue
        .versioned_product(&slug)
        .await
        .map_err(|e| Problem::internal(&e))?;
    let (current, product) = found.ok_or_else(|| {
        let short: String = slug.chars().take(100).collect();
        Problem::not_found(format!("There is no product `{short}`."))
    })?;
    Ok(tagged(&headers, &state.version_tag(&current), REVALIDATE, || {
        Json(Detail::new(&product, &state.site.public_url))
    }))
}
