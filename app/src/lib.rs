//! The storefront: shell, routes, pages, ui kit and the server functions they call.
//!
//! The same code renders on the server (`ssr`) and takes over in the browser (`hydrate`). Renders know no clock, no
//! locale and no randomness. Business rules live in `services`, queries in `catalog`; neither belongs here.

mod answers;
pub mod api;
mod cart;
#[cfg(feature = "ssr")]
mod client;
#[cfg(feature = "ssr")]
pub mod cookies;
pub mod data;
#[cfg(feature = "ssr")]
mod flash;
mod head;
mod local;
mod pages;
#[cfg(feature = "ssr")]
mod plain;
mod route;
#[cfg(feature = "ssr")]
mod shell;
mod site;
mod ui;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

#[cfg(feature = "ssr")]
use pages::account::{AccountPage, account_page};

pub use cart::CartCount;
#[cfg(feature = "ssr")]
pub use client::ClientNetwork;
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use site::SiteConfig;

/// The whole page inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        provide_context(SiteConfig::of_document());
        Effect::new(|_| local::start());
    }
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    let (routing, set_routing) = signal(false);
    provide_context(ui::progress::Progress::new(routing));
    let cart = cart::CartState::new();
    provide_context(cart);
    #[cfg(feature = "hydrate")]
    cart.follow_returns();
    provide_context(ui::toast::Toasts::new());
    view! {
        <Router set_is_routing=set_routing>
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <ui::progress::ProgressBar />
            <ui::header::Header />
            <main id="main" tabindex="-1">
                {routes()}
            </main>
            <ui::footer::Footer />
            <ui::toast::ToastCorner />
        </Router>
    }
}

/// The routes that the browser takes over.
#[cfg(feature = "hydrate")]
fn routes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=pages::not_found::NotFoundPage>
            <Route path=path!("/") view=pages::home::HomePage ssr=SsrMode::Async />
            <Route path=path!("/products") view=pages::products::ProductsPage ssr=SsrMode::Async />
            <Route path=path!("/products/:slug") view=pages::product::ProductPage ssr=SsrMode::Async />
            <Route path=path!("/developers/:slug") view=pages::developer::DeveloperPage ssr=SsrMode::Async />
            <Route path=path!("/cart") view=pages::cart::CartPage ssr=SsrMode::Async />
            <Route path=path!("/help") view=pages::help::HelpPage ssr=SsrMode::Async />
        </FlatRoutes>
    }
}

/// Those, and the plain documents: see [`plain`].
#[cfg(feature = "ssr")]
fn routes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=pages::not_found::NotFoundPage>
            <Route path=path!("/") view=pages::home::HomePage ssr=SsrMode::Async />
            <Route path=path!("/products") view=pages::products::ProductsPage ssr=SsrMode::Async />
            <Route path=path!("/products/:slug") view=pages::product::ProductPage ssr=SsrMode::Async />
            <Route path=path!("/developers/:slug") view=pages::developer::DeveloperPage ssr=SsrMode::Async />
            <Route path=path!("/cart") view=pages::cart::CartPage ssr=SsrMode::Async />
            <Route path=path!("/login") view=|| account_page(AccountPage::LogIn) ssr=SsrMode::Async />
            <Route path=path!("/register") view=|| account_page(AccountPage::Register) ssr=SsrMode::Async />
            <Route path=path!("/verify") view=|| account_page(AccountPage::Resend) ssr=SsrMode::Async />
            <Route path=path!("/verify/:token") view=|| account_page(AccountPage::Verify) ssr=SsrMode::Async />
            <Route path=path!("/reset") view=|| account_page(AccountPage::AskReset) ssr=SsrMode::Async />
            <Route path=path!("/reset/:token") view=|| account_page(AccountPage::Reset) ssr=SsrMode::Async />
            <Route path=path!("/account") view=|| account_page(AccountPage::Settings) ssr=SsrMode::Async />
            <Route path=path!("/help") view=pages::help::HelpPage ssr=SsrMode::Async />
            <Route path=path!("/checkout") view=pages::checkout::CheckoutPage ssr=SsrMode::Async />
            <Route path=path!("/orders/:name") view=pages::order::OrderPage ssr=SsrMode::Async />
            <Route path=path!("/account/purchases") view=pages::purchases::PurchasesPage ssr=SsrMode::Async />
        </FlatRoutes>
    }
}
