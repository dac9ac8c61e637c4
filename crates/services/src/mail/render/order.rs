//! E-mails about orders.

use domain::order::{Order, OrderLine, ProviderId};
use domain::{Billing, Money, pricing};

use super::body::Row;
use super::frame::{Head, letter};
use super::{Body, RenderedEmail, greeting};
use crate::mail::{OrderEmail, RefundEmail};

pub(super) fn paid(to: &OrderEmail, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    let number = name(to);
    let total = to.order.totals.total();
    body.paragraph(&match total.amount {
        0 => "Your order is complete. There was nothing to pay, and everything is ready for you.".to_owned(),
        _ => format!("We received your payment of {total}. Everything you bought is ready for you."),
    });
    body.button("View your order", &to.link);
    next_steps(&mut body, to);
    licenses(&mut body, to);
    downloads(&mut body, to);
    lines(&mut body, &to.order);
    renewals(&mut body, &to.order);
    account(&mut body, to, public_url);
    if let Some(invoice) = &to.invoice {
        body.note(&format!("Your invoice {invoice} is {}.", place(to)));
    }
    if let (Some(consent), Some(day)) = (&to.order.consent, to.agreed_on) {
        body.note(&format!(
            "You agreed on {day} to immediate delivery: “{}”",
            consent.text
        ));
    }
    write(
        to,
        format!("Thank you, your order {number} is complete"),
        "Everything you bought is ready for you.",
        body,
        public_url,
    )
}

fn next_steps(body: &mut Body, to: &OrderEmail) {
    let key = match to.licenses.len() {
        0 => None,
        1 => Some("Enter your license key where the product asks for it."),
        _ => Some("Enter each license key where its product asks for it."),
    };
    let files = "Download your files. The links below work for 24 hours; your order’s page always has new ones.";
    let keep =
        "Keep this e-mail. Its link opens your order for 30 days; after that, the order’s page can send you a new one.";
    let steps = [
        (!to.downloads.is_empty()).then_some(files),
        key,
        to.order.account.is_none().then_some(keep),
    ];
    let steps: Vec<&str> = steps.into_iter().flatten().collect();
    if steps.is_empty() {
        return;
    }
    body.heading("Next steps");
    for (step, number) in steps.iter().zip(1..) {
        body.paragraph(&format!("{number}. {step}"));
    }
}

fn licenses(body: &mut Body, to: &OrderEmail) {
    match to.licenses.len() {
        0 => return,
        1 => body.heading("Your license key"),
        _ => body.heading("Your license keys"),
    }
    for license in &to.licenses {
        body.code(&license.of, &license.key);
    }
}

fn downloads(body: &mut Body, to: &OrderEmail) {
    if to.downloads.is_empty() {
        return;
    }
    body.heading("Downloads");
    for download in &to.downloads {
        body.link(&download.name, &download.link);
    }
}

/// Where all that was bought is found: in the account, or in one that a guest can have by choosing a password.
fn account(body: &mut Body, to: &OrderEmail, public_url: &str) {
    if to.order.account.is_some() {
        body.heading("Your account");
        body.link("See all your purchases", &format!("{public_url}/account/purchases"));
    } else {
        body.heading("Create an account");
        body.link(
            "Choose a password on your order’s page",
            &format!("{}#register", to.link),
        );
        body.note("You’ll find this and all later purchases in one place.");
    }
}

pub(super) fn link(to: &OrderEmail, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    let number = name(to);
    body.paragraph(&format!("Here is the new link to your order {number}."));
    body.button("View your order", &to.link);
    body.note("The link works for 30 days. If you didn’t ask for it, you can ignore this e-mail: we sent the link only to you.");
    write(
        to,
        format!("New link to your order {number}"),
        "The link works for 30 days.",
        body,
        public_url,
    )
}

pub(super) fn refunded(to: &OrderEmail, refund: &RefundEmail, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    let (amount, number) = (refund.amount, name(to));
    body.paragraph(&format!(
        "We refunded {amount} for your order {number}. The money goes back the way you paid, usually within a week."
    ));
    body.button("View your order", &to.link);
    credit_note(&mut body, to, refund);
    write(
        to,
        format!("Refund for your order {number}"),
        &format!("{amount} is on its way to you."),
        body,
        public_url,
    )
}

pub(super) fn dispute_lost(to: &OrderEmail, refund: &RefundEmail, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    let (amount, number) = (refund.amount, name(to));
    body.paragraph(&format!(
        "The dispute about your payment for order {number} was decided in your favour. {amount} went back the way you paid."
    ));
    body.button("View your order", &to.link);
    credit_note(&mut body, to, refund);
    write(
        to,
        format!("The dispute about your order {number} has ended"),
        &format!("{amount} went back to you."),
        body,
        public_url,
    )
}

