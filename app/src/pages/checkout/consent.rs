//! What is agreed to when an order is placed.

use domain::checkout::CONSENT;
use leptos::html::Input;
use leptos::prelude::*;

use super::entry::{EntryError, error_id, field_id};
use super::state::Checkout;

/// The consent to immediate delivery, where the buyer's country gives a right of withdrawal.
#[component]
pub(super) fn Consent() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let is_asked = Memo::new(move |_| checkout.view.with(|view| view.asks_consent));
    view! {
        <Show when=move || is_asked.get()>
            <ConsentBox />
        </Show>
    }
}

#[component]
fn ConsentBox() -> impl IntoView {
    const NAME: &str = "consent";
    let checkout = expect_context::<Checkout>();
    let error = checkout.error(NAME);
    let value = |ticked: bool| if ticked { "yes".to_owned() } else { String::new() };
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        // It may have been ticked before the page came alive.
        if let Some(input) = input.get() {
            checkout.typing(NAME, value(input.checked()));
        }
    });
    view! {
        <div class="checkout-consent">
            <input
                type="checkbox"
                id=field_id(NAME)
                name="form[consent]"
                value="yes"
                checked=checkout.value(NAME) == "yes"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| error_id(NAME))
                on:change=move |event| checkout.choose(NAME, value(event_target_checked(&event)))
                on:blur=move |_| checkout.leave(NAME)
                node_ref=input
            />
            <label for=field_id(NAME)>{CONSENT}</label>
            <p class="hint">
                <a href="/legal/refunds">"About refunds and withdrawal"</a>
            </p>
            <EntryError name=NAME error />
        </div>
    }
}

/// What every order accepts.
#[component]
pub(super) fn Terms() -> impl IntoView {
    view! {
        <p class="hint">
            "By placing the order you accept the " <a href="/legal/terms">"terms of sale"</a> " and the "
            <a href="/legal/privacy">"privacy policy"</a> "."
        </p>
    }
}
