//! What happens to a paid order at its provider: money given back there, disputes and their end. And the shop's own
//! looks at payments of which nobody told it anything.

use std::sync::Arc;

use domain::LicenseStatus;
use domain::order::{OrderStatus, ProviderId};
use payments::{Dispute, Payment, Provider};
use serde::Deserialize;
use serde_json::json;
use store::Write;

use super::Orders;
use crate::mail::Letter;
use crate::{Internal, Jobs};

/// When the shop looks again, in seconds after the look before; then it ends the payment.
const LOOKS: [i64; 6] = [3_600, 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600, 48 * 3_600];
/// When it looks again at a payment that is on its way, after those: some banks take weeks.
const PENDING: i64 = 48 * 3_600;
/// After how many looks it leaves such a payment to people.
const MOST_LOOKS: usize = 30;

/// The payload of a look.
#[derive(Deserialize)]
struct Look {
    order: String,
    attempt: i64,
    look: usize,
}

/// The payload of a payment that goes back, or of a subscription that ends.
#[derive(Deserialize)]
struct Named {
    provider: String,
    /// The provider's name for it.
    reference: String,
}

/// The payload of a subscription of which only some lines go on.
#[derive(Deserialize)]
struct Kept {
    order: String,
    provider: String,
    reference: String,
}

impl Orders {
    /// Brings a paid order in line with what its provider says: refunds and disputes.
    pub(super) async fn follow(&self, write: &mut Write, id: &str, answer: &Payment) -> Result<OrderStatus, Internal> {
        let stored = write.lock_order(id).await?.ok_or("an order vanished")?;
        let mut status = stored.order.status;
        let refunds = write.refunds_of_order(id).await?;
        let known: i64 = refunds.iter().map(|refund| refund.amount).sum();
        let done: i64 = refunds.iter().filter(|r| r.is_done()).map(|refund| refund.amount).sum();
        // PayPal does not list what was paid back of subscriptions' payments.
        let lists_all = stored.order.provider != ProviderId::Paypal || answer.subscription.is_none();
        if answer.refunded < done && lists_all {
            // The customer is owed it all the same: what was granted has ended, and the credit note stands.
            tracing::error!(
                order = id,
                recorded = done,
                arrived = answer.refunded,
                "a refund did not reach the customer: it has to be paid another way"
            );
        }
        if answer.refunded > known {
            let key = format!("outside:{id}:{}", answer.refunded);
            // Not every provider says who won a dispute: it shows in the money.
            let lost = match answer.dispute {
                Some(dispute) => dispute == Dispute::Lost,
                None => status == OrderStatus::Disputed,
            };
            status = self
                .give_back(write, &stored, answer.refunded - known, &key, lost)
                .await?;
        }
        match (answer.dispute, status) {
            (Some(Dispute::Open), OrderStatus::Paid) => {
                write.set_order_status(id, OrderStatus::Disputed, None).await?;
                write
                    .move_granted(id, None, &[LicenseStatus::Active], LicenseStatus::Suspended)
                    .await?;
                write.suspend_downloads(id, true).await?;
                let key = format!("disputed:{id}:{}", stored.version);
                let letter = Letter::Suspended {
                    order: id.to_owned(),
                    reason: "The bank that paid asked for the money back.".to_owned(),
                };
                self.push_letter(write, &letter, &key).await?;
                Ok(OrderStatus::Disputed)
            }
            // The bank took less than was paid, as where currencies were converted: nothing is left all the same.
            (Some(Dispute::Lost), OrderStatus::Paid | OrderStatus::Disputed) => {
                self.revoke(write, id).await?;
                Ok(OrderStatus::Refunded)
            }
            (None, OrderStatus::Disputed) => {
                write.set_order_status(id, OrderStatus::Paid, None).await?;
                write
                    .move_granted(id, None, &[LicenseStatus::Suspended], LicenseStatus::Active)
                    .await?;
                write.suspend_downloads(id, false).await?;
                Ok(OrderStatus::Paid)
            }
            _ => Ok(status),
        }
    }

    /// The handlers of the jobs that orders write, but letters.
    pub fn on_jobs(&self, jobs: Jobs) -> Jobs {
        let (look, back, refund) = (self.clone(), self.clone(), self.clone());
        let (end, keep, release) = (self.clone(), self.clone(), self.clone());
        let jobs = jobs.on("release_code", move |job| {
            let orders = release.clone();
            async move {
                let order = job.payload["order"].as_str().unwrap_or_default();
                Ok(orders.release_code(order).await?)
            }
        });
        jobs.on("look", move |job| {
            let orders = look.clone();
            async move { Ok(orders.look(&job.payload).await?) }
        })
        .on("return_payment", move |job| {
            let orders = back.clone();
            async move { Ok(orders.return_payment(&job.payload).await?) }
        })
        .on("refund", move |job| {
            let orders = refund.clone();
            async move { Ok(orders.finish_refund(&job.payload).await?) }
        })
        .on("end_subscription", move |job| {
            let orders = end.clone();
            async move { Ok(orders.finish_subscription(&job.payload).await?) }
        })
        .on("keep_lines", move |job| {
            let orders = keep.clone();
            async move { Ok(orders.keep_lines(&job.payload).await?) }
        })
    }

