//! Cookies: those of the request, and those that the answer sets. No script reads them.

use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::state::Site;

/// A day, in seconds.
pub(crate) const DAY: u32 = 86_400;

/// The value of a cookie among a request's headers.
pub fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim_start().strip_prefix(name)?.strip_prefix('='))
}

/// The value of a cookie of the request.
pub(crate) fn read(name: &str) -> Option<String> {
    with_context::<Parts, _>(|request| find(&request.headers, name).map(str::to_owned))?
}

/// Sets a cookie for the pages under a path, for some seconds. The value is one that cookies take as it is.
pub(crate) fn set(name: &str, value: &str, path: &str, seconds: u32) {
    let secure = with_context::<Site, _>(|site| site.public_url.starts_with("https://")).unwrap_or(true);
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let (Some(response), Ok(line)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&line)) {
        response.append_header(SET_COOKIE, line);
    }
}

/// Takes a cookie away.
pub(crate) fn clear(name: &str, path: &str) {
    set(name, "", path, 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_cookie_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("theme=dark; cart2=b;cart=a"));
        headers.append(COOKIE, HeaderValue::from_static("session=s"));
        assert_eq!(find(&headers, "cart"), Some("a"));
        assert_eq!(find(&headers, "session"), Some("s"));
        assert_eq!(find(&headers, "car"), None);
    }
}
