//! `/cart`: what the visitor means to buy, at today's prices. Everything on it is a form; in the browser each change
//! shows at once, and is undone with a message where the server refuses it.

mod changed;
mod desk;
mod line;
mod notices;
mod place;
mod quantity;
mod summary;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use views::cart::CartView;

use self::desk::Desk;
use self::line::Line;
pub(crate) use self::notices::Doubles;
use self::notices::{Confirm, Notices};
use self::summary::Summary;
use super::{Loaded, ready};
use crate::api::cart::cart;
use crate::api::catalogue::suggested;
use crate::api::data::data;
use crate::state::Cart;
use crate::ui::card::CardGrid;
use crate::ui::head::Head;

lazy_page!(CartRoute, cart, super::page);

async fn page() -> AnyView {
    let data = data(|| (), |()| cart());
    ready(data).await;
    view! { <Loaded data page=|cart| view! { <CartPage known=cart /> }.into_any() /> }.into_any()
}

#[component]
fn CartPage(known: CartView) -> impl IntoView {
    let query = use_query_map().get_untracked();
    let (trouble, added) = place::told(&query, &known);
    let cart = expect_context::<Cart>();
    cart.learn(known);
    provide_context(Desk::new(cart, trouble));
    let view = cart.shown();
    let empty = Memo::new(move |_| view.with(|view| view.lines.is_empty()));
    view! {
        <Head title="Cart" description="Your cart on Mintreu Marketplace." path="/cart" noindex=true />
        <div class="wrap page" id="cart">
            <h1 id="cart-title" tabindex="-1">
                "Cart"
            </h1>
            <div class="cart-notices" role="status">
                <Notices added />
            </div>
            <Show when=move || empty.get()>
                <EmptyCart />
            </Show>
            <Show when=move || !empty.get()>
                <div class="cart">
                    <section aria-labelledby="items">
                        <h2 class="sr-only" id="items">
                            "Items"
                        </h2>
                        <Confirm />
                        <Doubles cart=view />
                        <Lines />
                    </section>
                    <Summary />
                </div>
            </Show>
        </div>
        <div class="wrap">
            <Suggested empty />
        </div>
    }
}

/// The lines, each by its plan, so that what is typed into one stays when another leaves.
#[component]
fn Lines() -> impl IntoView {
    let view = expect_context::<Desk>().cart.shown();
    view! {
        <ul class="cart-lines">
            <For
                each=move || view.with(|view| view.lines.clone())
                key=|line| (line.product.clone(), line.plan.clone())
                children=|line| view! { <Line product=line.product plan=line.plan /> }
            />
        </ul>
    }
}

#[component]
fn EmptyCart() -> impl IntoView {
    view! {
        <div class="empty">
            <svg class="empty-art" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2" />
            </svg>
            <h2>"Your cart is empty"</h2>
            <p>"What you add stays here for 90 days, without an account."</p>
            <a class="btn primary" href="/products">
                "Browse products"
            </a>
        </div>
    }
}

/// Popular products that are not in the cart.
#[component]
fn Suggested(empty: Memo<bool>) -> impl IntoView {
    let cards = data(|| (), |()| suggested());
    let title = move || {
        if empty.get() {
            "Popular now"
        } else {
            "You may also like"
        }
    };
    let shelf = move || {
        let cards = cards.get()?.ok()?;
        (!cards.is_empty()).then(|| {
            view! {
                <section class="part shelf" aria-labelledby="popular">
                    <h2 id="popular">{title}</h2>
                    <CardGrid cards />
                </section>
            }
        })
    };
    view! { <Transition>{shelf}</Transition> }
}
