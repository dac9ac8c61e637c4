//! A one-time payment as a PayPal order: begun, captured, asked about, given up.

use domain::Money;
use domain::account::mailbox;
use domain::order::Order;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Reference;
use super::amount::Amount;
use super::client::{Client, Failure, Link, Problem, link, request_id};
use super::transactions::{self, Capture, Returned};
use crate::{Dispute, Error, Payment, ReturnUrls, Started, State, http};

/// PayPalOrder before the order's id where the shop gave a payment up: PayPal keeps orders open that the customer may still
/// approve, and this is where we remember, for all servers, never to capture it.
const GIVEN_UP: &str = "given-up:";

/// Begins a payment.
///
/// # Errors
/// [`Error`].
pub async fn start(client: &Client, order: &Order, attempt: u32, back: &ReturnUrls) -> Result<Started, Error> {
    #[derive(Deserialize)]
    struct Created {
        id: String,
        links: Vec<Link>,
    }

    let body = body(order, back, &client.settings.brand)?;
    let id = format!("{}-{attempt}", order.id);
    let created: Created = client.post("/v2/checkout/orders", &body, Some(&id)).await?;
    Ok(Started {
        reference: Reference::Order(&created.id).to_string(),
        url: link(created.links, &["payer-action", "approve"])?,
    })
}

/// The order as PayPal takes it: one item for each line, quantity 1, so that items, taxes and discount sum up to the
/// total whatever they are rounded to.
fn body(order: &Order, back: &ReturnUrls, brand: &str) -> Result<Value, Error> {
    let totals = &order.totals;
    let amount = |amount| Amount::of(Money::new(amount, totals.currency));
    let mut items = vec![];
    for line in &order.lines {
        let mut item = json!({
            "name": http::cut(&format!("{} – {}", line.title, line.plan_name), 127),
            "quantity": "1",
            "unit_amount": amount(line.unit * i64::from(line.quantity))?,
            "tax": amount(line.tax)?,
            "category": "DIGITAL_GOODS",
        });
        if line.quantity > 1 {
            let each = Money::new(line.unit, totals.currency);
            item["description"] = format!("{} × {each}", line.quantity).into();
        }
        items.push(item);
    }
    let mut total = json!(amount(totals.total)?);
    total["breakdown"] = json!({
        "item_total": amount(totals.list)?,
        "tax_total": amount(totals.tax)?,
        "discount": amount(totals.discount)?,
    });
    Ok(json!({
        "intent": "CAPTURE",
        "purchase_units": [{
            "custom_id": order.id,
            // PayPal takes an invoice id once: no second attempt charges for the same order again.
            "invoice_id": order.id,
            "amount": total,
            "items": items,
        }],
        "payment_source": {"paypal": {
            "email_address": mailbox(&order.buyer.email),
            "experience_context": {
                "brand_name": http::cut(brand, 127),
                "shipping_preference": "NO_SHIPPING",
                "user_action": "PAY_NOW",
                "return_url": back.done,
                "cancel_url": back.canceled,
            },
        }},
    }))
}

/// <https://developer.paypal.com/docs/api/orders/v2/#orders_get>
#[derive(Deserialize)]
struct PayPalOrder {
    id: String,
    status: String,
    update_time: Option<String>,
    create_time: Option<String>,
    purchase_units: Vec<Unit>,
}

#[derive(Deserialize)]
struct Unit {
    custom_id: Option<String>,
    amount: Amount,
    payments: Option<Payments>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Payments {
    captures: Vec<Capture>,
    refunds: Vec<Returned>,
}

impl PayPalOrder {
    fn custom_id(&self) -> &str {
        let unit = self.purchase_units.first();
        unit.and_then(|unit| unit.custom_id.as_deref()).unwrap_or_default()
    }

    fn is_given_up(&self) -> bool {
        self.custom_id().starts_with(GIVEN_UP)
    }

    fn payments(&self) -> Option<&Payments> {
        self.purchase_units.first()?.payments.as_ref()
    }

    /// The capture that counts: the one that was paid, else the last try.
    fn capture(&self) -> Option<&Capture> {
        let captures = &self.payments()?.captures;
        captures.iter().find(|capture| capture.is_paid()).or(captures.last())
    }

