//! Stripe's webhooks: the signature, and which payment an event is about.
//!
//! Signatures: <https://docs.stripe.com/webhooks#verify-manually>. While a secret is being replaced, Stripe signs with
//! both: every `v1=` counts, with every secret of ours.

use domain::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use super::client::{Client, List};
use crate::{Error, Event, WebhookError};

/// How far the time of an event may be from ours, in seconds.
const TOLERANCE: u64 = 300;

/// Checks `Stripe-Signature` over the raw body.
///
/// # Errors
/// [`WebhookError::Signature`], and [`WebhookError::Stale`] where the signature is right but not of these minutes.
pub fn verify(header: &str, body: &[u8], secrets: &[String], now: Timestamp) -> Result<(), WebhookError> {
    let mut at = None;
    let mut signatures = vec![];
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", time)) => at = Some(time),
            Some(("v1", signature)) => signatures.extend(hex::decode(signature)),
            // `v0` is a test scheme of theirs.
            _ => {}
        }
    }
    let at = at.ok_or(WebhookError::Signature)?;
    let signed = secrets.iter().filter(|secret| !secret.is_empty()).any(|secret| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(at.as_bytes());
        mac.update(b".");
        mac.update(body);
        // In constant time.
        signatures
            .iter()
            .any(|signature| mac.clone().verify_slice(signature).is_ok())
    });
    let seconds: i64 = at.parse().map_err(|_| WebhookError::Signature)?;
    if !signed {
        Err(WebhookError::Signature)
    } else if now.as_seconds().abs_diff(seconds) > TOLERANCE {
        Err(WebhookError::Stale)
    } else {
        Ok(())
    }
}

/// <https://docs.stripe.com/api/events/object>
#[derive(Deserialize)]
struct RawEvent {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    /// Absent in the thin events of their second API.
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// What an event is about.
#[derive(PartialEq, Eq, Debug)]
enum Subject<'a> {
    Session(&'a str),
    Intent(&'a str),
    Subscription(&'a str),
}

/// Reads an event whose signature was right, and finds its payment.
///
/// # Errors
/// [`WebhookError::Malformed`], and [`WebhookError::Unavailable`] where Stripe could not be asked.
pub async fn read(client: &Client, body: &[u8]) -> Result<Event, WebhookError> {
    let raw_event: RawEvent =
        serde_json::from_slice(body).map_err(|error| WebhookError::Malformed(error.to_string()))?;
    let subject = raw_event
        .data
        .as_ref()
        .and_then(|data| subject(&raw_event.kind, &data.object));
    let reference = match subject {
        None => None,
        Some(Subject::Session(id)) => Some(id.to_owned()),
        Some(Subject::Intent(id)) => found(of_intent(client, id).await)?,
        Some(Subject::Subscription(id)) => found(session(client, "subscription", id).await)?,
    };
    Ok(Event {
        id: raw_event.id,
        kind: raw_event.kind,
        reference,
        refunded: None,
    })
}

fn subject<'a>(kind: &str, object: &'a Value) -> Option<Subject<'a>> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let (family, _) = kind.rsplit_once('.')?;
    match family {
        "checkout.session" => text("/id").map(Subject::Session),
        "payment_intent" => text("/id").map(Subject::Intent),
        "charge" | "charge.dispute" | "charge.refund" | "refund" => text("/payment_intent").map(Subject::Intent),
        "customer.subscription" => text("/id").map(Subject::Subscription),
        // The second is where endpoints of an older version have it.
        "invoice" => text("/parent/subscription_details/subscription")
            .or_else(|| text("/subscription"))
            .map(Subject::Subscription),
        _ => None,
    }
}

/// The session of a payment intent: its own, or that of the subscription whose invoice it paid.
async fn of_intent(client: &Client, id: &str) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct InvoicePayment {
        invoice: Value,
    }

    if let Some(session) = session(client, "payment_intent", id).await? {
        return Ok(Some(session));
    }
    let query = [
        ("payment[type]", "payment_intent"),
        ("payment[payment_intent]", id),
        ("expand[]", "data.invoice"),
    ];
    let paid: List<InvoicePayment> = client.get("/v1/invoice_payments", &query).await?;
    let subscription = paid.data.first().and_then(|paid| {
        let subscription = paid.invoice.pointer("/parent/subscription_details/subscription")?;
        subscription.as_str()
    });
    match subscription {
        Some(id) => session(client, "subscription", id).await,
        None => Ok(None),
    }
}

/// The session that made an object.
async fn session(client: &Client, by: &str, id: &str) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }

    let query = [(by, id), ("limit", "1")];
    let sessions: List<Named> = client.get("/v1/checkout/sessions", &query).await?;
    Ok(sessions.data.into_iter().next().map(|session| session.id))
}

