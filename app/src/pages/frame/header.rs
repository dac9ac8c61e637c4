//! The head of every page: search, products, cart, and a menu.

use catalog::{MAX_QUERY_CHARS, Suggestions};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::menu::Menu;
use crate::api::catalogue::suggest;
use crate::state::{Cart, Catalog, Navigation};
use crate::ui::search_box::{SearchBox, SuggestFn};

#[component]
pub(crate) fn Header() -> impl IntoView {
    let location = use_location();
    let here = move |path: &'static str| location.pathname.with(|at| at == path).then_some("page");
    let asked = Memo::new(move |_| {
        let on_products = location.pathname.with(|path| path == "/products");
        let asked = on_products
            .then(|| location.query.with(|query| query.get("q")))
            .flatten();
        asked
            .unwrap_or_default()
            .chars()
            .take(MAX_QUERY_CHARS)
            .collect::<String>()
    });
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
                <Search id="search" placeholder="Search products" text=asked />
                <nav class="top-nav" aria-label="Main">
                    <a class="top-link" href="/products" aria-current=move || here("/products")>
                        "Products"
                    </a>
                    <CartLink current=Signal::derive(move || here("/cart")) />
                    <Menu />
                </nav>
            </div>
        </header>
    }
}

/// The search field, which asks the snapshot where it is there, else the server.
#[component]
pub(crate) fn Search(id: &'static str, placeholder: &'static str, #[prop(into)] text: Signal<String>) -> impl IntoView {
    let catalog = expect_context::<Catalog>();
    let suggest: SuggestFn = Callback::new(move |(text, show): (String, Callback<Suggestions>)| {
        match catalog.suggest(&text) {
            Some(suggestions) => show.run(suggestions),
            None => spawn_local(async move {
                // Without suggestions the field still searches.
                if let Ok(suggestions) = suggest(text).await {
                    show.run(suggestions);
                }
            }),
        }
    });
    let (navigate, navigation) = (use_navigate(), expect_context::<Navigation>());
    let go = Callback::new(move |address: String| {
        if !navigation.loads(&address) {
            navigate(&address, NavigateOptions::default());
        }
    });
    view! { <SearchBox id placeholder text suggest go /> }
}

/// The way to the cart, and how much is in it.
#[component]
fn CartLink(current: Signal<Option<&'static str>>) -> impl IntoView {
    let cart = expect_context::<Cart>();
    let items = move || match cart.count() {
        1 => " item in the cart",
        _ => " items in the cart",
    };
    view! {
        <a class="top-link" href="/cart" aria-current=move || current.get()>
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2" />
            </svg>
            <span class="wide">"Cart"</span>
            <span class="count-dot" class:some=move || cart.count() != 0>
                {move || cart.count()}
                <span class="sr-only">{items}</span>
            </span>
        </a>
    }
}
