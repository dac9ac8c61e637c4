//! Which requests have an address at all (RFC 9112, 3.2), and the one spelling that each page has.

use std::borrow::Cow;

use axum::http::uri::{Authority, PathAndQuery};
use axum::http::{HeaderMap, Request, Uri, Version, header};
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// Whether the target is a path and the host is said once, as HTTP/1.1 wants it.
pub fn is_well_formed<B>(request: &Request<B>) -> bool {
    if !request.uri().path().starts_with('/') {
        return false;
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host
            .to_str()
            .is_ok_and(|host| !host.contains('@') && host.parse::<Authority>().is_ok()),
        (None, _) => request.version() != Version::HTTP_11,
        _ => false,
    }
}

/// The address without empty parts in its path, as between two slashes or after one at the end, where it has any. What is
/// left is a path of this site, never `//host`.
pub fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path();
    if path == "/" || !path.ends_with('/') && !path.contains("//") {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let shorter = parts.join("/");
    let inside = shorter.trim_start_matches(['/', '\\']);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    // Some clients send text as it is, which a header does not take.
    Some(utf8_percent_encode(&format!("/{inside}{query}"), CONTROLS).to_string())
}

/// A page's address without what leptos would take for the answer to a form: here that travels in a signed cookie, and
/// whatever stands in an address somebody else has put there.
pub fn without_answer(uri: &Uri) -> Option<String> {
    let query = uri.query()?;
    let is_ours = |(name, _): &(Cow<'_, str>, Cow<'_, str>)| !["__path", "__err"].contains(&&**name);
    let pairs = || form_urlencoded::parse(query.as_bytes());
    if pairs().all(|pair| is_ours(&pair)) {
        return None;
    }
    let kept = pairs().filter(is_ours);
    let kept = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish();
    Some(match kept.is_empty() {
        true => uri.path().to_owned(),
        false => format!("{}?{kept}", uri.path()),
    })
}

/// The address with a query that is text without NUL, which no database keeps: what is neither becomes U+FFFD, as the
/// URL standard reads it. None where the query is text already.
pub fn readable(uri: &Uri) -> Option<Uri> {
    let query = readable_form(uri.query()?.as_bytes())?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(format!("{}?{query}", uri.path())).ok();
    Uri::from_parts(parts).ok()
}

/// The same for a form (`application/x-www-form-urlencoded`).
pub fn readable_form(form: &[u8]) -> Option<String> {
    let decoded: Vec<u8> = percent_encoding::percent_decode(form).collect();
    if !decoded.contains(&0) && std::str::from_utf8(&decoded).is_ok() && form.is_ascii() {
        return None;
    }
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(form) {
        out.append_pair(&name.replace('\0', "\u{fffd}"), &value.replace('\0', "\u{fffd}"));
    }
    Some(out.finish())
}

/// Whether the body is said to be a form.
pub fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().starts_with("application/x-www-form-urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(target: &str, version: Version, hosts: &[&[u8]]) -> Request<()> {
        let mut request = Request::builder().uri(target).version(version);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        request.body(()).unwrap()
    }

    #[test]
    fn is_well_formed_wants_a_path_and_one_host() {
        let one: &[&[u8]] = &[b"shop.example"];
        for good in [
            request("/", Version::HTTP_11, one),
            request("http://shop.example/a", Version::HTTP_11, one),
            request("/", Version::HTTP_11, &[b"127.0.0.1:3000"]),
            request("/", Version::HTTP_11, &[b"[::1]:3000"]),
            request("/", Version::HTTP_10, &[]),
            request("http://shop.example/", Version::HTTP_2, &[]),
        ] {
            assert!(is_well_formed(&good), "{good:?}");
        }
        for bad in [
            request("127.0.0.1:3000", Version::HTTP_11, one),
            request("*", Version::HTTP_11, one),
            request("/", Version::HTTP_11, &[]),
            request("/", Version::HTTP_11, &[b"a", b"b"]),
            request("/", Version::HTTP_11, &[b"a", b"a"]),
            request("/", Version::HTTP_11, &[b"a b"]),
            request("/", Version::HTTP_11, &[b"a@b"]),
            request("/", Version::HTTP_11, &[b"\xff"]),
            request("/", Version::HTTP_11, &[b""]),
        ] {
            assert!(!is_well_formed(&bad), "{bad:?}");
        }
    }

    #[test]
    fn without_slash_stays_on_this_site() {
        let to = |from: &str| without_slash(&from.parse().unwrap());
        for (from, expected) in [
            ("/products/", "/products"),
            ("/products//?q=a/&b=//", "/products?q=a/&b=//"),
            ("//evil.example/", "/evil.example"),
            ("//evil.example/a", "/evil.example/a"),
            ("/developers//acme?a=//", "/developers/acme?a=//"),
            ("/\\evil.example/", "/evil.example"),
            ("/\\/evil.example/", "/evil.example"),
            ("///", "/"),
            ("http://shop.example/help/", "/help"),
        ] {
            assert_eq!(to(from).as_deref(), Some(expected), "{from}");
        }
        for stays in ["/", "/?a=/", "/products", "/products?back=/a/"] {
            assert_eq!(to(stays), None, "{stays}");
        }
    }

    #[test]
    fn without_answer_leaves_out_what_is_none_of_ours() {
        let to = |from: &str| without_answer(&from.parse().unwrap());
        for (from, expected) in [
            ("/checkout?__path=/api/fn/a&__err=e30", "/checkout"),
            ("/login?back=/a&__err=e30", "/login?back=%2Fa"),
            ("/login?%5F%5Ferr=e30&b=c", "/login?b=c"),
        ] {
            assert_eq!(to(from).as_deref(), Some(expected), "{from}");
        }
        for stays in ["/", "/login?err=a&back=__err", "/products?q=__err%3D"] {
            assert_eq!(to(stays), None, "{stays}");
        }
    }

    #[test]
    fn readable_replaces_what_is_no_text() {
        let read = |query: &str| readable(&format!("/a?{query}").parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(read("q=caf%C3%A9&b"), None);
        assert_eq!(
            read("q=a%00b&c=%FF&d=1").as_deref(),
            Some("/a?q=a%EF%BF%BDb&c=%EF%BF%BD&d=1")
        );
        assert_eq!(readable_form(b"a=\xff\x00").as_deref(), Some("a=%EF%BF%BD%EF%BF%BD"));
        assert_eq!(readable_form("name=Zoë".as_bytes()).as_deref(), Some("name=Zo%C3%AB"));
        assert_eq!(readable_form(b"form%5Bname%5D=a"), None);
    }
}
