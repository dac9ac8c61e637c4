//! The hosted page: an e-mail address, a card or a bank debit, and the bank's question in between.

use super::objects::Objects;
use super::text;
use crate::page::{notice, page, table};
use crate::wire::{Exchange, Reply};
use maud::html;
use payments::stripe::amount;

/// What a test card does (<https://docs.stripe.com/testing>).
fn declined(card: &str) -> Option<(&'static str, &'static str)> {
    match card {
        "4000000000009995" => Some((
            "Your card has insufficient funds. Try a different card.",
            "card_declined",
        )),
        "4000000000000002" => Some(("Your card was declined. Try a different card.", "card_declined")),
        "4242424242424242" | AUTHENTICATED => None,
        _ => Some(("Your card number is invalid.", "incorrect_number")),
    }
}

/// A card whose bank wants to ask.
const AUTHENTICATED: &str = "4000002500003155";

pub fn answer(objects: &mut Objects, call: &Exchange, id: &str) -> Reply {
    let Some(session) = objects.get(id, "checkout.session").cloned() else {
        return Reply::html(404, notice("Page not found", None));
    };
    if session["status"] == "complete" {
        return back(&session, "success_url", id);
    }
    if session["status"] != "open" {
        let again = html! { p { a href=(text(&session, "cancel_url")) { "Back to the shop" } } };
        return Reply::html(200, page("This page has expired", None, &again));
    }
    if call.method != "POST" {
        return pay(objects, id, None);
    }
    let form = call.form();
    let field = |name: &str| {
        form.iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let card: String = field("card").chars().filter(char::is_ascii_digit).collect();
    let done = match (field("step"), field("method")) {
        ("confirmed", _) => objects.pay(id, "card"),
        ("refused", _) => {
            let message = "We are unable to authenticate your payment method. Try another one.";
            let failed = objects.decline(id, message, "payment_intent_authentication_failure");
            return failed.map_or_else(said, |()| pay(objects, id, Some(message)));
        }
        (_, "bank") => objects.pay_later(id),
        // A first period that costs nothing still takes a card, which is not charged.
        _ if card == AUTHENTICATED => return Reply::html(200, confirm()),
        _ => match declined(&card) {
            Some((message, code)) => {
                let failed = objects.decline(id, message, code);
                return failed.map_or_else(said, |()| pay(objects, id, Some(message)));
            }
            None => objects.pay(id, "card"),
        },
    };
    done.map_or_else(said, |()| back(&session, "success_url", id))
}

fn said(error: String) -> Reply {
    Reply::html(409, notice("This did not work", Some(&error)))
}

fn back(session: &serde_json::Value, to: &str, id: &str) -> Reply {
    Reply::redirect(&text(session, to).replace("{CHECKOUT_SESSION_ID}", id))
}

fn pay(objects: &Objects, id: &str, message: Option<&str>) -> Reply {
    let session = objects.get(id, "checkout.session").cloned().unwrap_or_default();
    let currency = text(&session, "currency").to_ascii_uppercase();
    let shown = |minor: i64| match amount::from_stripe(minor, &currency) {
        Ok(money) => money.to_string(),
        Err(_) => format!("{minor} {currency}"),
    };
    let lines = objects.lines.get(id).into_iter().flatten();
    let mut rows: Vec<_> = lines
        .map(|line| {
            let every = line
                .interval
                .as_ref()
                .map_or(String::new(), |interval| format!(" per {interval}"));
            (line.name.clone(), format!("{}{every}", shown(line.amount())))
        })
        .collect();
    let off = session["total_details"]["amount_discount"].as_i64().unwrap_or_default();
    if off > 0 {
        rows.push(("Discount".to_owned(), shown(-off)));
    }
    rows.push(("Total due today".to_owned(), shown(objects.total(id))));
    let main = html! {
        (table(&rows))
        form method="post" {
            label { "Email " input type="email" name="email" value=(text(&session, "customer_email")) required; }
            fieldset {
                legend { "Payment method" }
                label { input type="radio" name="method" value="card" checked; " Card" }
                label { input type="radio" name="method" value="bank"; " Bank debit" }
            }
            label { "Card number " input name="card" inputmode="numeric" autocomplete="cc-number"; }
            button { "Pay" }
        }
        p { a href=(text(&session, "cancel_url")) { "Cancel and return to the shop" } }
    };
    Reply::html(200, page("Stripe test checkout", message, &main))
}

/// The bank asks whether it is really the customer.
fn confirm() -> String {
    let main = html! {
        p { "Your bank asks you to confirm this payment (3-D Secure)." }
        @for (step, label) in [("confirmed", "Complete authentication"), ("refused", "Fail authentication")] {
            form method="post" {
                input type="hidden" name="step" value=(step);
                button { (label) }
            }
        }
    };
    page("3-D Secure", None, &main)
}
