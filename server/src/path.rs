//! The parts of an address that handlers take: what cannot name anything is not found, and no handler sees it.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The longest name that file systems take, in bytes; no name of ours is longer.
const MAX_PART: usize = 255;

/// As `axum::extract::Path`, but 404 for what is no text, holds NUL, is too long or of the wrong type.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        match found {
            Ok(axum::extract::Path(found)) if can_exist(parts.uri.path()) => Ok(Self(found)),
            _ => Err(Problem::with_heading(
                StatusCode::NOT_FOUND,
                "There is nothing at this address",
                "It may be mistyped. Please start again from the home page.",
            )),
        }
    }
}

/// Whether something may have this path: each part of it is text that a file or a row can be named by.
fn can_exist(path: &str) -> bool {
    let name = |part: &str| {
        let bytes: Vec<u8> = percent_decode_str(part).collect();
        bytes.len() <= MAX_PART && !bytes.contains(&0) && std::str::from_utf8(&bytes).is_ok()
    };
    path.split('/').all(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn can_exist_refuses_what_names_nothing() {
        let longest = format!("/a/{}", "b".repeat(MAX_PART));
        for good in ["/", "/products/a", "/caf%C3%A9", longest.as_str(), "/a%2Fb", "/100%"] {
            assert!(can_exist(good), "{good}");
        }
        let umlauts = format!("/{}", "%C3%A4".repeat(128));
        for bad in [
            "/%00",
            "/a/b%00c/d",
            "/%ff",
            "/caf%C3",
            &format!("{longest}b"),
            &umlauts,
        ] {
            assert!(!can_exist(bad), "{bad}");
        }
    }
}
