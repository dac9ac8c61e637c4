//! What callers cannot act on.

use std::error::Error;

/// A failure that is not the caller's doing. It shows nothing of itself to people; logs walk its
/// [`source`](Error::source).
#[derive(Debug, thiserror::Error)]
#[error("internal error")]
pub struct Internal(#[source] Box<dyn Error + Send + Sync>);

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
    catalog::SnapshotError,
    tokio::task::JoinError,
    std::io::Error,
    &'static str
);
