//! The first payment of a subscription: PayPal collects it by itself once the customer approved.

use domain::account::mailbox;
use domain::order::{Order, OrderLine};
use domain::{Money, Timestamp};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::Reference;
use super::amount::Amount;
use super::client::{Client, Failure, Link, link};
use super::plans::Plans;
use super::transactions::{self, Capture};
use crate::{Error, Payment, ReturnUrls, Started, State, http};

/// Where the first payment is looked for after the beginning: PayPal tries again for some days.
const FIRST: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Begins a subscription.
///
/// # Errors
/// [`Error`].
pub async fn start(
    client: &Client,
    plans: &Plans,
    order: &Order,
    line: &OrderLine,
    attempt: u32,
    back: &ReturnUrls,
) -> Result<Started, Error> {
    #[derive(Deserialize)]
    struct Created {
        id: String,
        links: Vec<Link>,
    }

    let body = json!({
        "plan_id": plans.of(client, order, line).await?,
        "custom_id": order.id,
        "subscriber": {"email_address": mailbox(&order.buyer.email)},
        "application_context": {
            "brand_name": http::cut(&client.settings.brand, 127),
            "shipping_preference": "NO_SHIPPING",
            "user_action": "SUBSCRIBE_NOW",
            "return_url": back.done,
            "cancel_url": back.canceled,
        },
    });
    let id = format!("{}-{attempt}", order.id);
    let created: Created = client.post("/v1/billing/subscriptions", &body, Some(&id)).await?;
    Ok(Started {
        reference: Reference::Subscription(&created.id).to_string(),
        url: link(created.links, &["approve"])?,
    })
}

/// <https://developer.paypal.com/docs/api/subscriptions/v1/#subscriptions_get>, with its plan.
#[derive(Deserialize)]
struct Subscription {
    id: String,
    status: String,
    custom_id: Option<String>,
    create_time: Option<String>,
    start_time: Option<String>,
    plan: Option<Plan>,
}

#[derive(Deserialize)]
struct Plan {
    billing_cycles: Vec<Cycle>,
}

#[derive(Deserialize)]
struct Cycle {
    sequence: i64,
    pricing_scheme: Option<Pricing>,
}

#[derive(Deserialize)]
struct Pricing {
    fixed_price: Option<Amount>,
}

impl Subscription {
    /// What the first period costs; nothing where it has no price.
    fn first_price(&self) -> Result<Option<Money>, Error> {
        let cycles = self.plan.as_ref().map_or(&[][..], |plan| &plan.billing_cycles);
        let price = |cycle: &Cycle| cycle.pricing_scheme.as_ref()?.fixed_price.clone();
        let regular = cycles.iter().find_map(price).map(|price| price.money()).transpose()?;
        let Some(first) = cycles.iter().min_by_key(|cycle| cycle.sequence) else {
            return Ok(None);
        };
        match price(first) {
            Some(price) => Ok(Some(price.money()?)),
            None => Ok(regular.map(|regular| Money::new(0, regular.currency))),
        }
    }
}

#[derive(Deserialize)]
struct Transactions {
    #[serde(default)]
    transactions: Vec<Transaction>,
}

#[derive(Deserialize)]
struct Transaction {
    id: String,
    status: String,
    amount_with_breakdown: Breakdown,
    time: String,
}

#[derive(Deserialize)]
struct Breakdown {
    gross_amount: Amount,
}

async fn read(client: &Client, id: &str) -> Result<Subscription, Error> {
    let path = format!("/v1/billing/subscriptions/{id}");
    Ok(client.get(&path, &[("fields", "plan")]).await?)
}

/// The first payment that came, else the first that was tried.
async fn first(client: &Client, subscription: &Subscription) -> Result<Option<Capture>, Error> {
    let began = subscription
        .create_time
        .as_deref()
        .or(subscription.start_time.as_deref());
    let began = began
        .and_then(|time| Timestamp::parse(time).ok())
        .unwrap_or_else(|| client.now());
    // An hour before, as clocks differ.
    let from = Timestamp::from_micros(began.as_micros() - 3_600_000_000).to_string();
    let to = Timestamp::from_micros(began.as_micros() + FIRST).to_string();
    let path = format!("/v1/billing/subscriptions/{}/transactions", subscription.id);
    let query = [("start_time", from.as_str()), ("end_time", to.as_str())];
    let mut found = client.get::<Transactions>(&path, &query).await?.transactions;
    found.sort_by_key(|transaction| {
        Timestamp::parse(&transaction.time)
            .map(Timestamp::as_micros)
            .unwrap_or(i64::MAX)
    });
    let captures = found.into_iter().map(|transaction| {
        let amount = transaction.amount_with_breakdown.gross_amount;
        Capture::of(transaction.id, transaction.status, amount)
    });
    let captures: Vec<Capture> = captures.collect();
    let paid = captures.iter().position(Capture::is_paid);
    Ok(captures.into_iter().nth(paid.unwrap_or(0)))
}

/// The id of the first payment, where one was made or tried.
///
/// # Errors
/// [`Error`].
pub async fn first_payment(client: &Client, id: &str) -> Result<Option<String>, Error> {
    let subscription = read(client, http::segment(id)?).await?;
    Ok(first(client, &subscription).await?.map(|first| first.id))
}

