//! One plan in the cart: what it is, how many, what that comes to, and the way out.

use domain::cart::{CartViewLine, LineState, MAX_QUANTITY};
use domain::{Billing, Money};

use super::{Trouble, version};
use crate::ui::cover::{Fetch, picture};
use crate::ui::html::{Markup, html};

pub(super) fn line(line: &CartViewLine, of_version: i64, trouble: Option<&Trouble>) -> Markup {
    let trouble = trouble.and_then(|trouble| trouble.at_line(&line.product, &line.plan));
    let id = format!("{}--{}", line.product, line.plan);
    let href = format!("/products/{}", line.product);
    html! {
        li .cart-line id=(id) {
            a .cart-picture href=(href) tabindex="-1" aria-hidden="true" {
                (picture(line.image.as_deref(), line.product.as_str(), &line.title, Fetch::Eager))
            }
            div .cart-what {
                h3 { a href=(href) { (line.title) } }
                p .by { (line.plan_name) (billing(line)) }
                (changed(line))
                @if let Some(trouble) = trouble {
                    p .problem id={ "problem-" (id) } role="alert" { (trouble.text) }
                }
            }
            div .cart-count {
                @if line.only_one || line.state == LineState::Gone {
                    span .cart-one { span .unseen { "Quantity " } (line.quantity) }
                } @else {
                    (stepper(line, &id, of_version, trouble))
                }
            }
            p .cart-total {
                b { (amount(line.total, line.state)) }
                (each(line))
            }
            (remove(line, of_version))
        }
    }
}

fn billing(line: &CartViewLine) -> &'static str {
    match line.billing {
        _ if line.state == LineState::Gone => "",
        _ if line.price.amount == 0 => " · Free",
        Billing::OneTime => " · One-time payment",
        Billing::Monthly => " · Billed monthly",
        Billing::Yearly => " · Billed yearly",
    }
}

fn amount(total: Money, state: LineState) -> String {
    match state {
        LineState::Gone => "–".to_owned(),
        _ if total.amount == 0 => "Free".to_owned(),
        _ => total.to_string(),
    }
}

fn each(line: &CartViewLine) -> Markup {
    let each = match line.billing.suffix() {
        _ if line.state == LineState::Gone || line.price.amount == 0 => return Markup::default(),
        "" if line.quantity == 1 => return Markup::default(),
        "" => format!("{} each", line.price),
        suffix => suffix.to_owned(),
    };
    html! { span { (each) } }
}

fn changed(line: &CartViewLine) -> Markup {
    let text = match line.state {
        LineState::Same => return Markup::default(),
        LineState::Was(old) => format!("Was {old}, now {}", line.price),
        LineState::Gone => "Not sold any more: it will be taken out".to_owned(),
    };
    html! { p .cart-changed { (text) } }
}

/// The fields by which a form names its line.
fn fields(line: &CartViewLine) -> Markup {
    html! {
        input type="hidden" name="product" value=(line.product);
        input type="hidden" name="plan" value=(line.plan);
    }
}

fn title(line: &CartViewLine) -> String {
    format!("{}, {}", line.title, line.plan_name)
}

/// The number of a line: a field between − and +, each a button that sends the form.
fn stepper(line: &CartViewLine, id: &str, of_version: i64, trouble: Option<&Trouble>) -> Markup {
    let title = title(line);
    let step = |by: i32, sign: &str, label: &str| {
        let limit = if by < 0 { 1 } else { MAX_QUANTITY };
        html! {
            button
                id={ "step" (by) "-" (id) }
                name="step"
                value=(by)
                aria-label={ (label) ": " (title) }
                disabled[line.quantity == limit]
            { (sign) }
        }
    };
    let typed = trouble.and_then(|trouble| trouble.typed.clone());
    html! {
        form .stepper method="post" action="/api/fn/cart_set" novalidate {
            (version(of_version))
            (fields(line))
            // Return in the field sends the number as it stands: the first button of a form is its default.
            button hidden tabindex="-1" { "Update" }
            (step(-1, "−", "One less"))
            input
                .field
                id={ "quantity-" (id) }
                name="quantity"
                type="number"
                min="0"
                max=(MAX_QUANTITY)
                inputmode="numeric"
                autocomplete="off"
                aria-label={ "Quantity: " (title) }
                aria-invalid=[trouble.map(|_| "true")]
                aria-describedby=[trouble.map(|_| format!("problem-{id}"))]
                value=(typed.unwrap_or_else(|| line.quantity.to_string()));
            (step(1, "+", "One more"))
            button .btn .without-script { "Update" }
        }
    }
}

fn remove(line: &CartViewLine, of_version: i64) -> Markup {
    html! {
        form .cart-remove method="post" action="/api/fn/cart_set" {
            (version(of_version))
            (fields(line))
            input type="hidden" name="quantity" value="0";
            button .quiet { "Remove " span .unseen { "(" (title(line)) ")" } }
        }
    }
}
