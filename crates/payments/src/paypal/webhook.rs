//! PayPal's webhooks: PayPal itself checks the signature of its events, over the very bytes that came; then which
//! payment an event is about.
//!
//! <https://developer.paypal.com/api/rest/webhooks/rest/>

use domain::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;

use super::client::{Client, Failure};
use super::{Reference, subscriptions, transactions};
use crate::{Error, Event, WebhookError, http};

/// How far the time of an event may be from ours, in seconds.
const TOLERANCE: u64 = 300;

/// <https://developer.paypal.com/docs/api/webhooks/v1/#definition-event>
#[derive(Deserialize)]
struct RawEvent {
    id: String,
    event_type: String,
    #[serde(default)]
    resource: Value,
}

/// Checks an event and finds its payment.
///
/// # Errors
/// [`WebhookError`].
pub async fn read(
    client: &Client,
    header: &(dyn Fn(&str) -> Option<String> + Send + Sync),
    body: &[u8],
    now: Timestamp,
) -> Result<Event, WebhookError> {
    let malformed = |error: &dyn std::fmt::Display| WebhookError::Malformed(error.to_string());
    let get = |name: &str| {
        header(name)
            .filter(|value| !value.is_empty())
            .ok_or(WebhookError::Signature)
    };
    let time = get("paypal-transmission-time")?;
    let at = Timestamp::parse(&time).map_err(|_| WebhookError::Signature)?;
    if now.as_seconds().abs_diff(at.as_seconds()) > TOLERANCE {
        return Err(WebhookError::Stale);
    }
    // Both before the body goes into a request of ours as it is.
    let raw = std::str::from_utf8(body).map_err(|error| malformed(&error))?;
    let raw_event: RawEvent = serde_json::from_str(raw).map_err(|error| malformed(&error))?;
    let fields = [
        ("auth_algo", get("paypal-auth-algo")?),
        ("cert_url", get("paypal-cert-url")?),
        ("transmission_id", get("paypal-transmission-id")?),
        ("transmission_sig", get("paypal-transmission-sig")?),
        ("transmission_time", time),
        ("webhook_id", client.settings.webhook_id.clone()),
    ];
    verify(client, &fields, raw).await?;
    let reference = match subject(&raw_event.event_type, &raw_event.resource) {
        None => None,
        Some(Subject::Payment(reference)) => Some(reference.to_string()),
        Some(Subject::Transaction(id)) => found(of_transaction(client, id).await)?,
    };
    let refunded = match (&reference, refund(&raw_event.event_type, &raw_event.resource)) {
        (Some(reference), Some((id, payment))) => match reference.strip_prefix("S:") {
            // What was paid back of a renewal is none of what the order was paid with.
            Some(subscription) if found(of_first(client, subscription, payment).await)?.is_some() => {
                found(transactions::refunded(client, id).await)?
            }
            _ => None,
        },
        _ => None,
    };
    Ok(Event {
        id: raw_event.id,
        kind: raw_event.event_type,
        reference,
        refunded,
    })
}

/// Asks PayPal whether it signed this. The event goes in as it came: written anew it would have another signature.
async fn verify(client: &Client, fields: &[(&str, String)], raw: &str) -> Result<(), WebhookError> {
    #[derive(Deserialize)]
    struct Verified {
        verification_status: String,
    }

    let fields: String = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\":{},", Value::from(value.as_str())))
        .collect();
    let body = format!("{{{fields}\"webhook_event\":{raw}}}");
    let path = "/v1/notifications/verify-webhook-signature";
    let unavailable = |error: Error| WebhookError::Unavailable(error.to_string());
    match client.json(Method::POST, path, body, None).await {
        Ok(reply) => {
            let verified: Verified = reply.read().map_err(unavailable)?;
            if verified.verification_status == "SUCCESS" {
                Ok(())
            } else {
                Err(WebhookError::Signature)
            }
        }
        // Headers that no event of theirs has.
        Err(Failure::Problem(problem)) if matches!(problem.reply.status, 400 | 422) => Err(WebhookError::Signature),
        Err(failure) => Err(unavailable(failure.into())),
    }
}

/// What an event is about.
#[derive(PartialEq, Eq, Debug)]
enum Subject<'a> {
    Payment(Reference<'a>),
    /// A capture of an order or a payment of a subscription.
    Transaction(&'a str),
}

fn subject<'a>(kind: &str, resource: &'a Value) -> Option<Subject<'a>> {
    let text = |pointer: &str| resource.pointer(pointer).and_then(Value::as_str);
    let order = |id| Subject::Payment(Reference::Order(id));
    let subscription = |id| Subject::Payment(Reference::Subscription(id));
    let mut parts = kind.split('.');
    match (parts.next()?, parts.next()?) {
        ("CHECKOUT", "ORDER") => text("/id").map(order),
        ("CHECKOUT", _) => text("/order_id").map(order),
        ("BILLING", "SUBSCRIPTION") => text("/id").map(subscription),
        ("PAYMENT", "CAPTURE" | "REFUND") => text("/supplementary_data/related_ids/order_id")
            .map(order)
            // A refund names its capture in a link.
            .or_else(|| captured(resource).or_else(|| text("/id")).map(Subject::Transaction)),
        ("PAYMENT", "SALE") => text("/billing_agreement_id")
            .map(subscription)
            .or_else(|| text("/sale_id").or_else(|| text("/id")).map(Subject::Transaction)),
        ("CUSTOMER", "DISPUTE") => text("/disputed_transactions/0/seller_transaction_id").map(Subject::Transaction),
        _ => None,
    }
}

