//! The storefront: shell, routes, pages, ui kit and the server functions they call.
//!
//! The same code renders on the server (`ssr`) and takes over in the browser (`hydrate`). Renders know no clock, no
//! locale and no randomness. Business rules live in `services`, queries in `catalog`; neither belongs here.

mod answers;
pub mod api;
pub mod data;
mod head;
mod local;
mod pages;
mod route;
#[cfg(feature = "ssr")]
mod shell;
mod site;
mod ui;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

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
    view! {
        <Router set_is_routing=set_routing>
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <ui::progress::ProgressBar />
            <ui::header::Header />
            <main id="main" tabindex="-1">
                <FlatRoutes fallback=pages::not_found::NotFoundPage>
                    <Route path=path!("/") view=pages::home::HomePage ssr=SsrMode::Async />
                    <Route path=path!("/products") view=pages::products::ProductsPage ssr=SsrMode::Async />
                    <Route path=path!("/products/:slug") view=pages::product::ProductPage ssr=SsrMode::Async />
                    <Route path=path!("/developers/:slug") view=pages::developer::DeveloperPage ssr=SsrMode::Async />
                    <Route path=path!("/cart") view=pages::cart::CartPage ssr=SsrMode::Async />
                    <Route path=path!("/help") view=pages::help::HelpPage ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <ui::footer::Footer />
        </Router>
    }
}
