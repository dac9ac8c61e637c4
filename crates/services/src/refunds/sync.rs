//! What happens to a paid order at its provider: money given back there, disputes and their end.

use domain::LicenseStatus;
use domain::order::{OrderStatus, ProviderId};
use payments::{Dispute, Payment};
use store::Write;

use crate::mail::EmailJob;
use crate::{Internal, Orders};

impl Orders {
    /// Brings a paid order in line with what its provider says: refunds and disputes.
    pub(crate) async fn sync_refunds_and_disputes(
        &self,
        write: &mut Write,
        id: &str,
        answer: &Payment,
    ) -> Result<OrderStatus, Internal> {
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
                    .transition_entitlements(id, None, &[LicenseStatus::Active], LicenseStatus::Suspended)
                    .await?;
                write.suspend_downloads(id, true).await?;
                let key = format!("disputed:{id}:{}", stored.version);
                let letter = EmailJob::Suspended {
                    order: id.to_owned(),
                    reason: "The bank that paid asked for the money back.".to_owned(),
                };
                self.push_email(write, &letter, &key).await?;
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
                    .transition_entitlements(id, None, &[LicenseStatus::Suspended], LicenseStatus::Active)
                    .await?;
                write.suspend_downloads(id, false).await?;
                Ok(OrderStatus::Paid)
            }
            _ => Ok(status),
        }
    }
}
