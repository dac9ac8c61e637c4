//! The names of cookies in production: `__Host-session` instead of `session`, which no other host of the domain and no
//! page by http can set (RFC 6265bis). What lies within reads and sets plain names.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};

const PREFIX: &[u8] = b"__Host-";

/// Takes the prefix off a request's cookies. Those without it are not ours: somebody else set them.
pub fn take_prefix(headers: &mut HeaderMap) {
    let lines: Vec<HeaderValue> = headers.get_all(COOKIE).iter().cloned().collect();
    headers.remove(COOKIE);
    for line in lines {
        let pairs = line.as_bytes().split(|byte| *byte == b';');
        let ours = pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(PREFIX));
        let kept = ours.collect::<Vec<_>>().join(&b"; "[..]);
        if let (false, Ok(line)) = (kept.is_empty(), HeaderValue::from_bytes(&kept)) {
            headers.append(COOKIE, line);
        }
    }
}

/// Puts it before the names of an answer's. All are of the whole site and `Secure`, as the prefix demands: browsers drop
/// others.
pub fn add_prefix(headers: &mut HeaderMap) {
    let lines: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for line in lines {
        let named = [PREFIX, line.as_bytes()].concat();
        headers.append(SET_COOKIE, HeaderValue::from_bytes(&named).unwrap_or(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cookies_with_the_prefix_are_ours() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("session=evil; __Host-cart=a; theme=x"));
        headers.append(COOKIE, HeaderValue::from_bytes(b"odd=\xe9;__Host-session=s").unwrap());
        headers.append(COOKIE, HeaderValue::from_static("__Secure-session=evil"));
        take_prefix(&mut headers);
        let lines: Vec<_> = headers
            .get_all(COOKIE)
            .iter()
            .map(|line| line.to_str().unwrap())
            .collect();
        assert_eq!(lines, ["cart=a", "session=s"]);
    }

    #[test]
    fn every_cookie_gets_the_prefix() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, HeaderValue::from_static("a=1; Path=/; Secure"));
        headers.append(SET_COOKIE, HeaderValue::from_static("b=2; Path=/; Secure"));
        add_prefix(&mut headers);
        let lines: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(lines, ["__Host-a=1; Path=/; Secure", "__Host-b=2; Path=/; Secure"]);
    }
}
