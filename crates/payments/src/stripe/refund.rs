//! Paying back. The key also stands in the refund's metadata: Stripe forgets idempotency keys after a day, and a job
//! that comes back later must find the refund that it made.

use std::collections::HashMap;

use domain::Money;
use serde::Deserialize;

use super::client::{Client, List};
use super::form::Form;
use super::{amount, checkout};
use crate::{Error, Refund};

/// <https://docs.stripe.com/api/refunds/object>
#[derive(Deserialize)]
struct Made {
    id: String,
    status: Option<String>,
    metadata: Option<HashMap<String, String>>,
}

/// Pays back a part of a payment, once for each key.
///
/// # Errors
/// [`Error`].
pub async fn refund(client: &Client, reference: &str, amount: Money, key: &str) -> Result<Refund, Error> {
    let session = checkout::read(client, reference).await?;
    let intent = session
        .intent_id()
        .ok_or_else(|| Error::Refused("nothing was paid that could be paid back".to_owned()))?;
    let query = [("payment_intent", intent), ("limit", "100")];
    let before: List<Made> = client.get("/v1/refunds", &query).await?;
    let same = |made: &Made| {
        made.metadata
            .as_ref()
            .and_then(|m| m.get("key"))
            .is_some_and(|k| k == key)
    };
    if let Some(made) = before.data.into_iter().find(same) {
        return made.into_refund();
    }
    let mut form = Form::new();
    form.put("payment_intent", intent);
    form.put("amount", amount::to_stripe(amount.amount, amount.currency)?);
    form.put("metadata[key]", key);
    let key = format!("refund-{intent}-{key}");
    client
        .post::<Made>("/v1/refunds", &form, Some(&key))
        .await?
        .into_refund()
}

impl Made {
    fn into_refund(self) -> Result<Refund, Error> {
        match self.status.as_deref() {
            Some(status @ ("failed" | "canceled")) => Err(Error::Refused(format!("the refund {} {status}", self.id))),
            status => Ok(Refund {
                pending: status != Some("succeeded"),
                reference: self.id,
            }),
        }
    }
}