    /// The job `look`: asks how a payment stands that nobody has told of; the last look ends it.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn look(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Look { order, attempt, look } = Look::deserialize(payload)?;
        let Some(payment) = self.shared.store.payment_of_order(&order).await? else {
            return Ok(());
        };
        if payment.attempt != attempt {
            return Ok(());
        }
        let status = self.settle(&payment).await.map_err(Internal::of)?;
        let pending = status == OrderStatus::Pending && look < MOST_LOOKS;
        match (status, LOOKS.get(look).or(pending.then_some(&PENDING))) {
            // PayPal's page of a subscription cannot be closed: one may be approved after its order was superseded.
            (OrderStatus::Open | OrderStatus::Pending | OrderStatus::Superseded, Some(after)) => {
                let mut write = self.shared.store.write().await?;
                let payload = json!({ "order": order, "attempt": attempt, "look": look + 1 });
                let name = format!("look:{order}:{attempt}:{}", look + 1);
                self.push(&mut write, "look", &name, payload, *after).await?;
                Ok(write.save().await?)
            }
            (OrderStatus::Open, None) => {
                let ended = self.abandon(&order, OrderStatus::Failed).await;
                ended.map(drop).map_err(Internal::of)
            }
            _ => Ok(()),
        }
    }

    /// The job `return_payment`: gives back what was paid a second time.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn return_payment(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Named { provider, reference } = Named::deserialize(payload)?;
        let provider = self.provider_named(&provider)?;
        let answer = provider.fetch(&reference).await.map_err(Internal::of)?;
        let left = domain::Money::new(answer.paid.amount - answer.refunded, answer.paid.currency);
        if left.amount > 0 {
            let key = format!("return-{reference}");
            provider.refund(&reference, left, &key).await.map_err(Internal::of)?;
        }
        Ok(())
    }

    /// Writes with a change that a subscription ends at its provider, so that nothing more is collected for it.
    pub(super) async fn end_subscription(
        &self,
        write: &mut Write,
        provider: ProviderId,
        subscription: &str,
    ) -> Result<(), Internal> {
        let provider = provider.as_str();
        let payload = json!({ "provider": provider, "reference": subscription });
        let key = format!("end:{provider}:{subscription}");
        self.push(write, "end_subscription", &key, payload, 0).await
    }

    /// The job `end_subscription`.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn finish_subscription(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Named { provider, reference } = Named::deserialize(payload)?;
        let ended = self.provider_named(&provider)?.end_subscription(&reference).await;
        ended.map_err(Internal::of)
    }

    /// Writes with the end of a line that its subscription, where others of the order share it, goes on without it.
    pub(super) async fn take_out(&self, write: &mut Write, order: &str, line: i64) -> Result<(), Internal> {
        let Some((provider, subscription)) = write.shared_subscription(order, line).await? else {
            return Ok(());
        };
        let payload = json!({ "order": order, "provider": provider, "reference": subscription });
        let key = format!("keep:{provider}:{subscription}:{line}");
        self.push(write, "keep_lines", &key, payload, 0).await
    }

    /// The job `keep_lines`. Which lines are left counts now, not when it was written: several may have ended since.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn keep_lines(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Kept {
            order,
            provider,
            reference,
        } = Kept::deserialize(payload)?;
        let provider = self.provider_named(&provider)?;
        let stored = self.shared.store.order(&order).await?.ok_or("an order vanished")?;
        let left = self
            .shared
            .store
            .lines_of_subscription(&order, provider.id(), &reference)
            .await?;
        let left: Vec<usize> = left.into_iter().filter_map(|line| usize::try_from(line).ok()).collect();
        if left.is_empty() {
            // Who ended the last line wrote the job that ends the whole.
            return Ok(());
        }
        let kept = provider.keep_lines(&reference, &stored.order, &left).await;
        kept.map_err(Internal::of)
    }

    fn provider_named(&self, name: &str) -> Result<&Arc<dyn Provider>, Internal> {
        self.provider(ProviderId::parse(name).ok_or("a payment's provider is unknown")?)
    }
}
