//! The server functions: each takes what it needs from the context, makes one call, and returns. Nothing else.

mod catalogue;
mod theme;

pub use catalogue::{developer, home, product, reviews, search, suggest};
pub use theme::{SetTheme, set_theme};

#[cfg(feature = "ssr")]
use leptos::prelude::{ServerFnError, expect_context};

/// The catalogue that the server provides.
#[cfg(feature = "ssr")]
fn catalogue() -> services::Catalogue {
    expect_context()
}

/// What a customer is told of a failure inside; the log is told all of it.
#[cfg(feature = "ssr")]
fn internal(error: impl std::error::Error) -> ServerFnError {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let causes: String = causes.map(|cause| format!(": {cause}")).collect();
    tracing::error!("a page could not be answered: {error}{causes}");
    ServerFnError::new("The server could not answer. Please try again.")
}
