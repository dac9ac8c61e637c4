//! How lines are named and what they come to: the same at the checkout and on an order's page.

use domain::order;
use domain::tax::{Tax, TaxKind};
use domain::{Billing, Money};
use leptos::prelude::*;

/// A line's product, with how many times, and its plan, with how often it is paid.
pub(crate) fn line_names(quantity: u32, title: &str, plan: &str, billing: Billing) -> (String, String) {
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

/// Subtotal, discount, tax and total; without a tax, the total before it.
#[component]
pub(crate) fn Totals(totals: order::Totals, tax: Option<Tax>, code: Option<String>) -> impl IntoView {
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
    let is_reversed = tax.as_ref().is_some_and(|tax| tax.kind == TaxKind::ReverseCharge);
    let total = if tax.is_some() { "Total" } else { "Total before tax" };
    let (label, amount) = match tax {
        Some(tax) => (tax.label, money(totals.tax)),
        None => ("Tax".to_owned(), "depends on your country".to_owned()),
    };
    let reverse = is_reversed.then(|| {
        view! {
            <p class="hint">"Your VAT id was confirmed: you account for the tax yourself (reverse charge)."</p>
        }
    });
    view! {
        <dl class="sums">
            <div>
                <dt>"Subtotal"</dt>
                <dd>{money(totals.list)}</dd>
            </div>
            {discount}
            <div>
                <dt>{label}</dt>
                <dd>{amount}</dd>
            </div>
            <div class="sum">
                <dt>{total}</dt>
                <dd>{money(totals.total)}</dd>
            </div>
        </dl>
        {reverse}
    }
}
