//! A price and how it is billed.

use domain::{Billing, Money};
use leptos::prelude::*;

/// `From $49.00 / month`; nothing to pay is `Free`.
#[component]
pub(crate) fn Price(price: Money, billing: Billing, #[prop(default = false)] from: bool) -> impl IntoView {
    let free = price.amount == 0;
    let amount = if free { "Free".to_owned() } else { price.to_string() };
    let suffix = billing.suffix();
    let suffix = if free || suffix.is_empty() {
        String::new()
    } else {
        format!(" {suffix}")
    };
    view! {
        <span class="price">
            {if from { "From " } else { "" }} <b>{amount}</b> {suffix}
        </span>
    }
}