    fn state(&self) -> State {
        match (self.status.as_str(), self.capture()) {
            (_, Some(capture)) => capture.state(),
            ("VOIDED", None) => State::Failed("The payment was given up.".to_owned()),
            ("APPROVED", None) if !self.is_given_up() => State::Pending,
            ("COMPLETED", None) => State::Pending,
            _ if self.is_given_up() => State::Failed("The payment was given up.".to_owned()),
            _ => State::Open,
        }
    }

    fn into_payment(self, state: State, dispute: Option<Dispute>) -> Result<Payment, Error> {
        let capture = self.capture();
        let total = self.purchase_units.first().map(|unit| &unit.amount);
        let paid = capture.map(|capture| &capture.amount).or(total);
        let paid = paid
            .ok_or_else(|| Error::Unavailable("an order without an amount".to_owned()))?
            .money()?;
        let mut refunded = 0;
        for refund in self.payments().map_or(&[][..], |payments| &payments.refunds) {
            refunded += refund.amount()?;
        }
        // A reversal need not be listed as a refund.
        if refunded == 0 && capture.is_some_and(|capture| capture.status == "REFUNDED") {
            refunded = paid.amount;
        }
        let order = self.custom_id();
        Ok(Payment {
            reference: Reference::Order(&self.id).to_string(),
            order: (!order.is_empty()).then(|| order.trim_start_matches(GIVEN_UP).to_owned()),
            state,
            paid,
            refunded,
            dispute,
            subscription: None,
            method: "PayPal".to_owned(),
        })
    }
}

async fn read(client: &Client, id: &str) -> Result<PayPalOrder, Error> {
    Ok(client.get(&format!("/v2/checkout/orders/{id}"), &[]).await?)
}

/// How a payment stands; what the customer approved is captured.
///
/// # Errors
/// [`Error`]; [`Error::Unknown`] also where PayPal has forgotten an order that nobody approved in time.
pub async fn fetch(client: &Client, id: &str) -> Result<Payment, Error> {
    let mut order = read(client, id).await?;
    let captured = order.status == "APPROVED" && !order.is_given_up();
    if captured {
        if let Err(state) = capture(client, &order).await? {
            return order.into_payment(state, None);
        }
        order = read(client, id).await?;
    }
    let dispute = match order.capture() {
        // Nobody disputes what was paid a moment ago.
        Some(capture) if capture.is_paid() && !captured => transactions::dispute(client, capture).await?,
        _ => None,
    };
    let state = order.state();
    order.into_payment(state, dispute)
}

/// Captures an approved order: whether it was, by this request or by another one, else how the payment stands.
async fn capture(client: &Client, order: &PayPalOrder) -> Result<Result<(), State>, Error> {
    // Each approval is captured once: after a decline the customer approves the same order again.
    let approved = order
        .update_time
        .as_deref()
        .or(order.create_time.as_deref())
        .unwrap_or_default();
    let key = request_id(&["capture", &order.id, approved]);
    let path = format!("/v2/checkout/orders/{}/capture", order.id);
    match client.json(Method::POST, &path, "{}".to_owned(), Some(&key)).await {
        Ok(_) => Ok(Ok(())),
        Err(Failure::Problem(problem)) if problem.reply.status == 422 => Ok(refused(&problem)),
        Err(failure) => Err(failure.into()),
    }
}

/// What it means that an order could not be captured.
fn refused(problem: &Problem) -> Result<(), State> {
    let is_any = |issues: &[&str]| issues.iter().any(|issue| problem.is(issue));
    if is_any(&["ORDER_ALREADY_CAPTURED"]) {
        Ok(())
    } else if is_any(&["ORDER_COMPLETION_IN_PROGRESS"]) {
        Err(State::Pending)
    } else if is_any(&[
        "INSTRUMENT_DECLINED",
        "ORDER_NOT_APPROVED",
        "PAYER_ACTION_REQUIRED",
        "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
    ]) {
        // The customer goes back to PayPal and approves another way of paying.
        Err(State::Open)
    } else if is_any(&["DUPLICATE_INVOICE_ID"]) {
        Err(State::Failed(
            "This order was paid already by another payment.".to_owned(),
        ))
    } else {
        Err(State::Failed(problem.message()))
    }
}

/// The capture that was paid.
///
/// # Errors
/// [`Error`].
pub async fn paid(client: &Client, id: &str) -> Result<Option<String>, Error> {
    let order = read(client, id).await?;
    Ok(order
        .capture()
        .filter(|capture| capture.is_paid())
        .map(|capture| capture.id.clone()))
}

/// Gives a payment up. What was captured, or is forgotten at PayPal, stays as it is.
///
/// # Errors
/// [`Error`].
pub async fn cancel(client: &Client, id: &str) -> Result<(), Error> {
    let order = match read(client, id).await {
        Err(Error::Unknown(_)) => return Ok(()),
        order => order?,
    };
    if matches!(order.status.as_str(), "COMPLETED" | "VOIDED") || order.is_given_up() {
        return Ok(());
    }
    let patch = json!([{
        "op": "replace",
        "path": "/purchase_units/@reference_id=='default'/custom_id",
        "value": format!("{GIVEN_UP}{}", order.custom_id()),
    }]);
    let path = format!("/v2/checkout/orders/{id}");
    let Err(failure) = client.json(Method::PATCH, &path, patch.to_string(), None).await else {
        return Ok(());
    };
    // It may have been captured in between.
    match read(client, id).await {
        Ok(order) if order.status == "COMPLETED" => Ok(()),
        _ => Err(failure.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(status: &str, custom_id: &str, captures: &[(&str, &str)], refunds: &[(&str, &str)]) -> PayPalOrder {
        let money = |value: &str| json!({"currency_code": "USD", "value": value});
        let capture = |(id, status): &(&str, &str)| json!({"id": id, "status": status, "amount": money("49.00")});
        let refund = |(status, value): &(&str, &str)| json!({"id": "R", "status": status, "amount": money(value)});
        let captures: Vec<_> = captures.iter().map(capture).collect();
        let refunds: Vec<_> = refunds.iter().map(refund).collect();
        let unit = json!({
            "custom_id": custom_id, "amount": money("49.00"), "payments": {"captures": captures, "refunds": refunds},
        });
        let order = json!({"id": "5O", "status": status, "purchase_units": [unit]});
        serde_json::from_value(order).expect("an order")
    }

    #[test]
    fn states_map_to_ours() {
        let state = |status, captures: &[(&str, &str)]| order(status, "o1", captures, &[]).state();
        assert_eq!(state("CREATED", &[]), State::Open);
        assert_eq!(state("PAYER_ACTION_REQUIRED", &[]), State::Open);
        // Captured in this moment, or about to be.
        assert_eq!(state("APPROVED", &[]), State::Pending);
        assert!(matches!(state("VOIDED", &[]), State::Failed(_)));
        assert_eq!(state("COMPLETED", &[("1", "COMPLETED")]), State::Paid);
        assert_eq!(state("COMPLETED", &[("1", "PENDING")]), State::Pending);
        assert!(matches!(state("COMPLETED", &[("1", "DECLINED")]), State::Failed(_)));
        assert!(matches!(state("COMPLETED", &[("1", "FAILED")]), State::Failed(_)));
        assert_eq!(
            state("COMPLETED", &[("1", "DECLINED"), ("2", "COMPLETED")]),
            State::Paid
        );
        assert_eq!(state("COMPLETED", &[("1", "REFUNDED")]), State::Paid);
        assert!(matches!(
            order("CREATED", "given-up:o1", &[], &[]).state(),
            State::Failed(_)
        ));
        assert!(matches!(
            order("APPROVED", "given-up:o1", &[], &[]).state(),
            State::Failed(_)
        ));
    }

    #[test]
    fn refunds_add_up() {
        let payment = |captures: &[(&str, &str)], refunds: &[(&str, &str)]| {
            let order = order("COMPLETED", "given-up:o1", captures, refunds);
            order.into_payment(State::Paid, None).expect("it makes sense")
        };
        let partly = payment(
            &[("1", "PARTIALLY_REFUNDED")],
            &[("COMPLETED", "9.00"), ("PENDING", "1.00"), ("FAILED", "5.00")],
        );
        assert_eq!(
            (partly.refunded, partly.paid.amount, partly.order.as_deref()),
            (1_000, 4_900, Some("o1"))
        );
        assert_eq!(payment(&[("1", "REFUNDED")], &[]).refunded, 4_900);
    }
}
