//! The check that a mutation comes from this site's own pages: `Sec-Fetch-Site` where the browser sends it, else
//! `Origin`. A client that sends neither is no browser and carries nobody's cookies.

use axum::http::{HeaderMap, Method, Uri, header};

/// Addresses for programs: they authenticate by key or signature, never by cookie.
const PROGRAMS: [&str; 4] = ["/webhooks/", "/v1/", "/v2/", "/api/v1/"];

/// Whether a request may go on. `public_url` is this site's own origin.
pub fn is_allowed(method: &Method, uri: &Uri, headers: &HeaderMap, public_url: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    if PROGRAMS.iter().any(|prefix| uri.path().starts_with(prefix)) {
        return true;
    }
    let text = |name| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let origin = text(header::ORIGIN);
    if origin == Some(public_url) {
        return true;
    }
    match (text(header::HeaderName::from_static("sec-fetch-site")), origin) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            // HTTP/2 carries the host in the URI.
            authority.is_some() && authority == uri.authority().map(|a| a.as_str()).or(text(header::HOST))
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(path: &'static str, headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
            .collect();
        is_allowed(&Method::POST, &Uri::from_static(path), &headers, "https://shop.example")
    }

    #[test]
    fn only_own_pages_may_change_something() {
        for own in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://shop.example"), ("host", "10.0.0.1:3000")],
            &[("origin", "http://127.0.0.1:3900"), ("host", "127.0.0.1:3900")],
            &[],
        ] {
            assert!(post("/api/fn/set_theme", own), "{own:?}");
        }
        for foreign in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")],
            &[("origin", "https://evil.example"), ("host", "shop.example")],
            &[("origin", "null"), ("host", "shop.example")],
            &[
                ("origin", "https://shop.example.evil.example"),
                ("host", "shop.example"),
            ],
            &[("origin", "\u{e4}"), ("host", "shop.example")],
        ] {
            assert!(!post("/api/fn/set_theme", foreign), "{foreign:?}");
        }
    }

    #[test]
    fn programs_and_readers_are_spared() {
        for path in [
            "/webhooks/stripe",
            "/v1/licenses/activate",
            "/v2/keys.verifyKey",
            "/api/v1/events",
        ] {
            assert!(post(path, &[("sec-fetch-site", "cross-site")]), "{path}");
        }
        let foreign = HeaderMap::from_iter([(header::ORIGIN, "https://evil.example".parse().unwrap())]);
        assert!(is_allowed(
            &Method::GET,
            &Uri::from_static("/products"),
            &foreign,
            "https://shop.example"
        ));
        assert!(!is_allowed(
            &Method::DELETE,
            &Uri::from_static("/v1"),
            &foreign,
            "https://shop.example"
        ));
    }
}
