//! Letters about orders.

use domain::order::{Order, OrderLine};
use domain::{Billing, Money};

use super::body::Row;
use super::frame::{Head, letter};
use super::{Body, Rendered, greeting};
use crate::mail::{OrderLetter, RefundLetter};

pub(super) fn paid(to: &OrderLetter, public_url: &str) -> Rendered {
    let mut body = begin(to);
    body.paragraph("Thank you for your order. It is paid, and everything you bought is ready.");
    body.button("Open your order", &to.link);
    lines(&mut body, &to.order);
    if !to.licenses.is_empty() {
        body.heading(if to.licenses.len() == 1 {
            "Your license key"
        } else {
            "Your license keys"
        });
        for license in &to.licenses {
            body.code(&license.of, &license.key);
        }
    }
    if !to.downloads.is_empty() {
        body.heading("Downloads");
        for download in &to.downloads {
            body.link(&download.name, &download.link);
        }
        body.note("These links work for 24 hours. Your order always has new ones.");
    }
    if let Some(invoice) = &to.invoice {
        let attached = if to.attachments.is_empty() {
            "on your order's page"
        } else {
            "attached"
        };
        body.note(&format!("Your invoice {invoice} is {attached}."));
    }
    body.note("Keep this mail: its link leads to your order, also without an account.");
    let name = name(&to.order);
    write(
        to,
        format!("Your order {name}"),
        "Paid. Everything you bought is ready.",
        body,
        public_url,
    )
}

pub(super) fn link(to: &OrderLetter, public_url: &str) -> Rendered {
    let mut body = begin(to);
    body.paragraph(&format!(
        "Here is a new link to your order {}, as you asked.",
        name(&to.order)
    ));
    body.button("Open your order", &to.link);
    body.note("If you did not ask for it, you need do nothing: the link was sent to this address only.");
    let subject = format!("A new link to your order {}", name(&to.order));
    write(to, subject, "Open your order with it.", body, public_url)
}

pub(super) fn refunded(to: &OrderLetter, refund: &RefundLetter, public_url: &str) -> Rendered {
    let mut body = begin(to);
    let (amount, number) = (refund.amount, name(&to.order));
    body.paragraph(&format!(
        "We have paid back {amount} for your order {number}. It reaches you the way you paid, usually within a week."
    ));
    body.button("Open your order", &to.link);
    credit_note(&mut body, to, refund);
    write(
        to,
        format!("Refund for your order {number}"),
        &format!("{amount} is on its way to you."),
        body,
        public_url,
    )
}

pub(super) fn dispute_lost(to: &OrderLetter, refund: &RefundLetter, public_url: &str) -> Rendered {
    let mut body = begin(to);
    let (amount, number) = (refund.amount, name(&to.order));
    body.paragraph(&format!(
        "The dispute about the payment of your order {number} has ended in your favour: {amount} went back the way you paid."
    ));
    body.button("Open your order", &to.link);
    credit_note(&mut body, to, refund);
    write(
        to,
        format!("The dispute about your order {number} has ended"),
        &format!("{amount} went back to you."),
        body,
        public_url,
    )
}

fn credit_note(body: &mut Body, to: &OrderLetter, refund: &RefundLetter) {
    let attached = if to.attachments.is_empty() {
        "on your order's page"
    } else {
        "attached"
    };
    body.note(&format!("The credit note {} is {attached}.", refund.credit_note));
    body.note("Licenses and downloads that were paid back have ended.");
}

pub(super) fn suspended(to: &OrderLetter, reason: &str, public_url: &str) -> Rendered {
    let mut body = begin(to);
    let number = name(&to.order);
    body.paragraph(&format!(
        "Licenses and downloads of your order {number} are suspended for now."
    ));
    if !reason.trim().is_empty() {
        body.paragraph(&format!("The reason: {}", reason.trim()));
    }
    body.button("Open your order", &to.link);
    body.note("If the payment stays, everything works again without your doing.");
    write(
        to,
        format!("Your order {number} is suspended"),
        "Licenses and downloads rest for now.",
        body,
        public_url,
    )
}

