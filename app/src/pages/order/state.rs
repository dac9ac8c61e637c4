//! How an order stands, in words, and the way on from there.

use domain::checkout::{OrderView, OrderViewLine};
use domain::order::OrderStatus;
use leptos::prelude::*;
use leptos_router::location::Url;

use crate::api::form::with_back;
use crate::ui::mail_to;

pub(super) fn heading(order: &OrderView) -> impl IntoView + use<> {
    let number = order
        .number
        .clone()
        .map(|number| view! { <p class="order-number">"Order " <b>{number}</b></p> });
    let (class, title, text, more) = match order.status {
        OrderStatus::Paid if order.refunded.amount > 0 => (
            "good",
            "Paid, and paid back in part",
            format!("{} {} of it went back the way it came.", paid(order), order.refunded),
            None,
        ),
        OrderStatus::Paid => ("good", "Thank you, it is yours", paid(order), None),
        // Another amount arrived than was due.
        OrderStatus::Pending if order.reason.is_some() => (
            "wait",
            "We are looking at your payment",
            "It is not of the amount that was due. Somebody looks at it and writes to you; please do not pay again. Your questions go here:"
                .to_owned(),
            Some(write_to(&order.seller_email).into_any()),
        ),
        OrderStatus::Pending => (
            "wait",
            "Your payment is on its way",
            "Your bank takes its time to send the money. As soon as it is here, we mail you keys, downloads and invoice; you can close this page."
                .to_owned(),
            Some(reload().into_any()),
        ),
        OrderStatus::Failed if !order.payable => (
            "bad",
            "The time to pay this order has run out",
            format!(
                "{} Prices and taxes may be others by now: please put its products in the cart again.",
                order.reason.as_deref().unwrap_or("Nothing was charged.")
            ),
            None,
        ),
        OrderStatus::Open => (
            "wait",
            "This order is not paid yet",
            "If you have just paid, it may take a moment. Otherwise go on where you stopped: nothing was charged so far."
                .to_owned(),
            Some(
                (
                    order.payable.then(|| pay(order, "Go on to payment")),
                    reload(),
                    order.payable.then(another_way),
                )
                    .into_any(),
            ),
        ),
        OrderStatus::Failed => (
            "bad",
            "The payment did not go through",
            format!(
                "{} Nothing was charged. Try again, with another card if you like.",
                order.reason.as_deref().unwrap_or("The payment was not completed.")
            ),
            Some((pay(order, "Try again"), another_way()).into_any()),
        ),
        OrderStatus::Superseded => (
            "wait",
            "This order was replaced by a newer one",
            "The same cart was placed again, so this order is not paid any more. Should you have paid it all the same, the money goes back the way it came."
                .to_owned(),
            None,
        ),
        OrderStatus::Refunded => (
            "wait",
            "This order was paid back",
            match order.totals.total {
                0 => "The licenses have ended.".to_owned(),
                _ => "The licenses have ended. The money returns the way it came, usually within a week.".to_owned(),
            },
            None,
        ),
        OrderStatus::Disputed => (
            "bad",
            "This payment is disputed",
            "Your bank asked for the money back, so the licenses are suspended until that is settled. If this is a mistake, please write to us:"
                .to_owned(),
            Some(write_to(&order.seller_email).into_any()),
        ),
    };
    let waiting = match order.status {
        OrderStatus::Pending => order.reason.is_none(),
        status => status == OrderStatus::Open,
    };
    view! {
        <header class=format!("order-head {class}") data-reload=waiting.then_some("6000")>
            {number}
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            {more}
        </header>
    }
}

fn paid(order: &OrderView) -> String {
    let day = order.paid_at.map(|at| at.day()).unwrap_or_default();
    let how = match order.totals.total {
        0 => format!("Placed on {day}; there was nothing to pay."),
        _ => format!("Paid on {day} ({}).", order.paid_by),
    };
    format!("{how} Keys, downloads and the invoice go to {}.", order.buyer.email)
}

fn pay(order: &OrderView, label: &'static str) -> impl IntoView + use<> {
    view! {
        <form method="post" action="/api/fn/order_pay">
            <input type="hidden" name="name" value=order.id.clone() />
            <input type="hidden" name="key" value=order.key.clone().unwrap_or_default() />
            <button class="btn primary big">{label}</button>
        </form>
    }
}

/// The cart still holds what was not paid, where the customer has not emptied it.
fn another_way() -> impl IntoView {
    view! {
        <p>
            <a href="/checkout">"Choose another way to pay"</a>
        </p>
    }
}

fn write_to(address: &str) -> impl IntoView + use<> {
    view! {
        <p>{mail_to(address)}</p>
    }
}

fn reload() -> impl IntoView {
    view! {
        <p>
            <a class="btn" href="">
                "Look again"
            </a>
        </p>
    }
}

/// What to do with what was bought.
pub(super) fn next_steps(order: &OrderView) -> impl IntoView + use<> {
    let has = |what: fn(&OrderViewLine) -> bool| order.lines.iter().any(what);
    let steps = [
        (
            has(|line| !line.downloads.is_empty()),
            "Download the files. Their checksums tell whether they arrived whole.",
        ),
        (
            has(|line| !line.licenses.is_empty()),
            "Enter the license key where the product asks for it.",
        ),
        (
            order.guest,
            "Keep our mail: its link opens this page without an account, for a month. After that, this page mails you a new one.",
        ),
    ];
    let steps: Vec<_> = steps.iter().filter(|(applies, _)| *applies).collect();
    (order.status == OrderStatus::Paid && !steps.is_empty()).then(|| {
        let steps: Vec<_> = steps.iter().map(|(_, step)| view! { <li>{*step}</li> }).collect();
        view! {
            <section aria-labelledby="next-steps">
                <h2 id="next-steps">"Next steps"</h2>
                <ol class="next-steps">{steps}</ol>
            </section>
        }
    })
}

/// Guests may register; orders with their address become theirs.
pub(super) fn register(order: &OrderView) -> impl IntoView + use<> {
    (order.guest && order.status == OrderStatus::Paid).then(|| {
        let href = format!(
            "{}&email={}",
            with_back("/register", &order.address),
            Url::escape(&order.buyer.email)
        );
        view! {
            <section class="invite" aria-labelledby="invite">
                <h2 id="invite">"Keep it all in one place"</h2>
                <p>
                    "Register with "<b>{order.buyer.email.clone()}</b>
                    " and this order, with every earlier one, is in your account."
                </p>
                <a class="btn" href=href>
                    "Create an account"
                </a>
            </section>
        }
    })
}
