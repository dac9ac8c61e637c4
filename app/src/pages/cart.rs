//! `/cart`: what the reader means to buy.

use leptos::prelude::*;

use crate::head::Head;

#[component]
pub(crate) fn CartPage() -> impl IntoView {
    Head {
        noindex: true,
        ..Head::page("Cart", "Your cart on Mintreu Marketplace.", "/cart")
    }
    .set();
    view! {
        <div class="wrap page">
            <h1>"Cart"</h1>
            <div class="empty">
                <h2>"Your cart is empty"</h2>
                <p>
                    "Buying on this site is not open yet, so nothing can be put in the cart. Compare plans on a product's page and contact its developer from there."
                </p>
                <a class="btn primary" href="/products">
                    "Browse products"
                </a>
            </div>
        </div>
    }
}
