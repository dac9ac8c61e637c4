//! What callers cannot act on.

use std::error::Error;

/// A failure that is not the caller's doing. It shows nothing of itself to people; logs walk its
/// [`source`](Error::source).
#[derive(Debug, thiserror::Error)]
#[error("internal error")]
pub struct Internal(#[source] Box<dyn Error + Send + Sync>);

impl Internal {
    /// Of an error that has no conversion of its own.
    pub fn of(error: impl Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }
}

macro_rules! internal {
    ($($error:ty),*) => {$(
        impl From<$error> for Internal {
            fn from(error: $error) -> Self {
                Self(error.into())
            }
        }
    )*};
}

internal!(
    store::Error,
    object_store::Error,
    catalog::SnapshotError,
    tokio::task::JoinError,
    std::io::Error,
    serde_json::Error,
    reqwest::Error,
    &'static str
);
