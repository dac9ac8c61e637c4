//! The button that places the order, and why an order was not placed.

use leptos::prelude::*;

use super::next::{is_leaving, refusal};
use super::state::Checkout;
use crate::api::checkout::CheckoutSubmit;

#[component]
pub(super) fn PlaceButton(submit: ServerAction<CheckoutSubmit>) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let input = submit.input();
    let placing = Memo::new(move |_| {
        let sent = input.with(|input| input.as_ref().is_some_and(|form| form.step == "place"));
        sent || is_leaving(submit)
    });
    let blocked = Memo::new(move |_| {
        checkout
            .view
            .with(|view| view.offers.is_empty() && view.totals.total > 0)
    });
    let label = move || {
        let (total, is_taxed) = checkout.view.with(|view| (view.totals.total(), view.tax.is_some()));
        match (placing.get(), total.amount) {
            (true, _) => "Placing your order…".to_owned(),
            (false, 0) => "Place the order".to_owned(),
            (false, _) if !is_taxed => format!("Pay {total} plus tax"),
            (false, _) => format!("Pay {total}"),
        }
    };
    view! {
        <button
            class="btn primary big block"
            name="step"
            value="place"
            disabled=move || placing.get() || blocked.get()
        >
            {label}
        </button>
    }
}

/// Why the order was not placed. It is made anew for each answer, so that it is read out again.
#[component]
pub(super) fn Notice(submit: ServerAction<CheckoutSubmit>) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let version = submit.version();
    move || {
        version.track();
        let failed = refusal(submit).map(|text| format!("{text} Nothing was charged, and nothing you typed is lost."));
        let text = failed.or_else(|| notice(checkout))?;
        Some(view! {
            <p class="notice warn" role="alert" id="notice" tabindex="-1">
                {text}
            </p>
        })
    }
}

/// What the address says, in words.
fn notice(checkout: Checkout) -> Option<String> {
    let notice = checkout.asked.with(|asked| asked.notice.clone())?;
    let text = match notice.as_str() {
        "total" => {
            return Some(checkout.view.with(|view| {
                let tax = view.tax.as_ref().map_or("before tax", |tax| &tax.label);
                other_total(&view.totals.total().to_string(), tax)
            }));
        }
        "stale" => {
            "Your cart was changed in another window. This is how it looks now: please check it and order again."
        }
        "unavailable" => {
            "The payment provider doesn’t answer at the moment. Nothing was charged. Please try again in a minute, or choose another way to pay."
        }
        "earlier" => {
            "You started to pay for this cart before, and that payment page can’t be closed at the moment. Nothing was charged, and so that you don’t pay twice this order was not placed. Please try again in a minute."
        }
        "refused" => "This order can’t be paid this way. Nothing was charged. Please choose another way to pay.",
        "failed" => {
            let seller = checkout.view.with(|view| view.seller_email.clone());
            return Some(format!(
                "Something went wrong on our side, so your order was not placed. Nothing was charged, and nothing you typed is lost. Please try again in a moment. If it goes wrong again, write to {seller}."
            ));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// What was typed into a part of the form could not be kept. It is said above the form: a phone may show any part.
#[component]
pub(super) fn NotSaved() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let failed = Memo::new(move |_| {
        checkout
            .asked
            .with(|asked| asked.notice.as_deref() == Some("not-saved"))
    });
    view! {
        <Show when=move || failed.get()>
            <p class="notice warn" role="alert" id="notice" tabindex="-1">
                "Something went wrong on our side, and what you typed could not be saved. Nothing was charged. Please try again in a moment."
            </p>
        </Show>
    }
}

fn other_total(total: &str, tax: &str) -> String {
    format!(
        "With these billing details the total is {total} ({tax}). Nothing was charged. Please check it, and pay if it is right."
    )
}