/// An event about what Stripe no longer knows concerns no payment of ours.
fn found(reference: Result<Option<String>, Error>) -> Result<Option<String>, WebhookError> {
    match reference {
        Ok(reference) => Ok(reference),
        Err(Error::Unavailable(why)) => Err(WebhookError::Unavailable(why)),
        Err(Error::Refused(_) | Error::Unknown(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const AT: i64 = 1_770_000_000;

    fn sign(secret: &str, at: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.update(format!("{at}.").as_bytes());
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    }

    fn check(header: &str, secrets: &[&str], now: i64) -> Result<(), WebhookError> {
        let secrets: Vec<String> = secrets.iter().map(ToString::to_string).collect();
        verify(header, BODY, &secrets, Timestamp::from_micros(now * 1_000_000))
    }

    #[test]
    fn every_signature_counts_with_every_secret() {
        let (old, new) = (sign("old", AT, BODY), sign("new", AT, BODY));
        let wrong = "0".repeat(64);
        for header in [
            format!("t={AT},v1={old}"),
            format!("t={AT},v1={wrong},v1={old}"),
            format!("t={AT},v1={old},v1={wrong},v0={wrong}"),
            format!("v1={old}, t={AT}"),
        ] {
            assert_eq!(check(&header, &["old"], AT), Ok(()), "{header}");
            assert_eq!(check(&header, &["new", "old"], AT), Ok(()), "{header}");
            assert_eq!(check(&header, &["new"], AT), Err(WebhookError::Signature), "{header}");
        }
        assert_eq!(check(&format!("t={AT},v1={new},v1={old}"), &["new"], AT), Ok(()));
    }

    #[test]
    fn what_is_not_signed_is_refused() {
        let good = sign("s", AT, BODY);
        let other = sign("s", AT, br#"{"id":"evt_2"}"#);
        for header in [
            String::new(),
            format!("v1={good}"),
            format!("t={AT}"),
            format!("t={AT},v1={other}"),
            format!("t={},v1={good}", AT + 1),
            format!("t={AT},v0={good}"),
            format!("t={AT},v1={}", good.get(..62).unwrap_or_default()),
            format!("t={AT},v1=é{}", good.get(..62).unwrap_or_default()),
            format!("t=now,v1={good}"),
        ] {
            assert_eq!(check(&header, &["s"], AT), Err(WebhookError::Signature), "{header}");
        }
        // An empty secret is one that was not set.
        let empty = sign("", AT, BODY);
        assert_eq!(
            check(&format!("t={AT},v1={empty}"), &[""], AT),
            Err(WebhookError::Signature)
        );
        assert_eq!(
            check(&format!("t={AT},v1={good}"), &[], AT),
            Err(WebhookError::Signature)
        );
    }

    #[test]
    fn five_minutes_either_way() {
        let header = format!("t={AT},v1={}", sign("s", AT, BODY));
        for near in [AT - 300, AT, AT + 300] {
            assert_eq!(check(&header, &["s"], near), Ok(()));
        }
        for far in [AT - 301, AT + 301] {
            assert_eq!(check(&header, &["s"], far), Err(WebhookError::Stale));
        }
        let minimum = format!("t={},v1={}", i64::MIN, sign("s", i64::MIN, BODY));
        assert_eq!(check(&minimum, &["s"], AT), Err(WebhookError::Stale));
    }

    #[test]
    fn events_lead_to_what_they_are_about() {
        let of = |kind, object: &Value| subject(kind, object).map(|subject| format!("{subject:?}"));
        let charge = json!({"id": "ch_1", "payment_intent": "pi_1"});
        for kind in [
            "charge.refunded",
            "charge.dispute.created",
            "refund.updated",
            "charge.refund.updated",
        ] {
            assert_eq!(of(kind, &charge).as_deref(), Some("Intent(\"pi_1\")"), "{kind}");
        }
        let named = json!({"id": "x_1"});
        assert_eq!(
            of("checkout.session.async_payment_failed", &named).as_deref(),
            Some("Session(\"x_1\")")
        );
        assert_eq!(
            of("payment_intent.succeeded", &named).as_deref(),
            Some("Intent(\"x_1\")")
        );
        assert_eq!(
            of("customer.subscription.deleted", &named).as_deref(),
            Some("Subscription(\"x_1\")")
        );
        let invoice = json!({"parent": {"subscription_details": {"subscription": "sub_1"}}});
        assert_eq!(of("invoice.paid", &invoice).as_deref(), Some("Subscription(\"sub_1\")"));
        let older = json!({"subscription": "sub_1"});
        assert_eq!(of("invoice.paid", &older).as_deref(), Some("Subscription(\"sub_1\")"));
        for kind in ["plan.created", "payout.paid", "balance.available", "ping"] {
            assert_eq!(of(kind, &named), None, "{kind}");
        }
        assert_eq!(of("charge.succeeded", &json!({"payment_intent": null})), None);
    }
}
