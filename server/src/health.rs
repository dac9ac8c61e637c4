//! For those who run the server: `/healthz` (the process answers), `/readyz` (it can serve), `/metrics`.

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use crate::problem::Problem;
use crate::state::AppState;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

async fn healthz() -> &'static str {
    "ok"
}

#[derive(Serialize)]
struct Ready {
    products: usize,
    version: i64,
}

/// Looks at the database, and so sees a catalogue that nobody could load.
async fn readyz(State(state): State<AppState>) -> Result<Response, Problem> {
    if let Err(error) = state.catalogue.refresh().await {
        tracing::warn!(error = %crate::chain(&error), "not ready");
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "The catalogue cannot be read from the database.",
        ));
    }
    let current = state.catalogue.current();
    let ready = Ready {
        products: current.snapshot.len(),
        version: current.version,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(ready)).into_response())
}

async fn metrics(State(state): State<AppState>) -> Response {
    let current = state.catalogue.current();
    let text = state
        .metrics
        .render(current.snapshot.len(), current.version, state.pages.kept());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
