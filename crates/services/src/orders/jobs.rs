//! The jobs that orders write: polls of payments that nothing was heard of, payments that go back, and what other
//! modules of orders leave to later.

use std::sync::Arc;

use domain::order::{OrderStatus, ProviderId};
use payments::Provider;
use serde::Deserialize;
use serde_json::json;

use super::Orders;
use crate::{Accounts, Internal, Jobs};

/// When the shop looks again, in seconds after the look before; then it ends the payment.
const POLL_DELAYS: [i64; 6] = [3_600, 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600, 48 * 3_600];
/// When it looks again at a payment that is on its way, after those: some banks take weeks.
const PENDING: i64 = 48 * 3_600;
/// After how many looks it leaves such a payment to people.
const MAX_POLLS: usize = 30;

/// The payload of a look.
#[derive(Deserialize)]
struct Look {
    order: String,
    attempt: i64,
    look: usize,
}

/// The payload of a payment that goes back, or of a subscription that ends.
#[derive(Deserialize)]
pub(crate) struct Named {
    pub provider: String,
    /// The provider's name for it.
    pub reference: String,
}

impl Orders {
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
            async move { Ok(orders.poll_payment(&job.payload).await?) }
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

    /// The job `look`: polls a payment of which no webhook told; after the last poll the order is abandoned.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn poll_payment(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Look { order, attempt, look } = Look::deserialize(payload)?;
        let Some(payment) = self.shared.store.payment_of_order(&order).await? else {
            return Ok(());
        };
        if payment.attempt != attempt {
            return Ok(());
        }
        let status = self.settle(&payment).await.map_err(Internal::of)?;
        let pending = status == OrderStatus::Pending && look < MAX_POLLS;
        match (status, POLL_DELAYS.get(look).or(pending.then_some(&PENDING))) {
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

    /// The job `return_payment`: refunds a payment that was a duplicate or came too late.
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

    /// The job `claim_orders`: an address was verified, so what was bought with it is the account's.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn claim_of(&self, accounts: &Accounts, payload: &serde_json::Value) -> Result<(), Internal> {
        #[derive(Deserialize)]
        struct Payload {
            account: i64,
        }
        let Payload { account } = Payload::deserialize(payload)?;
        if let Some(found) = accounts.summary(account).await?
            && found.verified
        {
            self.claim(account, &found.email).await?;
        }
        Ok(())
    }

    pub(crate) fn provider_named(&self, name: &str) -> Result<&Arc<dyn Provider>, Internal> {
        self.provider(ProviderId::parse(name).ok_or("a payment's provider is unknown")?)
    }
}
