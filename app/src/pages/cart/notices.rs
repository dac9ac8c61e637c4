//! What the page says above the lines: what was added, why a change was not made, what waits for a word.

use domain::cart::CartChange;
use leptos::prelude::*;

use super::desk::{Desk, Place};

/// Listened to by screen readers, so it is there also when it is empty.
pub(super) fn notices(desk: Desk) -> AnyView {
    let trouble = desk.trouble_at(Place::Cart);
    let orphan = Memo::new(move |_| {
        // A refused line that is not in the cart has no place of its own.
        let trouble = desk.trouble.get()?;
        let Place::Line(product, plan) = &trouble.at else {
            return None;
        };
        let there = desk.shown().with(|view| view.line(product, plan).is_some());
        (!there).then_some(trouble)
    });
    let warning = move || {
        let trouble = trouble.get().or_else(|| orphan.get())?;
        Some(view! { <p class="notice warn">{trouble.text}</p> })
    };
    view! {
        <div class="cart-notices" role="status">
            {warning}
            {move || added(desk)}
        </div>
    }
    .into_any()
}

fn added(desk: Desk) -> Option<impl IntoView + use<>> {
    let Some(Place::Line(product, plan)) = desk.added.get() else {
        return None;
    };
    let name = desk.shown().with(|view| {
        view.line(&product, &plan)
            .map(|line| format!("{}, {}", line.title, line.plan_name))
    })?;
    Some(view! {
        <p class="notice good">
            {format!("Added {name}. ")}
            <a href=format!("/products/{product}")>"Back to the product"</a>
        </p>
    })
}

/// Asks for a word where prices changed or plans vanished.
pub(super) fn confirm(desk: Desk) -> AnyView {
    let must = Memo::new(move |_| desk.shown().with(|view| view.must_confirm()));
    let form = move || {
        let accept = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            desk.change(Place::Cart, CartChange::Confirm, None);
        };
        view! {
            <form class="notice warn cart-confirm" method="post" action="/api/fn/cart_confirm" on:submit=accept>
                {desk.version()}
                <p>"Something changed since you filled your cart. Please look at it, then accept it to go on."</p>
                <button class="btn">"Accept changes"</button>
            </form>
        }
    };
    (move || must.get().then(form)).into_any()
}
