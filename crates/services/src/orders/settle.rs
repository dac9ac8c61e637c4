//! Asking how a payment stands, and applying the answer: the one way in which orders change.

use domain::order::OrderStatus;
use payments::{Event, Payment, State};
use serde_json::json;
use store::{StoredOrder, StoredPayment, Write};

use super::{Orders, PayError};
use crate::Internal;
use crate::fulfilment::cart_key;
use crate::mail::EmailJob;

/// Why an answer could not be had or applied.
#[derive(Debug, thiserror::Error)]
pub(super) enum SettleError {
    #[error(transparent)]
    Provider(#[from] payments::Error),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for SettleError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<SettleError> for PayError {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::Provider(error) => error.into(),
            SettleError::Internal(error) => error.into(),
        }
    }
}

/// How often the provider is asked anew because the order changed while it was.
const MAX_VERSION_CONFLICTS: usize = 8;

impl Orders {
    /// Asks the provider how a payment stands and applies the answer; tells how the order stands then.
    pub(super) async fn settle(&self, payment: &StoredPayment) -> Result<OrderStatus, SettleError> {
        self.settle_event(payment, None).await
    }

    /// Asks about the newest payment of an order, as a webhook without a provider would.
    ///
    /// # Panics
    /// Where that fails.
    #[cfg(feature = "testing")]
    pub async fn poll_newest_payment(&self, order: &str) {
        let payment = self.shared.store.payment_of_order(order).await;
        let payment = payment
            .expect("the test's database answers")
            .expect("a payment was begun");
        self.settle(&payment).await.expect("the test's provider answers");
    }

    /// As [`Orders::settle`], told by an event: it is recorded in the transaction that acts on it.
    pub(super) async fn settle_event(
        &self,
        payment: &StoredPayment,
        event: Option<&Event>,
    ) -> Result<OrderStatus, SettleError> {
        if payment.url.is_empty() {
            // Nothing was to be paid, so there is nobody to ask.
            let stored = self.shared.store.order(&payment.order_id).await?;
            return Ok(stored.map_or(OrderStatus::Failed, |stored| stored.order.status));
        }
        let Ok(provider) = self.provider(payment.provider()) else {
            // A provider that is no longer configured cannot be asked: the stored status counts.
            let stored = self.shared.store.order(&payment.order_id).await?;
            return Ok(stored.map_or(OrderStatus::Failed, |stored| stored.order.status));
        };
        for _ in 0..MAX_VERSION_CONFLICTS {
            let Some(before) = self.shared.store.order(&payment.order_id).await? else {
                return Err(Internal::from("a payment has no order").into());
            };
            let mut answer = match provider.fetch(&payment.reference).await {
                // A provider forgets what nobody paid in time.
                Err(payments::Error::Unknown(_))
                    if unpaid(before.order.status) || before.order.status == OrderStatus::Superseded =>
                {
                    expired(payment, &before)
                }
                answer => answer?,
            };
            let told = event.and_then(|event| event.refunded).unwrap_or_default();
            answer.refunded = answer.refunded.max(told);
            let mut write = self.shared.store.write().await?;
            let Some(stored) = write.lock_order(&payment.order_id).await? else {
                return Err(Internal::from("a payment has no order").into());
            };
            // Another change came between: the answer may be older than what it applied.
            if stored.version != before.version + 1 {
                continue;
            }
            if let Some(Event { id, kind, .. }) = event {
                let now = self.shared.clock.now();
                if !write.put_event(payment.provider(), id, kind, now).await? {
                    return Ok(stored.order.status);
                }
            }
            let status = self.apply(&mut write, &stored, payment, &answer).await?;
            write.save().await?;
            return Ok(status);
        }
        Err(Internal::from("an order changes faster than its provider can be asked").into())
    }

