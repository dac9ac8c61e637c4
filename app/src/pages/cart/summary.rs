//! What the cart comes to, the discount code, and the way to the checkout.

use domain::cart::{CartView, LineState, MAX_CODE};
use domain::{Billing, Money};

use super::{Place, Trouble, version};
use crate::ui::html::{Markup, html};
use crate::ui::number::counted;

pub(super) fn summary(view: &CartView, trouble: Option<&Trouble>) -> Markup {
    let trouble = trouble.filter(|trouble| trouble.at == Place::Code);
    html! {
        aside .cart-sum aria-labelledby="sum" {
            h2 #sum { "Summary" }
            dl .amounts data-part="amounts" {
                dt { "Subtotal (" (counted(view.count.into(), "item")) ")" }
                dd { (view.subtotal.to_string()) }
                @if let (Some(code), Some(off)) = (&view.code, view.discount) {
                    dt { "Discount (" (code) ")" }
                    dd { "−" (off.to_string()) }
                }
                dt { "Tax" }
                dd .later { "at checkout" }
                dt .total { "Total before tax" }
                dd .total { (view.net().to_string()) }
            }
            div .cart-go data-part="checkout" { (renewals(view)) (checkout(view)) }
            div .cart-code data-part="code" {
                (code(view, trouble))
            }
        }
    }
}

/// What comes again by itself.
fn renewals(view: &CartView) -> Markup {
    let sum = |billing: Billing| {
        let lines = view.lines.iter().filter(|line| line.billing == billing);
        let sum: i64 = lines.map(|line| line.total.amount).sum();
        (sum > 0).then(|| format!("{} {}", Money::new(sum, view.subtotal.currency), billing.suffix()))
    };
    let sums: Vec<String> = [Billing::Monthly, Billing::Yearly]
        .into_iter()
        .filter_map(sum)
        .collect();
    html! {
        @if !sums.is_empty() { p .hint { "Renews at " (sums.join(" and ")) " until it is ended." } }
    }
}

/// Closed while something waits to be confirmed.
fn checkout(view: &CartView) -> Markup {
    let open = !view.must_confirm() && view.lines.iter().any(|line| line.state != LineState::Gone);
    html! {
        @if open {
            a .btn .primary .big .block href="/checkout" { "Checkout" }
        } @else {
            a .btn .primary .big .block role="link" aria-disabled="true" aria-describedby="closed" { "Checkout" }
            p .hint #closed { "Accept the changes in your cart first." }
        }
    }
}

/// A code that counts, or the field for one: with what was typed and what is wrong with it.
fn code(view: &CartView, trouble: Option<&Trouble>) -> Markup {
    match (trouble, &view.code, &view.code_error) {
        (Some(trouble), ..) => entry(view, trouble.typed.as_deref(), Some(&trouble.text)),
        (None, Some(code), Some(error)) => {
            let problem = format!("{code} takes nothing off: {error}.");
            html! { (entry(view, Some(code), Some(&problem))) (applied(view, code)) }
        }
        (None, Some(code), None) => applied(view, code),
        (None, None, _) => entry(view, None, None),
    }
}

fn applied(view: &CartView, code: &str) -> Markup {
    html! {
        form .applied method="post" action="/api/fn/cart_code" {
            (version(view.version))
            input type="hidden" name="code" value="";
            @if view.code_error.is_none() { span { "Discount code " b { (code) } } }
            button .quiet { "Remove " span .unseen { " the discount code" } }
        }
        @if view.discount.is_none() && view.code_error.is_none() { p .hint { "What it takes off shows at the checkout." } }
    }
}

fn entry(view: &CartView, typed: Option<&str>, problem: Option<&str>) -> Markup {
    html! {
        details open[problem.is_some()] {
            summary { "Add a discount code" }
            form method="post" action="/api/fn/cart_code" {
                (version(view.version))
                label .unseen for="code" { "Discount code" }
                input
                    .field
                    #code
                    name="code"
                    required
                    maxlength=(MAX_CODE)
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    placeholder="Discount code"
                    aria-invalid=[problem.map(|_| "true")]
                    aria-describedby=[problem.map(|_| "code-problem")]
                    value=[typed];
                button .btn { "Apply" }
            }
            @if let Some(problem) = problem {
                p .problem #code-problem role="alert" { (problem) }
            }
        }
    }
}
