//! Giving money back: of a whole order or of a line. What was granted for it ends, and a credit note is written.

mod amounts;
mod sync;

use domain::invoice::{Invoice, InvoiceKind};
use domain::order::{OrderStatus, ProviderId};
use domain::{LicenseStatus, Money};
use serde::Deserialize;
use serde_json::json;
use store::{StoredOrder, StoredRefund, Write};

use self::amounts::{credited, due, sum};
use crate::audit::{self, AuditEvent};
use crate::invoices::convert::credited_tax;
use crate::mail::EmailJob;
use crate::{Internal, Orders};

/// What a refund came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refunded {
    pub amount: Money,
    /// The number of its credit note; empty where there was no invoice.
    pub credit_note: String,
    /// Whether the provider has taken it on but not finished it.
    pub pending: bool,
}

/// Why nothing was given back.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    #[error("there is no order {0}")]
    NotFound(String),
    #[error("order {0} was never paid, or all of it was given back already")]
    NotPaid(String),
    #[error("order {order} has no line {line}: it has lines 1 to {lines}")]
    NoLine { order: String, line: u32, lines: usize },
    #[error("line {0} was given back already")]
    LineDone(u32),
    #[error("a line cannot be given back alone once a part of the order as a whole was")]
    PartDone,
    #[error("the provider did not give it back: {0}")]
    Provider(payments::Error),
    #[error("the provider has not given it back yet, a job tries again: {0}")]
    Later(payments::Error),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for RefundError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// The payload of the job that finishes a refund.
#[derive(Deserialize)]
struct Payload {
    order: String,
    key: String,
}

/// When a refund is finished by a job, should whoever began it die, in seconds.
const RESCUE: i64 = 60;

impl Orders {
    /// Gives back an order, or its line of this number (from 1), as far as that was not done. It is recorded before the
    /// provider is asked, so that a crash leaves nothing half done: a job finishes it.
    ///
    /// # Errors
    /// [`RefundError`].
    pub async fn refund(&self, name: &str, line: Option<u32>) -> Result<Refunded, RefundError> {
        let found = self.shared.store.order_by_number_or_id(name).await?;
        let id = found.ok_or_else(|| RefundError::NotFound(name.to_owned()))?.order.id;
        let now = self.shared.clock.now();
        let mut write = self.shared.store.write().await?;
        let stored = write
            .lock_order(&id)
            .await?
            .ok_or_else(|| RefundError::NotFound(name.to_owned()))?;
        if stored.order.status == OrderStatus::Pending && stored.reason.is_some() && line.is_none() {
            drop(write);
            return self.refund_amount_mismatch(&id, name).await;
        }
        let known = write.refunds_of_order(&id).await?;
        let amount = due(&stored.order, &known, line, name)?;
        // Another each time: a refund that was refused and is asked for again must be asked for anew.
        let key = format!("refund-{}", self.shared.secrets.token());
        let at = line.map(|line| i64::from(line) - 1);
        write.put_refund(&id, at, amount, &key, false, now).await?;
        let payload = json!({ "order": id, "key": key });
        self.push(&mut write, "refund", &format!("refund:{key}"), payload, RESCUE)
            .await?;
        write.save().await?;
        let buyer = &stored.order.buyer.email;
        audit::record(
            AuditEvent::Refund,
            Some(&audit::account_key(&self.shared.signer, buyer)),
        );
        let (credit_note, pending) = self.finish(&id, &key).await?;
        Ok(Refunded {
            amount: Money::new(amount, stored.order.totals.currency),
            credit_note,
            pending,
        })
    }

    /// Gives back a payment of another amount than was due. It bought nothing, so there is no credit note; once it went
    /// back, the order can be paid as it is due.
    async fn refund_amount_mismatch(&self, id: &str, name: &str) -> Result<Refunded, RefundError> {
        let payment = self.shared.store.payment_of_order(id).await?;
        let payment = payment.ok_or_else(|| RefundError::NotPaid(name.to_owned()))?;
        let provider = self.provider(payment.provider())?;
        let answer = provider
            .fetch(&payment.reference)
            .await
            .map_err(RefundError::Provider)?;
        let mut write = self.shared.store.write().await?;
        self.refund_unneeded(&mut write, &payment, &answer).await?;
        write.save().await?;
        audit::record(AuditEvent::Refund, None);
        Ok(Refunded {
            amount: answer.paid,
            credit_note: String::new(),
            pending: true,
        })
    }