    async fn apply(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
        payment: &StoredPayment,
        answer: &Payment,
    ) -> Result<OrderStatus, Internal> {
        let order = &stored.order;
        let unpaid = unpaid(order.status);
        // Given up when its time ran out, and paid all the same: not every provider can close its page.
        let late = order.status == OrderStatus::Failed && !order.is_in_time(self.shared.clock.now());
        // It brings the customer nothing: it failed, or the order needs it no more, being paid already or superseded.
        let redundant = match &answer.state {
            State::Open => false,
            State::Failed(_) => self.is_second(write, payment).await?,
            State::Pending | State::Paid => late || (!unpaid && self.is_second(write, payment).await?),
        };
        if redundant {
            // Else the provider would go on collecting, or try again what failed.
            self.end_subscription_of(write, payment, answer).await?;
        }
        match &answer.state {
            State::Paid if late => {
                self.refund_unneeded(write, payment, answer).await?;
                let reason = "It was paid after its time: the money goes back the way it came.";
                write
                    .set_order_status(&order.id, OrderStatus::Failed, Some(reason))
                    .await?;
                Ok(OrderStatus::Failed)
            }
            State::Paid if unpaid => {
                if answer.paid != order.totals.total() {
                    if payment.attempt < stored.attempt {
                        return Ok(order.status);
                    }
                    if answer.refunded >= answer.paid.amount {
                        let reason = "Another amount was paid than was due; all of it went back.";
                        write
                            .set_order_status(&order.id, OrderStatus::Failed, Some(reason))
                            .await?;
                        return Ok(OrderStatus::Failed);
                    }
                    tracing::error!(order = order.id, paid = %answer.paid, due = %order.totals.total(),
                        "a payment is of another amount than its order: left for a person, who can give it back by \
                        `mintreu refund` and the order's id");
                    // Not to be paid again meanwhile.
                    let reason = "another amount was paid than was due";
                    write
                        .set_order_status(&order.id, OrderStatus::Pending, Some(reason))
                        .await?;
                    return Ok(OrderStatus::Pending);
                }
                if self.is_already_paid_elsewhere(write, stored).await? {
                    self.refund_unneeded(write, payment, answer).await?;
                    self.end_subscription_of(write, payment, answer).await?;
                    write.set_order_status(&order.id, OrderStatus::Superseded, None).await?;
                    return Ok(OrderStatus::Superseded);
                }
                self.complete(write, stored, answer).await?;
                write.set_payment_paid(&order.id, payment.attempt).await?;
                self.sync_refunds_and_disputes(write, &order.id, answer).await
            }
            State::Paid if redundant => {
                self.refund_unneeded(write, payment, answer).await?;
                Ok(order.status)
            }
            State::Paid => self.sync_refunds_and_disputes(write, &order.id, answer).await,
            // An older attempt says nothing about the order any more.
            _ if payment.attempt < stored.attempt => Ok(order.status),
            State::Pending if unpaid && !late && order.status != OrderStatus::Pending => {
                write.set_order_status(&order.id, OrderStatus::Pending, None).await?;
                let key = format!("pending:{}:{}", order.id, payment.attempt);
                self.push_email(
                    write,
                    &EmailJob::PaymentPending {
                        order: order.id.clone(),
                    },
                    &key,
                )
                .await?;
                Ok(OrderStatus::Pending)
            }
            State::Failed(reason) if unpaid && order.status != OrderStatus::Failed => {
                write
                    .set_order_status(&order.id, OrderStatus::Failed, Some(reason))
                    .await?;
                if order.status == OrderStatus::Pending {
                    let key = format!("failed:{}:{}", order.id, payment.attempt);
                    self.push_email(
                        write,
                        &EmailJob::PaymentFailed {
                            order: order.id.clone(),
                        },
                        &key,
                    )
                    .await?;
                }
                Ok(OrderStatus::Failed)
            }
            _ => Ok(order.status),
        }
    }

    /// Paid twice, in two windows, or too late: it goes back, and the customer is told.
    pub(crate) async fn refund_unneeded(
        &self,
        write: &mut Write,
        payment: &StoredPayment,
        answer: &Payment,
    ) -> Result<(), Internal> {
        let payload = json!({ "provider": payment.provider().as_str(), "reference": payment.reference });
        let key = format!("return:{}", payment.reference);
        self.push(write, "return_payment", &key, payload, 0).await?;
        let letter = EmailJob::SentBack {
            order: payment.order_id.clone(),
            amount: answer.paid,
        };
        self.push_email(write, &letter, &key).await
    }

    /// Ends the subscription that a payment began.
    async fn end_subscription_of(
        &self,
        write: &mut Write,
        payment: &StoredPayment,
        answer: &Payment,
    ) -> Result<(), Internal> {
        match &answer.subscription {
            Some(subscription) => self.end_subscription(write, payment.provider(), subscription).await,
            None => Ok(()),
        }
    }

    /// Whether the same cart was paid by another order. Its row is held from here on, so that of two only one is first.
    pub(crate) async fn is_already_paid_elsewhere(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
    ) -> Result<bool, Internal> {
        write.cart(&cart_key(&stored.cart)?).await?;
        Ok(write.has_paid_competitor(stored).await?)
    }

    /// Whether a payment is not the one that paid its order.
    async fn is_second(&self, write: &mut Write, payment: &StoredPayment) -> Result<bool, Internal> {
        let payments = write.payments_of_order(&payment.order_id).await?;
        Ok(!payments.iter().any(|p| p.is_paid() && p.attempt == payment.attempt))
    }
}

fn unpaid(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Open | OrderStatus::Pending | OrderStatus::Failed)
}

/// What stands for a payment that its provider does not know any more.
fn expired(payment: &StoredPayment, stored: &StoredOrder) -> Payment {
    Payment {
        reference: payment.reference.clone(),
        order: None,
        state: State::Failed("The time to pay ran out.".to_owned()),
        paid: stored.order.totals.total(),
        refunded: 0,
        dispute: None,
        subscription: None,
        method: String::new(),
    }
}
