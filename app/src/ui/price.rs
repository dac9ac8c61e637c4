//! A price and how it is billed.

use domain::{Billing, Money};
use leptos::prelude::*;

/// `From $49.00 / month`; nothing to pay is `Free`.
pub(crate) fn price(price: Money, billing: Billing, from: bool) -> impl IntoView {
    let amount = if price.amount == 0 {
        "Free".to_owned()
    } else {
        price.to_string()
    };
    let suffix = match billing.suffix() {
        suffix if price.amount > 0 && !suffix.is_empty() => format!(" {suffix}"),
        _ => String::new(),
    };
    view! { <span class="price">{if from { "From " } else { "" }}<b>{amount}</b>{suffix}</span> }
}
