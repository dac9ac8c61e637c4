//! Request ids: taken from `x-request-id` where a trusted proxy sent a sane one, else made here.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use domain::Timestamp;

pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Makes ids: the process's start and id, then a count. Unique across nodes, and free of randomness.
pub struct RequestIds {
    prefix: String,
    next: AtomicU64,
}

impl RequestIds {
    /// For a process that started at `started`.
    pub fn new(started: Timestamp) -> Self {
        Self {
            prefix: format!("{:x}-{:x}-", started.as_micros(), std::process::id()),
            next: AtomicU64::new(1),
        }
    }

    /// The id of a request with these headers. Without a proxy before the server anybody may have written them.
    pub fn of(&self, headers: &HeaderMap, trust_proxy: bool) -> HeaderValue {
        headers
            .get(X_REQUEST_ID)
            .filter(|id| trust_proxy && is_sane(id.as_bytes()))
            .cloned()
            .unwrap_or_else(|| self.make())
    }

    fn make(&self) -> HeaderValue {
        let mut id = String::with_capacity(self.prefix.len() + 8);
        id.push_str(&self.prefix);
        write!(id, "{:x}", self.next.fetch_add(1, Ordering::Relaxed)).expect("a String takes every write");
        HeaderValue::try_from(id).expect("hex digits and dashes")
    }
}

/// Short and free of anything that could break a log line.
fn is_sane(id: &[u8]) -> bool {
    (1..=64).contains(&id.len())
        && id
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_sane_ids_and_makes_the_others() {
        let ids = RequestIds::new(Timestamp::from_micros(0xabc));
        let sent = |id: &str, trust_proxy| {
            let value = HeaderValue::from_str(id).unwrap();
            let id = ids.of(&HeaderMap::from_iter([(X_REQUEST_ID, value)]), trust_proxy);
            id.to_str().unwrap().to_owned()
        };
        let of = |id: &str| sent(id, true);
        assert!(sent("edge-7_b.1", false).starts_with("abc-"), "no proxy is trusted");
        assert_eq!(of("edge-7_b.1"), "edge-7_b.1");
        let made = [of(""), of("a b"), of("a\tb=1"), of(&"x".repeat(65))];
        assert!(made.iter().all(|id| id.starts_with("abc-")), "{made:?}");
        assert_ne!(made[0], made[1]);
    }
}
