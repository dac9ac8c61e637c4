//! Which address is answered by what. New routes of a module come in by its `routes()`.

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::state::AppState;
use crate::{api, assets, catalogue_files, discovery, health, middleware, pages};

/// Everything that the server answers.
pub fn router(state: AppState) -> Router {
    let context = pages::context(&state);
    let (pages, _) = generate_route_list_with_exclusions_and_ssg_and_context(app::App, None, context.clone());
    let options = state.leptos.clone();
    let router = Router::new()
        .leptos_routes_with_context(&state, pages, context, move || app::shell(options.clone()))
        .merge(api::routes())
        .merge(catalogue_files::routes())
        .merge(discovery::routes())
        .merge(health::routes())
        .method_not_allowed_fallback(api::method_not_allowed);
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Precise(2))
        .compress_when(worth_compressing);
    assets::add(router, &state)
        .layer(compression)
        .layer(from_fn_with_state(state.clone(), middleware::around))
        .with_state(state)
}

/// Text that nobody compressed before. Pictures and films are compressed by nature.
fn worth_compressing(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return false;
    };
    let small = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length < 256);
    let text = [
        "text/",
        "application/json",
        "application/problem+json",
        "application/xml",
        "application/atom+xml",
    ];
    let packed = [
        "image/svg+xml",
        "application/octet-stream",
        "application/wasm",
        "application/javascript",
    ];
    !small && text.iter().chain(&packed).any(|prefix| kind.starts_with(prefix))
}
