//! A price and how it is billed.

use domain::{Billing, Money};

use super::html::{Markup, html};

/// `From $49.00 / month`; nothing to pay is `Free`.
pub(crate) fn price(price: Money, billing: Billing, from: bool) -> Markup {
    let free = price.amount == 0;
    let suffix = billing.suffix();
    html! {
        span .price {
            @if from { "From " }
            b { @if free { "Free" } @else { (price.to_string()) } }
            @if !free && !suffix.is_empty() { " " (suffix) }
        }
    }
}
