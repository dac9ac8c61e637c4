//! One plan in the cart: what it is, how many, what that comes to, and the way out.

use domain::cart::{CartViewLine, LineState, MAX_QUANTITY};
use domain::{Billing, Money};
use leptos::prelude::*;

use super::{Trouble, version};
use crate::ui::cover::{Fetch, picture};
use crate::ui::html::{Html, html};

pub(super) fn line(line: &CartViewLine, of_version: i64, trouble: Option<&Trouble>) -> Html {
    let trouble = trouble.and_then(|trouble| trouble.at_line(&line.product, &line.plan));
    let id = format!("{}--{}", line.product, line.plan);
    let href = format!("/products/{}", line.product);
    let problem = trouble.map(|trouble| {
        view! { <p class="problem" id=format!("problem-{id}") role="alert">{trouble.text.clone()}</p> }
    });
    let quantity = if line.only_one || line.state == LineState::Gone {
        html(view! {
            <span class="cart-one">
                <span class="unseen">"Quantity "</span>
                {line.quantity}
            </span>
        })
    } else {
        html(stepper(line, &id, of_version, trouble))
    };
    html(view! {
        <li class="cart-line" id=id>
            <a class="cart-picture" href=href.clone() tabindex="-1" aria-hidden="true">
                {picture(line.image.clone(), line.product.as_str(), &line.title, Fetch::Eager)}
            </a>
            <div class="cart-what">
                <h3>
                    <a href=href>{line.title.clone()}</a>
                </h3>
                <p class="by">{line.plan_name.clone()} {billing(line)}</p>
                {changed(line)}
                {problem}
            </div>
            <div class="cart-count">{quantity}</div>
            <p class="cart-total">
                <b>{amount(line.total, line.state)}</b>
                {each(line)}
            </p>
            {remove(line, of_version)}
        </li>
    })
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

fn each(line: &CartViewLine) -> Option<impl IntoView + use<>> {
    let each = match line.billing.suffix() {
        _ if line.state == LineState::Gone || line.price.amount == 0 => return None,
        "" if line.quantity == 1 => return None,
        "" => format!("{} each", line.price),
        suffix => suffix.to_owned(),
    };
    Some(view! { <span>{each}</span> })
}

fn changed(line: &CartViewLine) -> Option<impl IntoView + use<>> {
    let text = match line.state {
        LineState::Same => return None,
        LineState::Was(old) => format!("Was {old}, now {}", line.price),
        LineState::Gone => "Not sold any more: it will be taken out".to_owned(),
    };
    Some(view! { <p class="cart-changed">{text}</p> })
}

fn fields(line: &CartViewLine) -> impl IntoView + use<> {
    let fields = [("product", line.product.to_string()), ("plan", line.plan.to_string())];
    fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
}

fn title(line: &CartViewLine) -> String {
    format!("{}, {}", line.title, line.plan_name)
}

/// The number of a line: a field between − and +, each a button that sends the form.
fn stepper(line: &CartViewLine, id: &str, of_version: i64, trouble: Option<&Trouble>) -> impl IntoView + use<> {
    let title = title(line);
    let step = |by: i32, sign: &'static str, label: &'static str| {
        let limit = if by < 0 { 1 } else { MAX_QUANTITY };
        view! {
            <button
                id=format!("step{by}-{id}")
                name="step"
                value=by.to_string()
                aria-label=format!("{label}: {title}")
                disabled=line.quantity == limit
            >
                {sign}
            </button>
        }
    };
    let typed = trouble.and_then(|trouble| trouble.typed.clone());
    view! {
        <form class="stepper" method="post" action="/api/fn/cart_set" novalidate>
            {version(of_version)}
            {fields(line)}
            // Return in the field sends the number as it stands: the first button of a form is its default.
            <button hidden tabindex="-1">"Update"</button>
            {step(-1, "−", "One less")}
            <input
                class="field"
                id=format!("quantity-{id}")
                name="quantity"
                type="number"
                min="0"
                max=MAX_QUANTITY.to_string()
                inputmode="numeric"
                autocomplete="off"
                aria-label=format!("Quantity: {title}")
                aria-invalid=trouble.map(|_| "true")
                aria-describedby=trouble.map(|_| format!("problem-{id}"))
                value=typed.unwrap_or_else(|| line.quantity.to_string())
            />
            {step(1, "+", "One more")}
            <button class="btn without-script">"Update"</button>
        </form>
    }
}

fn remove(line: &CartViewLine, of_version: i64) -> impl IntoView + use<> {
    view! {
        <form class="cart-remove" method="post" action="/api/fn/cart_set">
            {version(of_version)}
            {fields(line)}
            <input type="hidden" name="quantity" value="0" />
            <button class="quiet">"Remove" <span class="unseen">{format!("({})", title(line))}</span></button>
        </form>
    }
}
