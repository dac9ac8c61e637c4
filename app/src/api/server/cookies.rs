//! Cookies: those of the request, and those that the answer sets. No script reads them; the page's own writes the one of the theme.

use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::state::Site;

/// A day, in seconds.
pub(crate) const DAY: u32 = 86_400;

/// The value of a cookie among a request's headers. One that cannot be read, such as another program's on this host, is
/// left out alone.
pub fn find(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(COOKIE).iter().find_map(|line| {
        let line = String::from_utf8_lossy(line.as_bytes());
        let readable = |cookie: &Cookie<'_>| !cookie.value().contains(char::REPLACEMENT_CHARACTER);
        let mut cookies = Cookie::split_parse(line).filter_map(Result::ok).filter(readable);
        cookies
            .find(|cookie| cookie.name() == name)
            .map(|cookie| cookie.value().to_owned())
    })
}

/// The line that sets a cookie which no script reads and no other site's form sends along; none where the value is none
/// that cookies take.
pub fn header(name: &str, value: &str, path: &str, seconds: u32, secure: bool) -> Option<HeaderValue> {
    let cookie = Cookie::build((name, value))
        .path(path)
        .max_age(Duration::seconds(seconds.into()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure);
    HeaderValue::try_from(cookie.to_string()).ok()
}

/// The value of a cookie of the request.
pub(crate) fn read(name: &str) -> Option<String> {
    with_context::<Parts, _>(|request| find(&request.headers, name))?
}

/// Sets a cookie for the pages under a path, for some seconds. The value is one that cookies take as it is.
pub(crate) fn set(name: &str, value: &str, path: &str, seconds: u32) {
    Setter::here().set(name, value, path, seconds);
}

/// Sets cookies of a response, also after a wait.
pub(crate) struct Setter {
    response: Option<ResponseOptions>,
    secure: bool,
}

impl Setter {
    /// Of the response that is being made.
    pub(crate) fn here() -> Self {
        Self {
            response: use_context(),
            secure: with_context::<Site, _>(|site| site.public_url.starts_with("https://")).unwrap_or(true),
        }
    }

    /// As [`set`].
    pub(crate) fn set(&self, name: &str, value: &str, path: &str, seconds: u32) {
        if let (Some(response), Some(line)) = (&self.response, header(name, value, path, seconds, self.secure)) {
            response.append_header(SET_COOKIE, line);
        }
    }
}

/// Takes a cookie away.
pub(crate) fn clear(name: &str, path: &str) {
    set(name, "", path, 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&[u8]]) -> HeaderMap {
        let line = |line: &&[u8]| (COOKIE, HeaderValue::from_bytes(line).unwrap());
        lines.iter().map(line).collect()
    }

    #[test]
    fn find_takes_a_cookie_by_its_whole_name() {
        let headers = headers(&[b"theme=dark; cart2=b;cart=a", b"session=s"]);
        let of = |name| find(&headers, name);
        assert_eq!(
            (of("cart").as_deref(), of("session").as_deref()),
            (Some("a"), Some("s"))
        );
        assert_eq!(of("car"), None);
    }

    #[test]
    fn find_leaves_out_what_cannot_be_read() {
        for others in [
            &b"x=\xff"[..],
            b"n\xe4me=\xe4",
            b"nothing",
            b"=",
            b"; ;;",
            b"session=\xff",
            "a=é".as_bytes(),
            b"q=\"a; b\"",
        ] {
            let line = [others, b"; session=s; other=\xfe; cart=c"].concat();
            let headers = headers(&[&line]);
            assert_eq!(find(&headers, "session").as_deref(), Some("s"), "{others:?}");
            assert_eq!(find(&headers, "cart").as_deref(), Some("c"), "{others:?}");
        }
    }
}