/// The refund that an event tells of, and the payment that it is of.
fn refund<'a>(kind: &str, resource: &'a Value) -> Option<(&'a str, &'a str)> {
    let payment = match kind {
        "PAYMENT.SALE.REFUNDED" => resource["sale_id"].as_str(),
        "PAYMENT.CAPTURE.REFUNDED" => captured(resource),
        _ => None,
    };
    resource["id"].as_str().zip(payment)
}

/// A payment, where it is the first of a subscription.
async fn of_first<'a>(client: &Client, subscription: &str, payment: &'a str) -> Result<Option<&'a str>, Error> {
    let first = subscriptions::first_payment(client, subscription).await?;
    Ok(first.is_some_and(|first| first == payment).then_some(payment))
}

/// The capture that a refund's link `up` leads to.
fn captured(refund: &Value) -> Option<&str> {
    let links = refund["links"].as_array()?;
    let up = links.iter().find(|link| link["rel"] == "up")?["href"].as_str()?;
    let (path, id) = up.rsplit_once('/')?;
    path.ends_with("/captures").then_some(id)
}

/// The payment that a transaction belongs to.
async fn of_transaction(client: &Client, id: &str) -> Result<Option<String>, Error> {
    let id = http::segment(id)?;
    let at = |pointer: &'static str, value: &Value| value.pointer(pointer)?.as_str().map(ToOwned::to_owned);
    match client
        .get::<Value>(&format!("/v2/payments/captures/{id}"), &[])
        .await
        .map_err(Error::from)
    {
        Ok(capture) => {
            if let Some(order) = at("/supplementary_data/related_ids/order_id", &capture) {
                return Ok(Some(Reference::Order(&order).to_string()));
            }
        }
        Err(Error::Unknown(_)) => {}
        Err(error) => return Err(error),
    }
    // Payments of subscriptions are sales of their older API.
    let sale: Value = client.get(&format!("/v1/payments/sale/{id}"), &[]).await?;
    let subscription = at("/billing_agreement_id", &sale);
    Ok(subscription.map(|id| Reference::Subscription(&id).to_string()))
}

/// An event about what PayPal no longer knows concerns no payment of ours.
fn found<T>(asked: Result<Option<T>, Error>) -> Result<Option<T>, WebhookError> {
    match asked {
        Ok(found) => Ok(found),
        Err(Error::Unavailable(why)) => Err(WebhookError::Unavailable(why)),
        Err(Error::Refused(_) | Error::Unknown(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_lead_to_what_they_are_about() {
        let of = |kind: &str, resource: Value| {
            subject(kind, &resource).map(|subject| match subject {
                Subject::Payment(reference) => reference.to_string(),
                Subject::Transaction(id) => id.to_owned(),
            })
        };
        assert_eq!(
            of("CHECKOUT.ORDER.APPROVED", json!({"id": "5O"})).as_deref(),
            Some("O:5O")
        );
        assert_eq!(
            of("CHECKOUT.PAYMENT-APPROVAL.REVERSED", json!({"order_id": "5O"})).as_deref(),
            Some("O:5O")
        );
        let related = json!({"id": "3C", "supplementary_data": {"related_ids": {"order_id": "5O"}}});
        assert_eq!(of("PAYMENT.CAPTURE.PENDING", related.clone()).as_deref(), Some("O:5O"));
        assert_eq!(of("PAYMENT.REFUND.PENDING", related).as_deref(), Some("O:5O"));
        let refund = json!({"id": "1R", "links": [
            {"rel": "self", "href": "https://api/v2/payments/refunds/1R"},
            {"rel": "up", "href": "https://api/v2/payments/captures/3C"},
        ]});
        assert_eq!(of("PAYMENT.CAPTURE.REFUNDED", refund).as_deref(), Some("3C"));
        assert_eq!(
            of("PAYMENT.CAPTURE.COMPLETED", json!({"id": "3C"})).as_deref(),
            Some("3C")
        );
        assert_eq!(
            of("BILLING.SUBSCRIPTION.PAYMENT.FAILED", json!({"id": "I-1"})).as_deref(),
            Some("S:I-1")
        );
        let sale = json!({"id": "4S", "billing_agreement_id": "I-1"});
        assert_eq!(of("PAYMENT.SALE.COMPLETED", sale).as_deref(), Some("S:I-1"));
        assert_eq!(
            of("PAYMENT.SALE.REFUNDED", json!({"id": "1R", "sale_id": "4S"})).as_deref(),
            Some("4S")
        );
        let dispute = json!({"disputed_transactions": [{"seller_transaction_id": "3C"}]});
        assert_eq!(of("CUSTOMER.DISPUTE.CREATED", dispute).as_deref(), Some("3C"));
        for kind in [
            "CATALOG.PRODUCT.CREATED",
            "BILLING.PLAN.CREATED",
            "VAULT.PAYMENT-TOKEN.CREATED",
            "PING",
        ] {
            assert_eq!(of(kind, json!({"id": "1"})), None, "{kind}");
        }
    }
}
