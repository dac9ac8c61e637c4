//! The idempotency key of a change: who sends it again, as where the answer was lost, is answered and changes nothing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest key, in bytes.
const MAX_KEY: usize = 64;

/// Made by whoever makes the change, another for each: up to 64 of `A-Z`, `a-z`, `0-9`, `-` and `_`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChangeKey(String);

/// Why a key was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to {MAX_KEY} letters, digits, - and _")]
pub struct ChangeKeyError;

impl ChangeKey {
    /// Of random bytes.
    pub fn of_bytes(bytes: &[u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChangeKey {
    type Err = ChangeKeyError;

    fn from_str(text: &str) -> Result<Self, ChangeKeyError> {
        let fits = (1..=MAX_KEY).contains(&text.len());
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (fits && text.bytes().all(plain))
            .then(|| Self(text.to_owned()))
            .ok_or(ChangeKeyError)
    }
}

impl TryFrom<String> for ChangeKey {
    type Error = ChangeKeyError;

    fn try_from(text: String) -> Result<Self, ChangeKeyError> {
        text.parse()
    }
}

impl From<ChangeKey> for String {
    fn from(key: ChangeKey) -> Self {
        key.0
    }
}

impl fmt::Display for ChangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