fn credit_note(body: &mut Body, to: &OrderEmail, refund: &RefundEmail) {
    body.note(&format!("The credit note {} is {}.", refund.credit_note, place(to)));
    body.note("The licenses and downloads that were refunded no longer work.");
}

/// Where the document that a letter is about is found.
fn place(to: &OrderEmail) -> &'static str {
    if to.attachments.is_empty() {
        "on your order’s page"
    } else {
        "attached"
    }
}

pub(super) fn suspended(to: &OrderEmail, reason: &str, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    let number = name(to);
    body.paragraph(&format!(
        "The licenses and downloads of your order {number} are suspended for now."
    ));
    if !reason.trim().is_empty() {
        body.paragraph(&format!("Reason: {}", reason.trim()));
    }
    body.button("View your order", &to.link);
    body.note("If the payment is confirmed, everything works again automatically.");
    write(
        to,
        format!("Your order {number} is suspended"),
        "Licenses and downloads don’t work for now.",
        body,
        public_url,
    )
}

pub(super) fn payment_pending(to: &OrderEmail, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    body.paragraph("We received your order. Your payment is being processed, which can take a few days with some payment methods. You don’t need to do anything: we’ll e-mail you when it arrives.");
    body.button("View your order", &to.link);
    lines(&mut body, &to.order);
    write(
        to,
        "We are waiting for your payment".to_owned(),
        "You don’t need to do anything.",
        body,
        public_url,
    )
}

pub(super) fn payment_failed(to: &OrderEmail, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    let preview = if to.payable {
        body.paragraph(
            "Your payment didn’t go through, and nothing was charged. We saved your order: try again, or choose another payment method.",
        );
        body.button("Try again", &to.link);
        "Nothing was charged. You can try again."
    } else {
        body.paragraph(
            "Your payment didn’t go through, and nothing was charged. This order can no longer be paid, because prices and taxes may have changed. If you still want these products, please order them again.",
        );
        body.button("View your order", &to.link);
        "Nothing was charged."
    };
    lines(&mut body, &to.order);
    write(
        to,
        "Your payment didn’t go through".to_owned(),
        preview,
        body,
        public_url,
    )
}

pub(super) fn sent_back(to: &OrderEmail, amount: Money, public_url: &str) -> RenderedEmail {
    let mut body = begin(to);
    body.paragraph(&format!(
        "We’re returning your payment of {amount}: the order was already paid, or it was too late to pay it. The money goes back the way you paid, usually within a week. You don’t need to do anything."
    ));
    body.button("View your order", &to.link);
    lines(&mut body, &to.order);
    write(
        to,
        "We’re returning your payment".to_owned(),
        &format!("{amount} is on its way back to you."),
        body,
        public_url,
    )
}

fn begin(to: &OrderEmail) -> Body {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.order.buyer.name));
    body
}

fn write(to: &OrderEmail, subject: String, preview: &str, body: Body, public_url: &str) -> RenderedEmail {
    let head = Head {
        to: &to.order.buyer.email,
        to_name: &to.order.buyer.name,
        subject,
        preview: preview.to_owned(),
    };
    letter(head, body, to.attachments.clone(), public_url)
}

/// Its number once it has one; the id is no name for people, so before that it is just their order.
fn name(to: &OrderEmail) -> String {
    match &to.order.number {
        Some(number) => number.clone(),
        None => format!("of {}", to.placed_on),
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

/// `Pro × 2`, `Team, monthly`.
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

/// What the subscriptions of an order cost from the next period on: at full price, with the order's tax on their sum,
/// as the providers collect it. Where nobody took a way to pay, nothing renews.
fn renewals(body: &mut Body, order: &Order) {
    for billing in [Billing::Monthly, Billing::Yearly] {
        let lines = order.lines.iter().filter(|line| line.billing == billing);
        let mut lines: Vec<OrderLine> = lines.cloned().collect();
        let totals = pricing::price(&mut lines, None, order.tax.rate, order.totals.currency);
        let Some(renewal) = billing.renewal(totals.total()).filter(|_| !lines.is_empty()) else {
            continue;
        };
        if order.provider == ProviderId::Free {
            let period = if billing == Billing::Yearly { "year" } else { "month" };
            body.note(&format!(
                "Your subscription access ends after one {period}. It doesn’t renew automatically."
            ));
            continue;
        }
        let what = match lines.as_slice() {
            _ if order.lines.len() == 1 => "Renews".to_owned(),
            [one] => format!("{} renews", one.title),
            _ => "Your subscriptions renew".to_owned(),
        };
        let tax = match totals.tax {
            0 => String::new(),
            _ => format!(" ({} included)", order.tax.label),
        };
        body.note(&format!("{}{tax}.", renewal.replacen("Renews", &what, 1)));
    }
}
