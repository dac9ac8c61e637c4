//! What search engines and feed readers fetch: `/robots.txt`, `/sitemap.xml`, `/feed.xml`. Made from the snapshot
//! and the times of changes: the same catalogue gives the same bytes.

mod feed;
mod sitemap;

use std::collections::HashMap;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use catalog::Snapshot;
use domain::Timestamp;
use serde::Serialize;

use crate::http_cache::A_DAY;
use crate::state::AppState;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{file}", get(sitemap::part))
        .route("/feed.xml", get(feed::atom))
}

async fn robots(State(state): State<AppState>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\n\nSitemap: {}/sitemap.xml\n",
        state.site.public_url
    );
    ([(axum::http::header::CACHE_CONTROL, A_DAY)], text).into_response()
}

/// A document of XML 1.0.
fn xml(document: &impl Serialize) -> String {
    let body = quick_xml::se::to_string(document).expect("elements of texts can be written");
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}\n")
}

/// Text without the characters that XML 1.0 has no way to write.
fn text(text: &str) -> String {
    let is_char =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(is_char).collect()
}

/// When each product changed, by slug.
type Changes = HashMap<String, Timestamp>;

/// When a product changed; at the latest when it was published.
fn changed(snapshot: &Snapshot, changes: &Changes, id: u32) -> Timestamp {
    let known = changes.get(snapshot.slug(id)).copied();
    known.unwrap_or_else(|| snapshot.published_at(id))
}

/// The newest change of the catalogue; the epoch where there is none.
fn newest(snapshot: &Snapshot, changes: &Changes) -> Timestamp {
    let times = (0..snapshot.len() as u32).map(|id| changed(snapshot, changes, id));
    times.max().unwrap_or(Timestamp::from_micros(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_leaves_out_what_xml_cannot_hold() {
        assert_eq!(text("Swift Geocode"), "Swift Geocode");
        assert_eq!(text("a<b> & \"c\"\u{1}\u{ffff}\t"), "a<b> & \"c\"\t");
    }
}
