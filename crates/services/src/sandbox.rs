//! The sandbox: a payment provider of our own for development, with a page that pays, declines, asks for 3-D Secure or
//! lets a payment wait. It remembers payments in the database, as a real one does in its own. Production refuses it.

use domain::order::{Order, OrderLine, ProviderId};
use domain::{Billing, Money, Timestamp};
use payments::{BoxFuture, Dispute, Error, Event, Payment, Provider, Refund, ReturnUrls, Started, State, WebhookError};
use store::{SandboxPayment, Store};

use crate::Internal;

/// Stands before a payment's reference where the subscription is meant that it began.
const SUBSCRIPTION: &str = "sub-";

/// The provider.
#[derive(Clone)]
pub struct Sandbox {
    store: Store,
    public_url: String,
}

/// What the customer does on the sandbox's page, or its bank later.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SandboxAction {
    Pay,
    Decline,
    /// The money takes its time.
    Wait,
    /// The money of a waiting payment comes.
    Settle,
    /// It does not come.
    Fail,
    Dispute,
    /// The shop wins it.
    EndDispute,
    LoseDispute,
}

impl SandboxAction {
    /// Reads the value of a form.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "pay" => Self::Pay,
            "decline" => Self::Decline,
            "wait" => Self::Wait,
            "settle" => Self::Settle,
            "fail" => Self::Fail,
            "dispute" => Self::Dispute,
            "end-dispute" => Self::EndDispute,
            "lose-dispute" => Self::LoseDispute,
            _ => return None,
        })
    }
}

impl Sandbox {
    /// `public_url` is where its page is reached.
    pub fn new(store: Store, public_url: String) -> Self {
        Self { store, public_url }
    }

    /// A payment, for its page.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn payment(&self, reference: &str) -> Result<Option<SandboxPayment>, Internal> {
        Ok(self.store.sandbox_payment(reference).await?)
    }

    /// Does what the customer or their bank does; tells whether the payment was in a state for it.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn act(&self, reference: &str, action: SandboxAction) -> Result<bool, Internal> {
        let mut write = self.store.write().await?;
        let done = match action {
            SandboxAction::Pay => write.move_sandbox_payment(reference, "open", "paid").await?,
            SandboxAction::Decline => write.move_sandbox_payment(reference, "open", "failed").await?,
            SandboxAction::Wait => write.move_sandbox_payment(reference, "open", "pending").await?,
            SandboxAction::Settle => write.move_sandbox_payment(reference, "pending", "paid").await?,
            SandboxAction::Fail => write.move_sandbox_payment(reference, "pending", "failed").await?,
            SandboxAction::Dispute => write.dispute_sandbox_payment(reference, 0, 1).await?,
            SandboxAction::EndDispute => write.dispute_sandbox_payment(reference, 1, 0).await?,
            SandboxAction::LoseDispute => write.dispute_sandbox_payment(reference, 1, 2).await?,
        };
        write.save().await?;
        Ok(done)
    }

    async fn begin(&self, order: &Order, attempt: u32, back: &ReturnUrls) -> Result<Started, Error> {
        // The same order and attempt again are the same payment.
        let reference = format!("sandbox-{}-{attempt}", order.id);
        let recurring = order.lines.iter().any(|line| line.billing != Billing::OneTime);
        let mut write = self.store.write().await.map_err(unavailable)?;
        write
            .put_sandbox_payment(
                &reference,
                &order.id,
                order.totals.total,
                order.totals.currency,
                recurring,
                &back.done,
                &back.canceled,
            )
            .await
            .map_err(unavailable)?;
        write.save().await.map_err(unavailable)?;
        let url = format!("{}/sandbox/pay/{reference}", self.public_url);
        Ok(Started { reference, url })
    }

    async fn ask(&self, reference: &str) -> Result<Payment, Error> {
        let found = self.store.sandbox_payment(reference).await.map_err(unavailable)?;
        let payment = found.ok_or_else(|| Error::Unknown(reference.to_owned()))?;
        Ok(Payment {
            reference: payment.reference.clone(),
            order: Some(payment.order_id.clone()),
            state: match payment.state.as_str() {
                "paid" => State::Paid,
                "pending" => State::Pending,
                "failed" => State::Failed("The bank declined the payment.".to_owned()),
                "canceled" => State::Failed("The payment was called off.".to_owned()),
                _ => State::Open,
            },
            paid: Money::new(payment.amount, payment.currency),
            refunded: if payment.is_lost() {
                payment.amount
            } else {
                payment.refunded
            },
            dispute: match (payment.is_disputed(), payment.is_lost()) {
                (true, _) => Some(Dispute::Open),
                (_, true) => Some(Dispute::Lost),
                _ => None,
            },
            subscription: payment.is_recurring().then(|| format!("{SUBSCRIPTION}{reference}")),
            method: "Sandbox card".to_owned(),
        })
    }

    async fn end(&self, reference: &str) -> Result<(), Error> {
        let mut write = self.store.write().await.map_err(unavailable)?;
        write
            .move_sandbox_payment(reference, "open", "canceled")
            .await
            .map_err(unavailable)?;
        write.save().await.map_err(unavailable)
    }

    async fn end_recurring(&self, subscription: &str) -> Result<(), Error> {
        let reference = subscription.strip_prefix(SUBSCRIPTION).unwrap_or(subscription);
        let mut write = self.store.write().await.map_err(unavailable)?;
        write.end_sandbox_subscription(reference).await.map_err(unavailable)?;
        write.save().await.map_err(unavailable)
    }

    async fn pay_back(&self, reference: &str, amount: Money, key: &str) -> Result<Refund, Error> {
        let mut write = self.store.write().await.map_err(unavailable)?;
        let done = write
            .refund_sandbox_payment(reference, amount.amount, key)
            .await
            .map_err(unavailable)?;
        if !done {
            return Err(Error::Refused("more than was paid".to_owned()));
        }
        write.save().await.map_err(unavailable)?;
        Ok(Refund {
            reference: format!("re-{key}"),
            pending: false,
        })
    }
}

fn unavailable(error: store::Error) -> Error {
    Error::Unavailable(error.to_string())
}

impl Provider for Sandbox {
    fn id(&self) -> ProviderId {
        ProviderId::Sandbox
    }

    /// It takes everything at once.
    fn group_by_payment(&self, lines: &[OrderLine]) -> Vec<Vec<usize>> {
        vec![(0..lines.len()).collect()]
    }

    fn start<'a>(
        &'a self,
        order: &'a Order,
        attempt: u32,
        back: &'a ReturnUrls,
    ) -> BoxFuture<'a, Result<Started, Error>> {
        Box::pin(self.begin(order, attempt, back))
    }

    fn fetch<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Payment, Error>> {
        Box::pin(self.ask(reference))
    }

    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.end(reference))
    }

    fn refund<'a>(&'a self, reference: &'a str, amount: Money, key: &'a str) -> BoxFuture<'a, Result<Refund, Error>> {
        Box::pin(self.pay_back(reference, amount, key))
    }

    fn end_subscription<'a>(&'a self, subscription: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.end_recurring(subscription))
    }

    /// It collects nothing more for any.
    fn keep_lines<'a>(&'a self, _: &'a str, _: &'a Order, _: &'a [usize]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }

    /// It sends none: its page tells the shop itself.
    fn event<'a>(
        &'a self,
        _header: &'a (dyn Fn(&str) -> Option<String> + Send + Sync),
        _body: &'a [u8],
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<Event, WebhookError>> {
        Box::pin(async { Err(WebhookError::Signature) })
    }
}
