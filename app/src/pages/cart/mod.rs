//! `/cart`: what the reader means to buy, at today's prices. Everything on it is a form; in the browser each change
//! shows at once and is undone with a message where the server refuses it.

mod desk;
mod empty;
mod line;
mod notices;
mod summary;

use leptos::prelude::*;

use self::desk::Desk;
use crate::api;
use crate::data::CartPageData;
use crate::head::Head;
use crate::ui::card::grid;
use crate::ui::error::error_page;
use crate::ui::owned;
use crate::ui::progress::awaited;

#[component]
pub(crate) fn CartPage() -> impl IntoView {
    Head {
        noindex: true,
        ..Head::page("Cart", "Your cart on Mintreu Marketplace.", "/cart")
    }
    .set();
    let cart = Resource::new(|| (), |()| awaited(api::cart()));
    move || {
        Suspend::new(async move {
            owned(match cart.await {
                Ok(data) => page(data).into_any(),
                Err(error) => error_page(error).into_any(),
            })
        })
    }
}

fn page(data: CartPageData) -> impl IntoView {
    let CartPageData { cart, popular } = data;
    let desk = Desk::open(cart);
    let filled = Memo::new(move |_| desk.shown().with(|view| !view.lines.is_empty()));
    let shelf = (!popular.is_empty()).then(|| {
        view! {
            <section class="part shelf" aria-labelledby="popular">
                <h2 id="popular">{move || if filled.get() { "You may also like" } else { "Popular now" }}</h2>
                {grid(popular, "grid", 0)}
            </section>
        }
    });
    view! {
        <div class="wrap page">
            <h1 tabindex="-1" node_ref=desk.title>
                "Cart"
            </h1>
            {notices::notices(desk)}
            {move || if filled.get() { contents(desk) } else { empty::empty() }}
        </div>
        <div class="wrap">{shelf}</div>
    }
}

fn contents(desk: Desk) -> AnyView {
    view! {
        <div class="cart">
            <section aria-labelledby="items">
                <h2 class="unseen" id="items">
                    "Items"
                </h2>
                {notices::confirm(desk)}
                <ul class="cart-lines">
                    <For
                        each=move || desk.shown().get().lines
                        key=|line| (line.product.to_string(), line.plan.to_string())
                        children=move |line| line::line(line, desk)
                    />
                </ul>
            </section>
            {summary::summary(desk)}
        </div>
    }
    .into_any()
}
