//! Pages that are the same for every reader without cookies: made once for each version of the catalogue, and kept. The
//! nonce of their scripts and the key of their forms are others with each answer.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::nonce::Nonce;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::middleware::security::page_policy;
use crate::pages::form_key;
use crate::problem::Problem;
use crate::state::AppState;

/// What is kept at the most, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// How many pages that may be.
const ABOUT_PAGES: usize = 2_000;
/// Longer addresses are nobody's twice.
const MAX_ADDRESS: usize = 512;
/// Besides its text.
const OVERHEAD: u64 = 1 << 10;

/// The version of the catalogue, and path and query.
type Key = (i64, String);

/// See the module.
pub struct Pages(Cache<Key, Page, Size>);

#[derive(Clone)]
struct Page(std::sync::Arc<Kept>);

struct Kept {
    headers: HeaderMap,
    /// What stands between its nonces and the keys of its forms.
    parts: Vec<Part>,
}

enum Part {
    Text(String),
    Nonce,
    FormKey,
}

impl Part {
    /// A page's parts.
    fn split(page: &str, nonce: &str) -> Vec<Self> {
        let key = form_key(nonce);
        let mut parts = Vec::new();
        for (i, between) in page.split(nonce).enumerate() {
            parts.extend((i > 0).then_some(Self::Nonce));
            for (i, text) in between.split(key.as_str()).enumerate() {
                parts.extend((i > 0).then_some(Self::FormKey));
                parts.push(Self::Text(text.to_owned()));
            }
        }
        parts
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Nonce | Self::FormKey => 0,
        }
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Page> for Size {
    fn weight(&self, (_, address): &Key, page: &Page) -> u64 {
        let text: usize = page.0.parts.iter().map(Part::len).sum();
        OVERHEAD + (text + address.len()) as u64
    }
}

impl Default for Pages {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT_PAGES, MOST_BYTES, Size))
    }
}

impl Pages {
    /// How many are kept.
    pub fn kept(&self) -> usize {
        self.0.len()
    }
}

impl Kept {
    /// A page to keep; none where the answer is something else, or is about its reader.
    fn of(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let text = |name| headers.get(name)?.to_str().ok();
        let is_page = text(header::CONTENT_TYPE)?.starts_with("text/html");
        if !is_page || headers.contains_key(header::SET_COOKIE) {
            return None;
        }
        let (_, policy) = text(header::CONTENT_SECURITY_POLICY)?.split_once("'nonce-")?;
        let (nonce, _) = policy.split_once('\'')?;
        let body = std::str::from_utf8(body).ok()?;
        Some(Self {
            headers: headers.clone(),
            parts: Part::split(body, nonce),
        })
    }

    fn answer(&self, state: &AppState) -> Response {
        let nonce = Nonce::new();
        let key = form_key(&nonce);
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Nonce => &nonce,
            Part::FormKey => &key,
        });
        let page: String = parts.collect();
        let mut response = Response::new(Body::from(page));
        *response.headers_mut() = self.headers.clone();
        let policy = page_policy(&nonce, state.reload, !state.https_only);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        response
    }
}

/// Answers from what is kept, where the reader is nobody in particular.
pub async fn kept(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(address) = address(&request) else {
        return next.run(request).await;
    };
    let current = state.catalogue.current();
    let key = (current.version, address);
    if let Some(page) = state.pages.0.get(&key) {
        // A page names the snapshot that its reader's browser will ask for.
        state.recent.note(current);
        return page.0.answer(&state);
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        // The log has it: what was rendered broke off.
        return Problem::panicked().into_response();
    };
    // Made of a newer catalogue it is not kept under the name of the older.
    if state.catalogue.current().version == key.0
        && let Some(page) = Kept::of(&parts.headers, &body)
    {
        state.pages.0.insert(key, Page(page.into()));
    }
    let mut parts = parts;
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Response::from_parts(parts, Body::from(body))
}

/// The address of a page of the shop, where nothing tells one reader from another.
fn address(request: &Request) -> Option<String> {
    let path = request.uri().path();
    let of_the_shop = matches!(path, "/" | "/help" | "/products")
        || ["/products/", "/developers/", "/legal/"]
            .iter()
            .any(|shelf| path.starts_with(shelf));
    let address = request.uri().path_and_query()?.as_str();
    let anybody = request.method() == Method::GET && !request.headers().contains_key(header::COOKIE);
    (anybody && of_the_shop && address.len() <= MAX_ADDRESS).then(|| address.to_owned())
}
