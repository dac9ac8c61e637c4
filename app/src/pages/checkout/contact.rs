//! Who buys, and where the order is sent.

use leptos::prelude::*;

use super::entry::Entry;
use super::state::Checkout;

/// `from_last_order`: the form was filled in for a customer who bought before.
#[component]
pub(super) fn Contact(from_last_order: bool) -> impl IntoView {
    view! {
        <fieldset class="checkout-part part-contact" id="contact" tabindex="-1">
            <legend>"Contact"</legend>
            <Account />
            {from_last_order.then(|| view! { <p class="hint">"Filled in from your last order."</p> })}
            <Entry
                name="email"
                label="E-mail"
                kind="email"
                autocomplete="email"
                hint="We send your order, keys and invoice here."
            />
            <Entry name="name" label="Name" autocomplete="name" />
            <div class="checkout-go">
                <button class="btn primary big block" name="step" value="contact">
                    "Continue to billing details"
                </button>
            </div>
        </fieldset>
    }
}

/// Who is logged in, or the ways to be: buttons, so that what was typed goes along.
#[component]
fn Account() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let account = Memo::new(move |_| checkout.view.with(|view| view.account.clone()));
    move || match account.get() {
        Some(address) => view! { <p class="hint">{format!("You are logged in as {address}.")}</p> }.into_any(),
        None => view! {
            <p class="hint">
                "You need no account. "
                <button class="as-link" name="step" value="log_in">
                    "Log in"
                </button> " or "
                <button class="as-link" name="step" value="register">
                    "register"
                </button> " if you like; your cart and what you typed stay."
            </p>
        }
        .into_any(),
    }
}
