//! What the clients of both providers share: connections with deadlines, and what their answers mean where they are
//! none. What is said about an error names no address and no key.

use std::error::Error as _;
use std::time::Duration;

use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use crate::Error;

/// How long a request may take before it counts as lost.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// A provider's answer, whatever it was.
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// A pool of connections to one provider.
///
/// # Errors
/// [`Error::Refused`] where the system's certificates cannot be read.
pub fn pool(api_url: &str, timeout: Duration) -> Result<reqwest::Client, Error> {
    reqwest::Client::builder()
        .user_agent(concat!("mintreu/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .timeout(timeout)
        // No API redirects; followed ones would carry the key elsewhere.
        .redirect(reqwest::redirect::Policy::none())
        .https_only(api_url.starts_with("https://"))
        .build()
        .map_err(|error| Error::Refused(error_chain(error)))
}

/// Sends a request and reads the whole answer.
///
/// # Errors
/// [`Error::Unavailable`] where none came in time: the request may have been carried out all the same.
pub async fn send(request: RequestBuilder) -> Result<Reply, Error> {
    let unavailable = |error| Error::Unavailable(error_chain(error));
    let response = request.send().await.map_err(unavailable)?;
    let status = response.status().as_u16();
    let body = response.bytes().await.map_err(unavailable)?.to_vec();
    Ok(Reply { status, body })
}

impl Reply {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The answer as JSON.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where it is something else, such as a page of a proxy.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Error::Unavailable(format!("an answer ({}) that cannot be read: {error}", self.status)))
    }

    /// What a status outside 2xx means for who asked about `what`.
    pub fn refusal(&self, what: &str, message: String) -> Error {
        match self.status {
            404 => Error::Unknown(what.to_owned()),
            // A key that was revoked or lacks a right is mended by the operator, not by the customer.
            401 | 403 | 408 | 409 | 425 | 429 | 500.. => {
                tracing::warn!(
                    status = self.status,
                    what,
                    message,
                    "a payment provider does not do its part"
                );
                Error::Unavailable(message)
            }
            _ => Error::Refused(message),
        }
    }
}

/// A provider's id as a segment of a path: ids come from webhooks and from the database, and must not name another path.
///
/// # Errors
/// [`Error::Unknown`] where it is no id.
pub fn segment(id: &str) -> Result<&str, Error> {
    let ok = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if !id.is_empty() && id.len() <= 255 && id.bytes().all(ok) {
        Ok(id)
    } else {
        Err(Error::Unknown(id.to_owned()))
    }
}

/// A text that fits into so many characters.
pub fn cut(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        text.to_owned()
    } else {
        text.chars().take(characters - 1).chain(['…']).collect()
    }
}

/// An error with its causes, without the address.
fn error_chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_no_other_path() {
        assert!(segment("cs_test_a1-B2").is_ok());
        for bad in ["", "..", "a/b", "a?b", "a%2fb", "é", "a b"] {
            assert!(matches!(segment(bad), Err(Error::Unknown(_))), "{bad}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("äöüäöü", 4), "äöü…");
    }

    #[test]
    fn a_status_says_whether_to_try_again() {
        let refusal = |status| Reply { status, body: vec![] }.refusal("it", "told".to_owned());
        for status in [401, 409, 429, 500, 503] {
            assert!(matches!(refusal(status), Error::Unavailable(_)), "{status}");
        }
        assert!(matches!(refusal(404), Error::Unknown(what) if what == "it"));
        assert!(matches!(refusal(400), Error::Refused(_)));
        assert!(matches!(refusal(422), Error::Refused(_)));
    }
}
