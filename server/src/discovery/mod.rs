//! What search engines and feed readers fetch: `/robots.txt`, `/sitemap.xml`, `/feed.xml`. Made from the snapshot
//! alone: the same catalogue gives the same bytes.

mod feed;
mod sitemap;

use std::borrow::Cow;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Timestamp;

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

/// Text as XML takes it, in elements and attributes. Control characters that XML 1.0 has no way to write are dropped.
fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"') || (c < ' ' && !matches!(c, '\t' | '\n' | '\r'));
    let special = |c| special(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if special(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The newest publication of the catalogue; the epoch where there is none.
fn newest(snapshot: &catalog::Snapshot) -> Timestamp {
    let times = (0..snapshot.len() as u32).map(|id| snapshot.published_at(id));
    times.max().unwrap_or(Timestamp::from_micros(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_xml_cannot_hold() {
        assert_eq!(escaped("Swift Geocode"), "Swift Geocode");
        assert_eq!(escaped("a<b> & \"c\"\u{1}\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