/// How the first payment stands.
///
/// # Errors
/// [`Error`].
pub async fn fetch(client: &Client, id: &str) -> Result<Payment, Error> {
    let subscription = read(client, id).await?;
    let first = match subscription.status.as_str() {
        "APPROVAL_PENDING" => None,
        _ => first(client, &subscription).await?,
    };
    let price = subscription.first_price()?;
    let dispute = match &first {
        Some(first) if first.is_paid() => transactions::dispute(client, first).await?,
        _ => None,
    };
    let paid = first.as_ref().map(|first| first.amount.money()).transpose()?.or(price);
    let paid = paid.ok_or_else(|| Error::Unavailable("a subscription without a price".to_owned()))?;
    // How much of it was paid back in part only its refunds say (`transactions::refunded`), which no API lists.
    let refunded = first.as_ref().is_some_and(|first| first.status == "REFUNDED");
    Ok(Payment {
        reference: Reference::Subscription(&subscription.id).to_string(),
        state: state(&subscription.status, first.as_ref(), price),
        paid,
        refunded: if refunded { paid.amount } else { 0 },
        dispute,
        order: subscription.custom_id,
        subscription: Some(subscription.id),
        method: "PayPal".to_owned(),
    })
}

fn state(status: &str, first: Option<&Capture>, price: Option<Money>) -> State {
    let free = price.is_some_and(|price| price.amount == 0);
    match (status, first) {
        ("APPROVAL_PENDING", _) => State::Open,
        (_, Some(first)) if first.is_paid() => State::Paid,
        ("ACTIVE", None) if free => State::Paid,
        ("SUSPENDED" | "CANCELLED" | "EXPIRED", _) => {
            State::Failed("PayPal could not collect the first payment.".to_owned())
        }
        // PayPal collects in some minutes, and tries again where it cannot.
        _ => State::Pending,
    }
}

/// The first payment, where it came.
///
/// # Errors
/// [`Error`].
pub async fn paid(client: &Client, id: &str) -> Result<Option<String>, Error> {
    let subscription = read(client, id).await?;
    let first = first(client, &subscription).await?;
    Ok(first.filter(Capture::is_paid).map(|first| first.id))
}

/// Ends a subscription whose first payment did not come. PayPal has no way to take back a page that the customer has
/// not approved yet; it forgets it after some days.
///
/// # Errors
/// [`Error`].
pub async fn cancel(client: &Client, id: &str) -> Result<(), Error> {
    let payment = match fetch(client, id).await {
        Err(Error::Unknown(_)) => return Ok(()),
        payment => payment?,
    };
    if payment.state == State::Paid {
        return Ok(());
    }
    // Where it was not ended, it has not begun yet, or has ended already.
    stop(client, id, "The order was given up.").await.map(drop)
}

/// Ends a subscription that was begun.
///
/// # Errors
/// [`Error`].
pub async fn end(client: &Client, id: &str) -> Result<(), Error> {
    let id = http::segment(id)?;
    let ended = async {
        if stop(client, id, "What it paid for was given back.").await? {
            return Ok(());
        }
        match read(client, id).await?.status.as_str() {
            "CANCELLED" | "EXPIRED" => Ok(()),
            status => Err(Error::Unavailable(format!(
                "a subscription that is {status} cannot be ended yet"
            ))),
        }
    };
    match ended.await {
        Err(Error::Unknown(_)) => Ok(()),
        ended => ended,
    }
}

/// Ends a subscription; tells whether it was in a state for it.
async fn stop(client: &Client, id: &str, reason: &str) -> Result<bool, Error> {
    let path = format!("/v1/billing/subscriptions/{id}/cancel");
    let body = json!({ "reason": reason });
    match client.json(Method::POST, &path, body.to_string(), None).await {
        Err(Failure::Problem(problem)) if problem.is("SUBSCRIPTION_STATUS_INVALID") => Ok(false),
        Err(failure) => Err(failure.into()),
        Ok(_) => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use domain::Currency;

    use super::*;

    #[test]
    fn states_map_to_ours() {
        let usd = |amount| Money::new(amount, Currency::USD);
        let capture = |status: &str| {
            let amount = Amount::of(usd(4_900)).expect("an amount");
            Capture::of("1".to_owned(), status.to_owned(), amount)
        };
        let of = |status, first: Option<&str>| state(status, first.map(capture).as_ref(), Some(usd(4_900)));
        assert_eq!(of("APPROVAL_PENDING", None), State::Open);
        assert_eq!(of("APPROVED", None), State::Pending);
        assert_eq!(of("ACTIVE", None), State::Pending);
        assert_eq!(of("ACTIVE", Some("PENDING")), State::Pending);
        assert_eq!(of("ACTIVE", Some("DECLINED")), State::Pending);
        for paid in ["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"] {
            assert_eq!(of("ACTIVE", Some(paid)), State::Paid);
            assert_eq!(of("CANCELLED", Some(paid)), State::Paid);
        }
        assert!(matches!(of("SUSPENDED", Some("DECLINED")), State::Failed(_)));
        assert!(matches!(of("CANCELLED", None), State::Failed(_)));
        assert_eq!(state("ACTIVE", None, Some(usd(0))), State::Paid);
        assert_eq!(state("ACTIVE", None, None), State::Pending);
    }

    #[test]
    fn a_first_period_without_a_price_is_free() {
        let subscription: Subscription = serde_json::from_value(json!({
            "id": "I-1", "status": "ACTIVE",
            "plan": {"billing_cycles": [
                {"sequence": 2, "pricing_scheme": {"fixed_price": {"currency_code": "USD", "value": "49.00"}}},
                {"sequence": 1},
            ]},
        }))
        .expect("a subscription");
        assert_eq!(
            subscription.first_price().expect("it reads"),
            Some(Money::new(0, Currency::USD))
        );
    }
}
