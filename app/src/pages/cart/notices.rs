//! What the page says above the lines: what was added, why a change was not made, what waits for a word.

use domain::cart::CartView;
use leptos::prelude::*;

use super::{Place, Trouble, version};

pub(super) fn notices(view: &CartView, trouble: Option<&Trouble>, added: Option<&Place>) -> impl IntoView + use<> {
    let trouble = trouble.filter(|trouble| match &trouble.at {
        Place::Cart => true,
        Place::Code => false,
        // A refused line that is not in the cart has no place of its own.
        Place::Line(product, plan) => view.line(product, plan).is_none(),
    });
    let warning = trouble.map(|trouble| view! { <p class="notice warn">{trouble.text.clone()}</p> });
    (warning, added.and_then(|added| good_news(view, added)))
}

fn good_news(view: &CartView, added: &Place) -> Option<impl IntoView + use<>> {
    let Place::Line(product, plan) = added else { return None };
    let line = view.line(product, plan)?;
    let name = format!("{}, {}", line.title, line.plan_name);
    Some(view! {
        <p class="notice good">
            {format!("Added {name}. ")}
            <a href=format!("/products/{product}")>"Back to the product"</a>
        </p>
    })
}

/// Asks for a word where prices changed or plans vanished.
pub(super) fn confirm(view: &CartView) -> Option<impl IntoView + use<>> {
    view.must_confirm().then(|| {
        view! {
            <form class="notice warn cart-confirm" method="post" action="/api/fn/cart_confirm">
                {version(view.version)}
                <p>"Something changed since you filled your cart. Please look at it, then accept it to go on."</p>
                <button class="btn">"Accept changes"</button>
            </form>
        }
    })
}