    /// The job `refund`: finishes what [`Orders::refund`] began.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn finish_refund(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Payload { order, key } = Payload::deserialize(payload)?;
        match self.finish(&order, &key).await {
            Err(RefundError::Internal(error)) => Err(error),
            Err(error) => Err(Internal::of(error)),
            Ok(_) => Ok(()),
        }
    }

    /// The number of the credit note, and whether the provider still works on it.
    async fn finish(&self, id: &str, key: &str) -> Result<(String, bool), RefundError> {
        let refunds = self.shared.store.refunds_of_order(id).await?;
        let Some(refund) = refunds.into_iter().find(|refund| refund.key == key) else {
            return Ok((String::new(), false));
        };
        let mut pending = false;
        let stored = self
            .shared
            .store
            .order(id)
            .await?
            .ok_or_else(|| Internal::from("an order vanished"))?;
        let paid = self.shared.store.payments_of_order(id).await?;
        let paid = paid.into_iter().find(store::StoredPayment::is_paid);
        if !refund.is_done()
            && refund.amount > 0
            && let Some(paid) = paid
        {
            let amount = Money::new(refund.amount, stored.order.totals.currency);
            let done = self
                .provider(paid.provider())?
                .refund(&paid.reference, amount, key)
                .await;
            if let Err(error @ payments::Error::Refused(_)) = done {
                let mut write = self.shared.store.write().await?;
                write.drop_refund(key).await?;
                write.save().await?;
                return Err(RefundError::Provider(error));
            }
            pending = done.map_err(RefundError::Later)?.pending;
        }
        let mut write = self.shared.store.write().await?;
        let stored = write
            .lock_order(id)
            .await?
            .ok_or_else(|| Internal::from("an order vanished"))?;
        let note = if write.finish_refund(key).await? {
            self.credit(&mut write, &stored, refund.line, refund.amount, false)
                .await?
                .0
        } else {
            String::new()
        };
        write.save().await?;
        if note.is_empty() {
            let notes = self.shared.store.invoices_of_order(id).await?;
            return Ok((
                notes.last().map(|note| note.number.clone()).unwrap_or_default(),
                pending,
            ));
        }
        Ok((note, pending))
    }

    /// Records money that the provider gave back, of the order as a whole, and what follows from it. `lost`: it was taken
    /// by a dispute.
    pub(crate) async fn give_back(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
        amount: i64,
        key: &str,
        lost: bool,
    ) -> Result<OrderStatus, Internal> {
        let now = self.shared.clock.now();
        if !write.put_refund(&stored.order.id, None, amount, key, true, now).await? {
            return Ok(stored.order.status);
        }
        Ok(self.credit(write, stored, None, amount, lost).await?.1)
    }

    /// Writes the credit note, ends what was granted, tells the customer. Gives the note's number and how the order
    /// stands then.
    async fn credit(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
        line: Option<i64>,
        amount: i64,
        lost: bool,
    ) -> Result<(String, OrderStatus), Internal> {
        let id = &stored.order.id;
        let now = self.shared.clock.now();
        // What the provider has not taken yet may still be refused.
        let mut refunds = write.refunds_of_order(id).await?;
        refunds.retain(StoredRefund::is_done);
        let total: i64 = refunds.iter().map(|refund| refund.amount).sum();
        // A line that cost nothing does not go with the others: each is given back by itself.
        let given = |at: i64| refunds.iter().any(|refund| refund.line.is_none_or(|line| line == at));
        let lines = stored.order.lines.len();
        let all = total >= stored.order.totals.total && (0..).take(lines).all(given);
        let invoice = write.invoice_of_order(id).await?.ok_or("a paid order has no invoice")?;
        let whole = line.is_none() && amount == stored.order.totals.total;
        let notes = write.credit_notes_of_order(id).await?;
        // What completes the order takes the tax that is left, so that no cent of it is lost to rounding.
        let left = stored.order.totals.tax - notes.iter().map(|note| note.totals.tax).sum::<i64>();
        let lines = credited(&stored.order, &invoice, line, amount, whole, all.then_some(left));
        let totals = sum(&lines, stored.order.totals);
        let utc_offset = self.shared.settings.time_zone.offset(now);
        let today = now.on(utc_offset);
        let converted_tax = match invoice.converted_tax {
            Some(_) => credited_tax(&invoice, &notes, &totals),
            None => self.converted_tax(write, &invoice.tax, &totals, today).await?,
        };
        let year = today.year();
        let count = write.next_of_series(&format!("invoice-{year}")).await?;
        let note = Invoice {
            number: format!("{year}-{count:06}"),
            kind: InvoiceKind::CreditNote,
            issued_at: now,
            utc_offset,
            corrects: Some(invoice.number.clone()),
            totals,
            lines,
            paid_at: Some(now),
            converted_tax,
            ..invoice
        };
        write.put_invoice(id, &note).await?;
        if all {
            self.revoke(write, id).await?;
        } else if let Some(line) = line {
            write
                .transition_entitlements(
                    id,
                    Some(line),
                    &[LicenseStatus::Active, LicenseStatus::Suspended],
                    LicenseStatus::Revoked,
                )
                .await?;
            self.end_subscriptions(write, id).await?;
            self.take_out(write, id, line).await?;
        }
        if !all && let Some(line) = line.and_then(|line| usize::try_from(line).ok()) {
            let product = &stored.order.lines[line].product;
            // Another line of the same product, not given back, keeps its downloads.
            let kept =
                stored.order.lines.iter().zip(0_i64..).any(|(other, at)| {
                    other.product == *product && !refunds.iter().any(|refund| refund.line == Some(at))
                });
            if !kept {
                write.revoke_download(id, product).await?;
            }
        }
        let (order, credit_note) = (id.clone(), note.number.clone());
        let letter = if lost {
            EmailJob::DisputeLost { order, credit_note }
        } else {
            EmailJob::Refunded { order, credit_note }
        };
        self.push_email(write, &letter, &format!("refunded:{}", note.number))
            .await?;
        let status = if all {
            OrderStatus::Refunded
        } else {
            stored.order.status
        };
        Ok((note.number, status))
    }

    /// Ends all that an order granted: nothing of it is paid any more.
    pub(crate) async fn revoke(&self, write: &mut Write, id: &str) -> Result<(), Internal> {
        write.set_order_status(id, OrderStatus::Refunded, None).await?;
        write
            .transition_entitlements(
                id,
                None,
                &[LicenseStatus::Active, LicenseStatus::Suspended],
                LicenseStatus::Revoked,
            )
            .await?;
        write.suspend_downloads(id, true).await?;
        self.end_subscriptions(write, id).await
    }

    /// Ends at its provider what has ended here.
    async fn end_subscriptions(&self, write: &mut Write, id: &str) -> Result<(), Internal> {
        for (provider, subscription) in write.ended_subscriptions(id).await? {
            let provider = ProviderId::parse(&provider).ok_or("a subscription's provider is unknown")?;
            self.end_subscription(write, provider, &subscription).await?;
        }
        Ok(())
    }
}
