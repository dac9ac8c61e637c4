//! `GET /api/v1/products` and `GET /api/v1/products/{slug}`.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use catalog::Query;

use super::shapes::{Detail, List};
use crate::http_cache::{REVALIDATE, tagged};
use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;

/// The products that match, a page at a time. Takes the parameters of the page `/products`, and `limit`; where the
/// page shows what it ignored, this refuses it.
pub async fn list(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = Query::parse_strictly(&query_string.unwrap_or_default(), state.site.currency);
    let query = query.map_err(|refused| {
        let detail = format!("`{}`: {}", refused.value, refused.reason);
        Problem::parameter(refused.parameter, detail)
    })?;
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
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = state.catalogue.versioned_product(&slug).await?;
    let (current, product) = found.ok_or_else(|| {
        let short: String = slug.chars().take(100).collect();
        Problem::not_found(format!("There is no product `{short}`."))
    })?;
    Ok(tagged(&headers, &state.version_tag(&current), REVALIDATE, || {
        Json(Detail::new(&product, &state.site.public_url))
    }))
}
