//! The snapshot as browsers fetch it: `/catalog/{hash}.bin`, immutable, and `/catalog/current`, which names the
//! newest and the build of the server.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde::Serialize;
use services::Current;

use crate::http_cache::{IMMUTABLE, accepts, tagged};
use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;

/// The snapshots that browsers may ask for: the newest, and the one before, which pages opened earlier still name.
pub struct RecentSnapshots(RwLock<[Arc<Current>; 2]>);

impl RecentSnapshots {
    pub fn of(current: Arc<Current>) -> Self {
        Self(RwLock::new([current.clone(), current]))
    }

    /// Takes in the snapshot being served; cheap where it is known.
    pub fn note(&self, current: Arc<Current>) {
        if self.find(&current.hash).is_some() {
            return;
        }
        let mut recent = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if recent[0].hash != current.hash {
            let before = std::mem::replace(&mut recent[0], current);
            recent[1] = before;
        }
    }

    fn find(&self, hash: &str) -> Option<Arc<Current>> {
        let recent = self.0.read().unwrap_or_else(PoisonError::into_inner);
        recent.iter().find(|snapshot| snapshot.hash == hash).cloned()
    }
}

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/catalog/current", get(current))
        .route("/catalog/{file}", get(file))
}

#[derive(Serialize)]
struct Newest<'a> {
    hash: &'a str,
    bytes: usize,
    /// Of this server: a page of another build is loaded as a document.
    build: &'a str,
}

async fn current(State(state): State<AppState>) -> Response {
    let current = state.catalogue.current();
    state.recent.note(current.clone());
    let newest = Newest {
        hash: &current.hash,
        bytes: current.snapshot.as_bytes().len(),
        build: &state.site.build,
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(newest)).into_response()
}

async fn file(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    state.recent.note(state.catalogue.current());
    let snapshot = file.strip_suffix(".bin").and_then(|hash| state.recent.find(hash));
    let snapshot = snapshot.ok_or_else(|| {
        Problem::not_found("This snapshot is not served (any more); /catalog/current names the newest.")
    })?;
    let compressed = if accepts(&headers, "br") {
        brotli(&snapshot).await
    } else {
        None
    };
    let tag = snapshot.hash.clone();
    let mut response = tagged(&headers, &tag, IMMUTABLE, || {
        let bytes = compressed.clone().unwrap_or_else(|| Bytes::from_owner(Raw(snapshot)));
        ([(header::CONTENT_TYPE, "application/octet-stream")], bytes)
    });
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed.is_some() && headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Ok(response)
}

/// Compressed once, by whoever asks first, where it does not hold up other requests.
async fn brotli(snapshot: &Arc<Current>) -> Option<Bytes> {
    let snapshot = snapshot.clone();
    tokio::task::spawn_blocking(move || snapshot.compressed()).await.ok()
}

/// A snapshot's bytes, sent without being copied.
struct Raw(Arc<Current>);

impl AsRef<[u8]> for Raw {
    fn as_ref(&self) -> &[u8] {
        self.0.snapshot.as_bytes()
    }
}
