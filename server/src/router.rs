//! Which address is answered by what. New routes of a module come in by its `routes()`.

use std::sync::OnceLock;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::state::AppState;
use crate::{
    api, assets, catalogue_files, dev_mail, discovery, downloads, forms, health, middleware, orders, page_cache, pages,
    sandbox, webhooks,
};

/// Everything that the server answers.
pub fn router(state: AppState) -> Router {
    let context = pages::context(&state);
    let options = state.leptos.clone();
    let router = Router::new()
        .leptos_routes_with_context(&state, page_routes(&context), context, move || {
            app::shell(options.clone())
        })
        .layer(from_fn_with_state(state.clone(), forms::carry))
        .layer(from_fn_with_state(state.clone(), page_cache::kept))
        .merge(api::routes())
        .merge(catalogue_files::routes())
        .merge(dev_mail::routes(&state))
        .merge(discovery::routes())
        .merge(downloads::routes())
        .merge(health::routes())
        .merge(orders::routes())
        .merge(sandbox::routes())
        .merge(webhooks::routes())
        .method_not_allowed_fallback(api::method_not_allowed);
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Precise(2))
        .compress_when(worth_compressing);
    assets::add(router, &state)
        .layer(compression)
        .layer(from_fn_with_state(state.clone(), middleware::request_layer))
        .with_state(state)
}

/// What operators are answered, on an address of their own.
pub fn operator_router(state: AppState) -> Router {
    health::operator_routes().with_state(state)
}

/// The routes of the app, which are the same for every router of this process.
///
/// Leptos finds them by rendering the app, and as long as that takes, no resource of the whole process loads: one that
/// a page polls first at that moment waits for ever. So they are found once, before there is a router that could be
/// asked for a page.
fn page_routes(context: &(impl Fn() + Clone + Send + 'static)) -> Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    ROUTES
        .get_or_init(|| {
            let excluded = Some(vec![app::EVERYTHING_ELSE.to_owned()]);
            generate_route_list_with_exclusions_and_ssg_and_context(app::App, excluded, context.clone()).0
        })
        .clone()
}

/// Text that nobody compressed before. Pictures and films are compressed by nature.
fn worth_compressing(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return false;
    };
    // What is saved as a file goes as it is: parts of it are counted in its bytes.
    if headers.contains_key(header::CONTENT_DISPOSITION) {
        return false;
    }
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