pub(super) fn payment_pending(to: &OrderLetter, public_url: &str) -> Rendered {
    let mut body = begin(to);
    body.paragraph("We have your order. Your payment is under way, which can take some days with some ways to pay. You need do nothing: we write to you as soon as it has arrived.");
    body.button("See how it stands", &to.link);
    lines(&mut body, &to.order);
    write(
        to,
        "We are waiting for your payment".to_owned(),
        "You need do nothing.",
        body,
        public_url,
    )
}

pub(super) fn payment_failed(to: &OrderLetter, public_url: &str) -> Rendered {
    let mut body = begin(to);
    let preview = if to.payable {
        body.paragraph(
            "Your payment did not go through, and nothing was charged. Your order is kept for now: you can try again, or pay it another way.",
        );
        body.button("Try again", &to.link);
        "Nothing was charged. You can try again."
    } else {
        body.paragraph(
            "Your payment did not go through, and nothing was charged. Your order is too old to be paid: prices and taxes may be others by now. Its products can be ordered anew.",
        );
        body.button("See your order", &to.link);
        "Nothing was charged."
    };
    lines(&mut body, &to.order);
    write(
        to,
        "Your payment did not go through".to_owned(),
        preview,
        body,
        public_url,
    )
}

pub(super) fn sent_back(to: &OrderLetter, amount: Money, public_url: &str) -> Rendered {
    let mut body = begin(to);
    body.paragraph(&format!(
        "Your payment of {amount} came when it was not needed any more: the same was paid already, or the time to pay had run out. It goes back the way you paid, usually within a week. You need do nothing."
    ));
    body.button("See your order", &to.link);
    lines(&mut body, &to.order);
    write(
        to,
        "Your payment goes back to you".to_owned(),
        &format!("{amount} was not needed any more."),
        body,
        public_url,
    )
}

fn begin(to: &OrderLetter) -> Body {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.order.buyer.name));
    body
}

fn write(to: &OrderLetter, subject: String, preview: &str, body: Body, public_url: &str) -> Rendered {
    let head = Head {
        to: &to.order.buyer.email,
        to_name: &to.order.buyer.name,
        subject,
        preview: preview.to_owned(),
    };
    letter(head, body, to.attachments.clone(), public_url)
}

/// Its number once it has one; the id is no name for people, so before that it is just their order.
fn name(order: &Order) -> String {
    match &order.number {
        Some(number) => number.clone(),
        None => format!("of {}", order.placed_at.day()),
    }
}

fn lines(body: &mut Body, order: &Order) {
    let money = |amount| Money::new(amount, order.totals.currency).to_string();
    let row = |what: &str, amount: i64| Row {
        what: what.to_owned(),
        detail: String::new(),
        amount: money(amount),
        strong: false,
    };
    let mut rows: Vec<Row> = order
        .lines
        .iter()
        .map(|line| Row {
            detail: detail(line),
            ..row(&line.title, line.unit * i64::from(line.quantity))
        })
        .collect();
    if order.totals.discount != 0 {
        let code = order
            .discount_code
            .as_ref()
            .map(|code| format!(" {code}"))
            .unwrap_or_default();
        rows.push(row(&format!("Discount{code}"), -order.totals.discount));
    }
    if order.totals.tax != 0 || order.totals.net != order.totals.total {
        rows.push(row(&order.tax.label, order.totals.tax));
    }
    rows.push(Row {
        strong: true,
        ..row("Total", order.totals.total)
    });
    body.heading("Your order");
    body.table(&rows);
}

/// `Pro, 2 licenses`, `Team, monthly`.
fn detail(line: &OrderLine) -> String {
    let times = match line.billing {
        Billing::Monthly => ", monthly",
        Billing::Yearly => ", yearly",
        Billing::OneTime => "",
    };
    match line.quantity {
        0 | 1 => format!("{}{times}", line.plan_name),
        many => format!("{} × {many}{times}", line.plan_name),
    }
}
