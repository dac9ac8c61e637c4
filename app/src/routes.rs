//! What stands at which address, and what stands around every page.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::pages::account::{AccountPage, account_page};
use crate::pages::cart::CartPage;
use crate::pages::checkout::CheckoutPage;
use crate::pages::developer::DeveloperPage;
use crate::pages::help::HelpPage;
use crate::pages::home::HomePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::order::OrderPage;
use crate::pages::product::ProductPage;
use crate::pages::products::ProductsPage;
use crate::pages::purchases::PurchasesPage;
use crate::ui;

/// The whole page inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    provide_context(ui::toast::Toasts::new());
    view! {
        <Router>
            <a class="skip" href="#main">
                "Skip to content"
            </a>
            <ui::header::Header />
            <main id="main" tabindex="-1">
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/products") view=ProductsPage ssr=SsrMode::Async />
                    <Route path=path!("/products/:slug") view=ProductPage ssr=SsrMode::Async />
                    <Route path=path!("/developers/:slug") view=DeveloperPage ssr=SsrMode::Async />
                    <Route path=path!("/cart") view=CartPage ssr=SsrMode::Async />
                    <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async />
                    <Route path=path!("/login") view=|| account_page(AccountPage::LogIn) ssr=SsrMode::Async />
                    <Route path=path!("/register") view=|| account_page(AccountPage::Register) ssr=SsrMode::Async />
                    <Route path=path!("/verify") view=|| account_page(AccountPage::Resend) ssr=SsrMode::Async />
                    <Route path=path!("/verify/:token") view=|| account_page(AccountPage::Verify) ssr=SsrMode::Async />
                    <Route path=path!("/reset") view=|| account_page(AccountPage::AskReset) ssr=SsrMode::Async />
                    <Route path=path!("/reset/:token") view=|| account_page(AccountPage::Reset) ssr=SsrMode::Async />
                    <Route path=path!("/account") view=|| account_page(AccountPage::Settings) ssr=SsrMode::Async />
                    <Route path=path!("/account/purchases") view=PurchasesPage ssr=SsrMode::Async />
                    <Route path=path!("/checkout") view=CheckoutPage ssr=SsrMode::Async />
                    <Route path=path!("/orders/:name") view=OrderPage ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <ui::footer::Footer />
            <ui::toast::ToastCorner />
        </Router>
    }
}
