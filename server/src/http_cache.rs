//! What handlers say about caching: entity tags, `If-None-Match`, content negotiation of encodings; and the conditions
//! under which a client wants an answer at all.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Revalidate each time; answered from the tag alone when nothing changed.
pub const REVALIDATE: &str = "public, no-cache";
/// The address changes when the content does.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Files that keep their address.
pub const A_DAY: &str = "public, max-age=86400";

/// Tags what `body` makes with `tag` (weak: encodings of it share the tag), or answers 304 where the client has it.
pub fn tagged<R: IntoResponse>(
    request: &HeaderMap,
    tag: &str,
    cache_control: &'static str,
    body: impl FnOnce() -> R,
) -> Response {
    let tag = format!("W/\"{tag}-{}\"", program());
    let mut response = if matches(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        body().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        header::ETAG,
        HeaderValue::try_from(tag).expect("tags are made of hex digits"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    response
}

/// Under which conditions a client wants what it asks for (RFC 9110, 13.1): `If-Match`, else `If-Unmodified-Since`.
pub struct Preconditions {
    tags: Option<Vec<String>>,
    unmodified_since: Option<SystemTime>,
}

impl Preconditions {
    /// Those of a request that reads; others are none of a representation.
    pub fn of<B>(request: &Request<B>) -> Self {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let headers = request.headers();
        let tags = reads && headers.contains_key(header::IF_MATCH);
        let since = headers.get(header::IF_UNMODIFIED_SINCE).filter(|_| reads && !tags);
        Self {
            tags: tags.then(|| {
                let lines = headers.get_all(header::IF_MATCH).iter();
                let lines = lines.map(|line| line.to_str().unwrap_or_default());
                lines
                    .flat_map(|line| line.split(','))
                    .map(|tag| tag.trim().to_owned())
                    .collect()
            }),
            unmodified_since: since.and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok()),
        }
    }

    /// Whether they hold for what has this tag and was changed then. Tags are compared strongly.
    pub fn hold(&self, tag: Option<&str>, modified: Option<SystemTime>) -> bool {
        let matches = |wanted: &String| wanted == "*" || (!wanted.starts_with("W/") && Some(wanted.as_str()) == tag);
        let tags = self.tags.as_ref().is_none_or(|tags| tags.iter().any(matches));
        let since = self
            .unmodified_since
            .zip(modified)
            .is_none_or(|(since, at)| at <= since);
        tags && since
    }

    /// The answer, or 412 where it is another than the client wants.
    pub fn check(&self, response: Response) -> Response {
        let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        let text = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let modified = text(header::LAST_MODIFIED).and_then(|date| httpdate::parse_http_date(date).ok());
        if !found || self.hold(text(header::ETAG), modified) {
            return response;
        }
        precondition_failed()
    }
}

pub fn precondition_failed() -> Response {
    let detail = "What is at this address is not what If-Match or If-Unmodified-Since ask for.";
    Problem::new(StatusCode::PRECONDITION_FAILED, detail).into_response()
}

/// What tells this program from another version of it, which may say the same otherwise: its file's size and time.
pub fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let file = std::env::current_exe().and_then(|path| path.metadata());
        let changed = file
            .as_ref()
            .ok()
            .and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        let size = file.map_or(0, |file| file.len());
        format!("{size:x}-{:x}", changed.unwrap_or_default().as_secs())
    })
}

/// `If-None-Match` with weak comparison (RFC 9110, 13.1.2).
fn matches(request: &HeaderMap, tag: &str) -> bool {
    let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|candidate| candidate.trim() == "*" || weak(candidate) == weak(tag))
}

/// Whether the client takes `encoding`, by name and with a weight above zero (RFC 9110, 12.5.3).
pub fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            name.trim().eq_ignore_ascii_case(encoding) && weight.parse::<f32>().is_ok_and(|q| q > 0.0)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn tags_compare_weakly() {
        let answer = |value: &str| {
            let value = HeaderValue::try_from(value).unwrap();
            tagged(
                &HeaderMap::from_iter([(header::IF_NONE_MATCH, value)]),
                "ab",
                REVALIDATE,
                || "body",
            )
        };
        let tag = answer("").headers()[header::ETAG].to_str().unwrap().to_owned();
        let strong = tag.strip_prefix("W/").unwrap();
        assert!(strong.starts_with("\"ab-"), "{tag}");
        for known in [&tag, strong, &format!("\"x\", {tag}"), "*"] {
            assert_eq!(answer(known).status(), StatusCode::NOT_MODIFIED, "{known}");
        }
        // What another version of the program made is not what this one makes.
        for other in ["\"ab\"", "W/\"ab-1-2\"", "ab", ""] {
            assert_eq!(answer(other).status(), StatusCode::OK, "{other}");
        }
    }

    #[test]
    fn a_weight_of_zero_refuses_an_encoding() {
        let br = |value| accepts(&headers(header::ACCEPT_ENCODING, value), "br");
        assert!(br("br") && br("gzip, BR;q=0.5") && br("gzip,br"));
        assert!(!br("gzip") && !br("br;q=0") && !br("br; q=0.000") && !br("brotli") && !br(""));
    }
}
