//! `/products/{slug}`: everything there is to know before buying.

#[cfg(feature = "ssr")]
mod about;
mod add;
#[cfg(feature = "ssr")]
mod buy;
mod gallery;
#[cfg(feature = "ssr")]
mod json_ld;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod plans;
#[cfg(feature = "ssr")]
mod reviews;

#[cfg(feature = "ssr")]
pub(crate) use page::ProductPage;

/// Begins in the browser.
#[cfg(feature = "hydrate")]
pub(crate) fn start() {
    add::start();
    gallery::start();
}
