//! What is bought and what it comes to, beside the checkout's form; the sums stand on an order's page too.

use domain::checkout::CheckoutView;
use domain::order::{OrderLine, Totals};
use domain::tax::{Tax, TaxKind};
use domain::{Billing, Money};
use leptos::prelude::*;

pub(super) fn summary(view: &CheckoutView) -> impl IntoView + use<> {
    let lines: Vec<_> = view.lines.iter().map(|line| summary_line(line, view.totals)).collect();
    let wrong_code = view.discount_error.clone().map(|error| {
        view! {
            <p class="field-error">
                {error} " " <a href="/cart">"Change the code in your cart"</a>
            </p>
        }
    });
    let estimated = view.form.country.is_empty().then(|| {
        view! { <p class="hint">"Estimated: the tax follows from the country that you choose."</p> }
    });
    let unconfirmed = view.vat_unconfirmed.then(|| {
        let text = format!("Your VAT id could not be confirmed, so {} is charged.", view.tax.label);
        view! { <p class="hint">{text}</p> }
    });
    let confirm = view.cart.must_confirm().then(|| {
        view! {
            <p class="notice warn">
                "Something in your cart changed. " <a href="/cart">"Please look at your cart"</a> " before you pay."
            </p>
        }
    });
    view! {
        <aside class="till-summary" id="summary" aria-labelledby="summary-title">
            <h2 id="summary-title">"Your order"</h2>
            {confirm}
            <ul>{lines}</ul>
            {wrong_code}
            {totals(view.totals, &view.tax, view.discount_code.as_deref())}
            {estimated}
            {unconfirmed}
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

/// A line's product, with how many times, and its plan, with how often it is paid.
pub(crate) fn names(quantity: u32, title: &str, plan: &str, billing: Billing) -> (String, String) {
    let title = match quantity {
        0 | 1 => title.to_owned(),
        times => format!("{times} × {title}"),
    };
    let plan = match billing.suffix() {
        "" => plan.to_owned(),
        suffix => format!("{plan} {suffix}"),
    };
    (title, plan)
}

fn summary_line(line: &OrderLine, totals: Totals) -> impl IntoView + use<> {
    let amount = Money::new(line.net + line.discount, totals.currency);
    let (title, plan) = names(line.quantity, &line.title, &line.plan_name, line.billing);
    view! {
        <li>
            <span>
                <b>{title}</b>
                <small>{plan}</small>
            </span>
            <span class="amount">{amount.to_string()}</span>
        </li>
    }
}

/// Subtotal, discount, tax and total.
pub(crate) fn totals(totals: Totals, tax: &Tax, code: Option<&str>) -> impl IntoView + use<> {
    let money = |amount| Money::new(amount, totals.currency).to_string();
    let discount = (totals.discount > 0).then(|| {
        let name = code.map_or_else(|| "Discount".to_owned(), |code| format!("Discount {code}"));
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{format!("−{}", money(totals.discount))}</dd>
            </div>
        }
    });
    let reverse = (tax.kind == TaxKind::ReverseCharge).then(|| {
        view! { <p class="hint">"Your VAT id was confirmed: you account for the tax yourself (reverse charge)."</p> }
    });
    view! {
        <dl class="sums">
            <div>
                <dt>"Subtotal"</dt>
                <dd>{money(totals.list)}</dd>
            </div>
            {discount}
            <div>
                <dt>{tax.label.clone()}</dt>
                <dd>{money(totals.tax)}</dd>
            </div>
            <div class="sum">
                <dt>"Total"</dt>
                <dd>{money(totals.total)}</dd>
            </div>
        </dl>
        {reverse}
    }
}
