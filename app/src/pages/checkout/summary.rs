//! What is bought and what it comes to, beside the form. It follows what is typed.

use domain::Money;
use domain::order::OrderLine;
use leptos::prelude::*;
use views::checkout::CheckoutView;

use super::state::{Checkout, Trouble};
use super::totals::{Totals, line_names};
use crate::pages::cart::Doubles;

#[component]
pub(super) fn Summary() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let cart = Memo::new(move |_| checkout.view.with(|view| view.cart.clone()));
    view! {
        <aside class="checkout-summary" id="summary" aria-labelledby="summary-title">
            <h2 id="summary-title">"Your order"</h2>
            <Confirm />
            <Doubles cart />
            <Lines />
            <WrongCode />
            <Amounts />
            <p class="sr-only" role="status">
                {move || checkout.said.get()}
            </p>
            <Outdated />
            <p class="without-script">
                <button class="btn block" name="step" value="refresh">
                    "Update tax and totals"
                </button>
            </p>
            <p>
                <a href="/cart">"Edit the cart"</a>
            </p>
        </aside>
    }
}

/// Sends back to the cart where something in it changed.
#[component]
fn Confirm() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let must_confirm = Memo::new(move |_| checkout.view.with(|view| view.cart.must_confirm()));
    view! {
        <Show when=move || must_confirm.get()>
            <p class="notice warn">
                "Something in your cart changed. " <a href="/cart">"Please check your cart"</a> " before you pay."
            </p>
        </Show>
    }
}

#[component]
fn Lines() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let lines = Memo::new(move |_| checkout.view.with(|view| (view.lines.clone(), view.totals.currency)));
    let items = move || {
        let (lines, currency) = lines.get();
        let item = |line: OrderLine| {
            let amount = Money::new(line.net + line.discount, currency);
            let (title, plan) = line_names(line.quantity, &line.title, &line.plan_name, line.billing);
            view! {
                <li>
                    <span>
                        <b>{title}</b>
                        <small>{plan}</small>
                    </span>
                    <span class="amount">{amount.to_string()}</span>
                </li>
            }
        };
        lines.into_iter().map(item).collect_view()
    };
    view! { <ul>{items}</ul> }
}

/// Why the discount code takes nothing off.
#[component]
fn WrongCode() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let error = Memo::new(move |_| checkout.view.with(|view| view.discount_error.clone()));
    move || {
        error.get().map(|error| {
            view! {
                <p class="field-error">
                    {error} " " <a href="/cart">"Change the code in your cart"</a>
                </p>
            }
        })
    }
}

/// The sums as the server last said; dimmed while it is asked again.
#[component]
fn Amounts() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let amounts = Memo::new(move |_| {
        checkout
            .view
            .with(|view| (view.totals, view.tax.clone(), view.discount_code.clone(), note(view)))
    });
    let shown = move || {
        let (totals, tax, code, note) = amounts.get();
        view! {
            <Totals totals tax code />
            {note.map(|note| view! { <p class="hint">{note}</p> })}
        }
    };
    view! {
        <div
            class="checkout-amounts"
            class:pending=move || checkout.asking.get()
            aria-busy=move || checkout.asking.get().then_some("true")
        >
            {shown}
        </div>
    }
}

/// What is still open about the tax.
fn note(view: &CheckoutView) -> Option<String> {
    match &view.tax {
        None => Some("Choose your country to see the tax and the total.".to_owned()),
        Some(tax) if view.vat_unconfirmed => Some(format!(
            "Your VAT id could not be confirmed, so {} is charged.",
            tax.label
        )),
        Some(_) => None,
    }
}

/// Says that the sums may not follow what is typed, and asks again.
#[component]
fn Outdated() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    move || match checkout.trouble.get() {
        Some(Trouble::Failed(failure)) => Some(view! {
            <p class="notice warn" role="alert">
                {format!("{failure} Until then tax and total may be out of date. ")}
                <button type="button" class="as-link" on:click=move |_| checkout.ask()>
                    "Try again"
                </button>
            </p>
        }),
        Some(Trouble::LoggedOut | Trouble::Empty | Trouble::Paid(_)) | None => None,
    }
}
