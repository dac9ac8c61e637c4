//! The head of every page: search, products, cart, and a menu.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::account_menu::account_menu;
use super::cart_link::CartLink;
use super::owned;
use super::search_box::SearchBox;
use super::theme::theme_switch;

#[component]
pub(crate) fn Header() -> impl IntoView {
    let location = use_location();
    let path = location.pathname.get_untracked();
    let search = location.search.get_untracked();
    let on_products = path == "/products";
    let asked = location.query.with_untracked(|query| query.get("q"));
    let asked = asked.filter(|_| on_products).unwrap_or_default();
    let asked: String = asked.chars().take(catalog::MAX_QUERY_CHARS).collect();
    let mark = if search.is_empty() { "" } else { "?" };
    let back = format!("{path}{mark}{search}");
    // Erased: its type is long.
    let search_box = view! {
        <SearchBox id="search".to_owned() placeholder="Search products".to_owned() text=asked />
    }
    .into_any();
    view! {
        <header class="top">
            <div class="wrap top-row">
                <a class="logo" href="/" aria-label="Mintreu, home">
                    <svg viewBox="0 0 28 28" aria-hidden="true">
                        <path class="logo-leaf" d="M3 14C3 7 8 3 14 3h11v11c0 6-4 11-11 11H3z" />
                        <path class="logo-vein" d="M8 20v-8l6 6 6-6v8" />
                    </svg>
                    <span>"Mintreu"</span>
                </a>
                {search_box}
                <nav class="top-nav" aria-label="Main">
                    <a class="top-link" href="/products" aria-current=on_products.then_some("page")>
                        "Products"
                    </a>
                    <CartLink here=path == "/cart" />
                    {menu(back)}
                </nav>
            </div>
        </header>
    }
}

/// What belongs to the reader: the theme, the account, and help. `back`: where a form without script leads back to.
fn menu(back: String) -> impl IntoView {
    view! {
        <details class="menu">
            <summary class="top-link" aria-label="Account">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-3.5 4-5 7.500-5s6.500 1.500 7.500 5" />
                </svg>
                <span class="wide">"Account"</span>
            </summary>
            <div class="menu-panel">
                {theme_switch(back)}
                <div class="menu-account">{Suspend::new(async { owned(account_menu().await) })}</div>
                <a href="/help#accounts">"About accounts"</a>
                <a href="/help">"Help"</a>
            </div>
        </details>
    }
}
