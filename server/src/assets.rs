//! Files of the site's folder: built ones under `/pkg`, whose names change with their content, and those of `public/`.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use leptos_axum::ErrorHandler;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;
use tower_http::services::fs::ServeFileSystemResponseBody;

use crate::http_cache::{A_DAY, IMMUTABLE, REVALIDATE};
use crate::pages;
use crate::state::AppState;

type FileResponse = Response<ServeFileSystemResponseBody>;

/// Adds `/pkg` and, for every address that nothing else takes, the file of that name or the page that says it is missing.
pub fn add(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let missing = || ErrorHandler::new_with_context(pages::context(state), app::shell, state.leptos.clone());
    let files = || {
        ServeDir::new(&*state.leptos.site_root)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip()
            .fallback(missing())
    };
    // Without hashes in their names the built files keep their address; under `make watch` they change all the time.
    let built = match (state.reload, state.leptos.hash_files) {
        (true, _) => REVALIDATE,
        (false, true) => IMMUTABLE,
        (false, false) => A_DAY,
    };
    router
        .route_service(
            "/pkg/{*file}",
            files().map_response(move |response| cached(response, built)),
        )
        .fallback_service(files().map_response(|response| cached(response, A_DAY)))
}

/// Only a file has a time of its last change; the page that says it is missing has none.
fn cached(mut response: FileResponse, how_long: &'static str) -> FileResponse {
    let is_file = response.headers().contains_key(header::LAST_MODIFIED);
    if is_file {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(how_long));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
