//! Money that moved: captures, what was paid back of them, disputes about them.

use domain::Money;
use serde::Deserialize;
use serde_json::json;

use super::amount::Amount;
use super::client::{Client, Failure, request_id};
use crate::{Dispute, Error, Refund, State, http};

/// A capture of an order, or a payment of a subscription (<https://developer.paypal.com/docs/api/payments/v2/>).
#[derive(Deserialize)]
pub struct Capture {
    pub id: String,
    pub status: String,
    status_details: Option<Details>,
    pub amount: Amount,
}

#[derive(Deserialize)]
struct Details {
    reason: Option<String>,
}

impl Capture {
    /// A payment that a list of transactions shows in another shape.
    pub fn of(id: String, status: String, amount: Amount) -> Self {
        Self {
            id,
            status,
            status_details: None,
            amount,
        }
    }

    fn reason(&self) -> Option<&str> {
        self.status_details.as_ref()?.reason.as_deref()
    }

    /// The bank or the customer wants the money back, which holds it.
    fn is_held(&self) -> bool {
        matches!(self.reason(), Some("BUYER_COMPLAINT" | "CHARGEBACK"))
    }

    /// Whether the money came, whatever became of it later.
    pub fn is_paid(&self) -> bool {
        matches!(self.status.as_str(), "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED") || self.is_held()
    }

    pub fn state(&self) -> State {
        if self.is_paid() {
            return State::Paid;
        }
        match self.status.as_str() {
            "DECLINED" | "FAILED" => State::Failed("PayPal could not collect the payment.".to_owned()),
            _ => State::Pending,
        }
    }
}

/// Money that was paid back.
#[derive(Deserialize)]
pub struct Returned {
    id: String,
    status: Option<String>,
    amount: Option<Amount>,
}

impl Returned {
    /// How much of the payment it takes, in minor units.
    pub fn amount(&self) -> Result<i64, Error> {
        match (&self.amount, self.status.as_deref()) {
            (_, Some("FAILED" | "CANCELLED")) | (None, _) => Ok(0),
            (Some(amount), _) => Ok(amount.money()?.amount),
        }
    }
}

/// Pays back a part of a capture, once for each key (PayPal remembers them for 45 days).
///
/// # Errors
/// [`Error`].
pub async fn refund(client: &Client, capture: &str, amount: Money, key: &str) -> Result<Refund, Error> {
    let body = json!({"amount": Amount::of(amount)?});
    let path = format!("/v2/payments/captures/{capture}/refund");
    let id = request_id(&["refund", capture, key]);
    let made: Returned = client.post(&path, &body, Some(&id)).await?;
    match made.status.as_deref() {
        Some(status @ ("FAILED" | "CANCELLED")) => Err(Error::Refused(format!(
            "the refund {} {}",
            made.id,
            status.to_lowercase()
        ))),
        status => Ok(Refund {
            pending: status != Some("COMPLETED"),
            reference: made.id,
        }),
    }
}

/// How much of a payment was given back, as one of its refunds remembers it: PayPal lists those of orders' captures, but
/// not those of subscriptions' payments.
///
/// # Errors
/// [`Error`].
pub async fn refunded(client: &Client, refund: &str) -> Result<Option<i64>, Error> {
    #[derive(Deserialize)]
    struct Made {
        seller_payable_breakdown: Option<Breakdown>,
    }

    #[derive(Deserialize)]
    struct Breakdown {
        total_refunded_amount: Option<Amount>,
    }

    let path = format!("/v2/payments/refunds/{}", http::segment(refund)?);
    let made: Made = client.get(&path, &[]).await?;
    let total = made
        .seller_payable_breakdown
        .and_then(|made| made.total_refunded_amount);
    Ok(total.map(|total| total.money()).transpose()?.map(|total| total.amount))
}

/// Whether a dispute about a payment runs. One that the customer won shows as a refund.
///
/// # Errors
/// [`Error`].
pub async fn dispute(client: &Client, capture: &Capture) -> Result<Option<Dispute>, Error> {
    #[derive(Deserialize)]
    struct Disputes {
        #[serde(default)]
        items: Vec<Subscription>,
    }

    #[derive(Deserialize)]
    struct Subscription {
        status: String,
    }

    if capture.is_held() {
        return Ok(Some(Dispute::Open));
    }
    let query = [("disputed_transaction_id", capture.id.as_str())];
    let disputes: Result<Disputes, Failure> = client.get("/v1/customer/disputes", &query).await;
    match disputes {
        Ok(disputes) => {
            let runs = disputes.items.iter().any(|dispute| dispute.status != "RESOLVED");
            Ok(runs.then_some(Dispute::Open))
        }
        // The account's app was not given this API; a dispute then shows when the money is taken.
        Err(Failure::Problem(problem)) if matches!(problem.reply.status, 403 | 404) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}
