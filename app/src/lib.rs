//! The storefront: shell, routes, pages, ui kit and the server functions they call.
//!
//! Pages are documents that the server makes (`ssr`). In the browser (`hydrate`) two things come alive: islands, such as
//! the search field, and what changes as a whole, the results of `/products` and the cart, which the browser makes anew
//! by the very functions that the server uses (`ui::html`). Everything else stays the HTML that it is, but for a few
//! listeners: menu, theme, gallery, adding to the cart. Renders know no clock, no locale and no randomness. Business
//! rules live in `services`, queries in `catalog`; neither belongs here.

// The types of pages are deep, and a release build does not erase them.
#![recursion_limit = "256"]

pub mod api;
#[cfg(feature = "hydrate")]
mod browse;
mod cart;
#[cfg(feature = "ssr")]
mod client;
#[cfg(feature = "ssr")]
pub mod cookies;
mod data;
#[cfg(feature = "ssr")]
mod flash;
mod head;
#[cfg(feature = "hydrate")]
mod local;
#[cfg(any(feature = "hydrate", test))]
mod markup;
mod pages;
#[cfg(feature = "hydrate")]
mod parts;
#[cfg(feature = "ssr")]
mod plain;
#[cfg(feature = "ssr")]
mod route;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod shell;
mod site;
mod ui;

pub use cart::CartCount;
#[cfg(feature = "ssr")]
pub use client::ClientNetwork;
#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use site::SiteConfig;

/// Begins in the browser: what islands find in their context, then what listens to the document as a whole. The page's
/// script brings the islands to life afterwards.
#[cfg(feature = "hydrate")]
pub fn start() {
    use leptos::prelude::provide_context;

    leptos::mount::hydrate_islands();
    provide_context(SiteConfig::of_document());
    let cart = cart::CartState::new();
    cart.follow_returns();
    provide_context(cart);
    provide_context(ui::toast::Toasts::new());
    ui::menu::start();
    ui::theme::start();
    pages::cart::start();
    pages::product::start();
    browse::start();
    local::start();
}
