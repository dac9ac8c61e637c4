//! What the page says above the lines: what was added, why a change was not made, what waits to be confirmed.

use domain::cart::CartChange;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use views::cart::CartView;
use views::cart::DoubleSubscription;

use super::desk::Desk;
use super::place::Place;
use super::quantity::Version;
use crate::api::cart::CartConfirmFn;

/// `added`: the line that a form on another page has just added.
#[component]
pub(super) fn Notices(added: Option<Place>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let view = desk.cart.shown();
    let trouble = move || {
        desk.trouble().filter(|trouble| match &trouble.at {
            Place::Cart => true,
            Place::Code => false,
            // A refused line that is not in the cart has no place of its own.
            Place::Line(product, plan) => view.with(|view| view.line(product, plan).is_none()),
        })
    };
    let added = match added {
        Some(Place::Line(product, plan)) => view.with_untracked(|view| view.line(&product, &plan).cloned()),
        _ => None,
    };
    let added = added.map(|line| {
        view! {
            <p class="notice good">
                {format!("Added {}, {}. ", line.title, line.plan_name)}
                <a href=format!("/products/{}", line.product)>"Back to the product"</a>
            </p>
        }
    });
    view! {
        {move || trouble().map(|trouble| view! { <p class="notice warn">{trouble.text}</p> })}
        {added}
    }
}

/// Asks to confirm where prices changed or plans vanished.
#[component]
pub(super) fn Confirm() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let view = desk.cart.shown();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let shown = view.with_untracked(CartView::fingerprint);
        desk.change(Place::Cart, CartChange::ConfirmShown(shown), None);
    };
    let waits = Memo::new(move |_| view.with(|view| view.must_confirm()));
    view! {
        <Show when=move || waits.get()>
            <form
                class="notice warn cart-confirm"
                method="post"
                action=CartConfirmFn::url()
                on:submit=on_submit
            >
                <Version />
                <input type="hidden" name="shown" value=move || view.with(CartView::fingerprint) />
                <p>"Something changed since you filled your cart. Please check it, then accept the changes."</p>
                <button class="btn">"Accept changes"</button>
            </form>
        </Show>
    }
}

/// Warns of two plans of one subscription: mostly the customer meant to change from one to the other.
#[component]
pub(crate) fn Doubles(#[prop(into)] cart: Signal<CartView>) -> impl IntoView {
    let doubles = Memo::new(move |_| {
        let found = cart.with(|cart| cart.double_subscriptions()).into_iter();
        found.map(warning).collect::<Vec<_>>()
    });
    move || {
        let warnings = doubles.get().into_iter();
        warnings
            .map(|text| view! { <p class="notice warn">{text}</p> })
            .collect_view()
    }
}

fn warning(DoubleSubscription { title, plans }: DoubleSubscription) -> String {
    format!(
        "Your cart has {} plans of {title}: {}. You would pay for each of them. Keep one, unless you need them all.",
        plans.len(),
        plans.join(", ")
    )
}
