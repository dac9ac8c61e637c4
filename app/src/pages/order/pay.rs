//! Paying an order that waits for it.

use domain::Money;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::Address;
use crate::api::orders::OrderPay;
use crate::pages::checkout::{follow, is_leaving, refusal};
use crate::ui::field::Message;

/// The button that leads to the provider. `look` asks the server again how the order stands.
#[component]
pub(super) fn Pay(name: String, key: String, label: &'static str, look: Callback<()>) -> impl IntoView {
    let pay = ServerAction::<OrderPay>::new();
    let navigate = use_navigate();
    follow(pay, move |address| {
        navigate(address, NavigateOptions::default());
        look.run(());
    });
    let pending = pay.pending();
    let busy = Memo::new(move |_| pending.get() || is_leaving(pay));
    let label = move || {
        if busy.get() {
            "Opening the payment page…"
        } else {
            label
        }
    };
    view! {
        <ActionForm action=pay>
            <input type="hidden" name="name" value=name />
            <input type="hidden" name="key" value=key />
            <Message text=Signal::derive(move || refusal(pay)) bad=true />
            <button class="btn primary big" disabled=move || busy.get()>
                {label}
            </button>
        </ActionForm>
    }
}

/// Why paying could not be begun.
#[component]
pub(super) fn Failed(address: Memo<Address>) -> impl IntoView {
    let text = move || match address.with(|address| address.failed.clone())?.as_str() {
        "code" => Some(
            "The discount code of this order has been used up. Nothing was charged. Take the code out of your cart, and place the order again. ",
        ),
        "refused" => Some("This order can’t be paid this way. Nothing was charged. Please choose another way to pay."),
        "unavailable" => Some(
            "The payment provider doesn’t answer at the moment. Nothing was charged. Please try again in a minute.",
        ),
        _ => None,
    };
    move || {
        text().map(|text| {
            let cart = address.with(|address| address.failed.as_deref() == Some("code"));
            view! {
                <p class="notice warn" role="alert">
                    {text}
                    {cart.then(|| view! { <a href="/cart">"Open the cart"</a> })}
                </p>
            }
        })
    }
}

/// The next order of a checkout that takes several payments.
#[component]
pub(super) fn NextOrder(address: String, total: Money, waiting: usize) -> impl IntoView {
    let missing = match waiting {
        1 => format!("One more payment of {total} completes your cart. "),
        _ => format!("{waiting} more payments complete your cart; the next one is {total}. "),
    };
    view! {
        <p class="notice next-order">
            {missing}
            <a class="btn primary" href=address>
                "Go on to the next payment"
            </a>
        </p>
    }
}
