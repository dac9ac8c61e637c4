//! How an order stands, in words, and what can be done about it.

use domain::order::OrderStatus;
use views::order::OrderView;

/// The way on from a status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum WayOn {
    None,
    /// Write to the seller.
    Write,
    /// Look again in a while.
    Look,
    /// Pay, by a button of this label.
    Pay(&'static str),
}

pub(super) struct Status {
    /// `good`, `wait` or `bad`.
    pub class: &'static str,
    pub title: &'static str,
    pub text: String,
    pub way_on: WayOn,
}

/// Whether it is a matter of time until the order stands otherwise.
pub(super) fn is_waiting(order: &OrderView) -> bool {
    match order.status {
        OrderStatus::Pending => order.reason.is_none(),
        status => status == OrderStatus::Open,
    }
}

/// Whether licenses were granted once.
pub(super) fn is_granted(order: &OrderView) -> bool {
    matches!(
        order.status,
        OrderStatus::Paid | OrderStatus::Disputed | OrderStatus::Refunded
    )
}

pub(super) fn status(order: &OrderView) -> Status {
    let (class, title, text, way_on) = match order.status {
        OrderStatus::Paid if order.refunded.amount > 0 => (
            "good",
            "Paid, and paid back in part",
            format!("{} We paid back {}.", paid(order), order.refunded),
            WayOn::None,
        ),
        OrderStatus::Paid => ("good", "Thank you, your order is complete", paid(order), WayOn::None),
        // Another amount arrived than was due.
        OrderStatus::Pending if order.reason.is_some() => (
            "wait",
            "We are looking at your payment",
            "We received a different amount than was due. We will check it and write to you; please don’t pay again. Questions? Write to:".to_owned(),
            WayOn::Write,
        ),
        OrderStatus::Pending => (
            "wait",
            "Your payment is on its way",
            "Your bank needs some time to send the money. As soon as it arrives we e-mail you your keys, downloads and invoice; you can close this page.".to_owned(),
            WayOn::Look,
        ),
        OrderStatus::Failed if !order.payable => (
            "bad",
            "The time to pay this order has run out",
            format!("{} Prices and tax may have changed: please add the products to your cart again.", reason(order, "Nothing was charged.")),
            WayOn::None,
        ),
        OrderStatus::Open => (
            "wait",
            "This order is not paid yet",
            "If you have just paid, it may take a moment. If not, go on where you stopped: nothing was charged so far.".to_owned(),
            if order.payable { WayOn::Pay("Go on to payment") } else { WayOn::Look },
        ),
        OrderStatus::Failed => (
            "bad",
            "The payment did not go through",
            format!("{} Nothing was charged. Try again, with another card if you like.", reason(order, "The payment was not completed.")),
            WayOn::Pay("Try again"),
        ),
        OrderStatus::Superseded => (
            "wait",
            "This order was replaced by a newer one",
            "You placed the same cart again, so this order doesn’t need to be paid. If you paid it all the same, you get the money back.".to_owned(),
            WayOn::None,
        ),
        OrderStatus::Refunded => ("wait", "This order was paid back", refunded(order), WayOn::None),
        OrderStatus::Disputed => (
            "bad",
            "This payment is disputed",
            "Your bank asked for the money back, so the licenses are suspended until that is settled. If this is a mistake, please write to:".to_owned(),
            WayOn::Write,
        ),
    };
    Status {
        class,
        title,
        text,
        way_on,
    }
}

fn paid(order: &OrderView) -> String {
    let day = order.paid_on.map(|day| day.to_string()).unwrap_or_default();
    let how = match order.totals.total {
        0 => format!("Placed on {day}; there was nothing to pay."),
        _ => format!("Paid on {day} ({}).", order.paid_by),
    };
    format!(
        "{how} We also e-mail your keys, downloads and invoice to {}.",
        order.buyer.email
    )
}

fn reason<'a>(order: &'a OrderView, default: &'a str) -> &'a str {
    order.reason.as_deref().unwrap_or(default)
}

fn refunded(order: &OrderView) -> String {
    match order.totals.total {
        0 => "The licenses have ended.".to_owned(),
        _ => "The licenses have ended. You get the money back the way you paid, usually within a week.".to_owned(),
    }
}
