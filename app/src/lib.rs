//! The storefront: one Leptos app, which the server renders (`ssr`) and the browser takes over (`hydrate`).
//!
//! This file is the table of contents: what stands around every page, and which page is at which address. Renders know
//! no clock, no locale and no randomness. Business rules live in `services`, queries in `catalog`; neither belongs here.

// The types of pages are deep, and a release build does not erase them.
#![recursion_limit = "256"]

pub mod api;
mod pages;
#[cfg(feature = "hydrate")]
mod prefetch;
#[cfg(feature = "ssr")]
mod shell;
mod state;
mod ui;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

use pages::account::{
    login::LogInRoute, purchases::PurchasesRoute, register::RegisterRoute, reset::ResetRoute, settings::SettingsRoute,
    verify::VerifyRoute,
};
use pages::cart::CartRoute;
use pages::checkout::CheckoutRoute;
use pages::developer::DeveloperRoute;
use pages::frame::{Footer, Header};
use pages::help::HelpRoute;
use pages::home::HomeRoute;
use pages::legal::LegalRoute;
use pages::not_found::NotFoundRoute;
use pages::order::OrderRoute;
use pages::product::ProductRoute;
use pages::products::ProductsRoute;
#[cfg(feature = "hydrate")]
pub use prefetch::{preload_here, report};
#[cfg(feature = "ssr")]
pub use shell::{EVERYTHING_ELSE, shell};
use state::Navigation;
pub use state::{FormKey, RefusedForm, Site};
use ui::progress::ProgressBar;
use ui::toast::ToastCorner;

/// The whole page inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    state::provide();
    let navigation = expect_context::<Navigation>();
    view! {
        <Router set_is_routing=navigation.routing()>
            <Around>
                <a class="skip" href="#main" rel="external">
                    "Skip to content"
                </a>
                <ProgressBar pending=Signal::derive(move || navigation.is_pending()) />
                <p class="sr-only" role="status">
                    {move || navigation.announced()}
                </p>
                <Header />
                <main id="main" tabindex="-1" aria-busy=move || navigation.is_pending().then_some("true")>
                    <Pages />
                </main>
                <Footer />
                <ToastCorner />
            </Around>
        </Router>
    }
}

/// Which page is at which address. A page is a chunk of its own.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=path!("/") view={Lazy::<HomeRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/products") view={Lazy::<ProductsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/products/:slug") view={Lazy::<ProductRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/developers/:slug") view={Lazy::<DeveloperRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/cart") view={Lazy::<CartRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/checkout") view={Lazy::<CheckoutRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/orders/:name") view={Lazy::<OrderRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/login") view={Lazy::<LogInRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/register") view={Lazy::<RegisterRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/verify/:token?") view={Lazy::<VerifyRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/reset/:token?") view={Lazy::<ResetRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/account") view={Lazy::<SettingsRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/account/purchases") view={Lazy::<PurchasesRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/help") view={Lazy::<HelpRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/legal/:page") view={Lazy::<LegalRoute>::new()} ssr=SsrMode::Async />
            <Route path=path!("/*rest") view={Lazy::<NotFoundRoute>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
}

/// What listens to the whole app: links that are about to be followed, and Tab while there is a toast.
#[cfg(feature = "hydrate")]
#[component]
fn Around(children: Children) -> impl IntoView {
    let (navigation, toasts) = (expect_context::<Navigation>(), expect_context::<state::Toasts>());
    view! {
        <div
            class="app"
            on:click=move |event| navigation.leave(&event)
            on:keydown=move |event| toasts.follow_tab(&event)
            on:pointerover=move |event| prefetch::link(&event)
            on:touchstart:passive=move |event| prefetch::link(&event)
        >
            {children()}
        </div>
    }
}

#[cfg(feature = "ssr")]
#[component]
fn Around(children: Children) -> impl IntoView {
    view! { <div class="app">{children()}</div> }
}
