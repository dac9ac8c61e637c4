//! The head of every page: search, products, cart, and a menu.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::cart_link::CartLink;
use super::search_box::SearchBox;
use super::theme::ThemeSwitch;

#[component]
pub(crate) fn Header() -> impl IntoView {
    let location = use_location();
    let here = move |path: &'static str| location.pathname.with(|at| at == path).then_some("page");
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
                <SearchBox id="search" placeholder="Search products" />
                <nav class="top-nav" aria-label="Main">
                    <a class="top-link" href="/products" aria-current=move || here("/products")>
                        "Products"
                    </a>
                    <CartLink here=move || here("/cart") />
                    <Menu />
                </nav>
            </div>
        </header>
    }
}

/// What belongs to the reader: the theme, the account, and help.
#[component]
fn Menu() -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            close();
        }
        path
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    view! {
        <details class="menu" node_ref=details on:keydown=on_key on:focusout=move |event| close_on_leave(&event, close)>
            <summary class="top-link" aria-label="Account">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-3.5 4-5 7.500-5s6.500 1.500 7.500 5" />
                </svg>
                <span class="wide">"Account"</span>
            </summary>
            <div class="menu-panel">
                <ThemeSwitch />
                {account()}
                <a href="/help#accounts">"About accounts"</a>
                <a href="/help">"Help"</a>
            </div>
        </details>
    }
}

/// Who is logged in, or the way to do that. The server knows, and script has nothing to add.
#[cfg(feature = "ssr")]
fn account() -> impl IntoView {
    super::served::served("menu-account", super::account_menu::account_menu)
}

#[cfg(feature = "hydrate")]
fn account() -> impl IntoView {
    super::served::served("menu-account")
}

/// Closes the menu when the focus moves elsewhere on the page.
#[cfg(feature = "hydrate")]
fn close_on_leave(event: &FocusEvent, close: impl Fn()) {
    use wasm_bindgen::JsCast;

    let node = |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let menu = node(event.current_target());
    if let (Some(menu), Some(next)) = (menu, node(event.related_target()))
        && !menu.contains(Some(&next))
    {
        close();
    }
}

#[cfg(feature = "ssr")]
fn close_on_leave(_event: &FocusEvent, _close: impl Fn()) {}
