//! Payment providers behind one trait. Their API's shapes never leave this crate.
//!
//! A payment's truth is what [`Provider::fetch`] says: redirects and webhooks only say that it is time to ask.

mod http;
pub mod paypal;
pub mod stripe;

use std::future::Future;
use std::pin::Pin;

use domain::order::{Order, OrderLine, ProviderId};
use domain::{Money, Timestamp};

/// What an asynchronous function of a trait object returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Someone who takes payments.
pub trait Provider: Send + Sync {
    fn id(&self) -> ProviderId;

    /// Which lines of a cart are paid together, as indices: each group becomes an order with a payment of its own.
    fn group_by_payment(&self, lines: &[OrderLine]) -> Vec<Vec<usize>>;

    /// Begins the payment of an order and says where the customer pays. The same order and attempt again, as after a
    /// crash, gives the same payment: what is asked for must not change in between, nor where the customer comes back
    /// to. A payment that failed or was canceled is begun anew with the next attempt.
    fn start<'a>(
        &'a self,
        order: &'a Order,
        attempt: u32,
        back: &'a ReturnUrls,
    ) -> BoxFuture<'a, Result<Started, Error>>;

    /// Asks how a payment stands; one that the customer has approved is captured on the way. [`Error::Unknown`] also
    /// comes of a payment that nobody made in time and that the provider has forgotten: it will never be paid.
    fn fetch<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Payment, Error>>;

    /// Ends a payment that was not paid, so that it never will be; one that was paid meanwhile stays as it is.
    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Pays back a part of a payment or all of it. The same key again is the same refund.
    fn refund<'a>(&'a self, reference: &'a str, amount: Money, key: &'a str) -> BoxFuture<'a, Result<Refund, Error>>;

    /// Ends a subscription at once, so that nothing more is collected for it. One that has ended, or that the provider
    /// has forgotten, is fine; one that has not begun yet is [`Error::Unavailable`].
    fn end_subscription<'a>(&'a self, subscription: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Of a subscription that lines of an order share, lets only the lines `left` go on (indices, at least one): nothing
    /// more is collected for the others, and the tax of each further period is that of these alone. Where it is so
    /// already, or the subscription has ended, or the provider has forgotten it, there is nothing to do.
    fn keep_lines<'a>(
        &'a self,
        subscription: &'a str,
        order: &'a Order,
        left: &'a [usize],
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Checks a webhook's signature over its raw body, and reads it. `header` finds a header by its lower-case name.
    fn event<'a>(
        &'a self,
        header: &'a (dyn Fn(&str) -> Option<String> + Send + Sync),
        body: &'a [u8],
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Event, WebhookError>>;
}

/// Where the provider sends the customer afterwards.
#[derive(Clone, Debug)]
pub struct ReturnUrls {
    /// When the customer has done their part.
    pub done: String,
    /// When they gave up.
    pub canceled: String,
}

/// A payment that was begun.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Started {
    /// The provider's name for the payment.
    pub reference: String,
    /// Where the customer pays.
    pub url: String,
}

/// How a payment stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    pub reference: String,
    /// The order it was begun for, as the provider remembers it.
    pub order: Option<String>,
    pub state: State,
    /// What was paid; the amount counts only where `state` is [`State::Paid`].
    pub paid: Money,
    /// Of what was paid: given back so far, in minor units, or taken back by a dispute that was lost.
    pub refunded: i64,
    pub dispute: Option<Dispute>,
    /// The provider's name for the subscription that the payment began, or is about to begin.
    pub subscription: Option<String>,
    /// How it was paid, as an invoice says it: `Card`, `PayPal`.
    pub method: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// The customer has not paid yet.
    Open,
    /// The customer has done their part, the money is not there yet.
    Pending,
    Paid,
    /// It will not be paid; the reason in plain words. The customer may try again.
    Failed(String),
}

/// How a dispute about a payment stands; one that was won is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dispute {
    Open,
    Lost,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refund {
    /// The provider's name for it.
    pub reference: String,
    /// Whether the money is still on its way.
    pub pending: bool,
}

/// What a webhook told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Each of one provider comes once, or more than once with the same id.
    pub id: String,
    /// The provider's word for what happened.
    pub kind: String,
    /// The payment to ask about; none for events that concern no payment of ours.
    pub reference: Option<String>,
    /// How much of the payment was given back so far, where only what the event names says so.
    pub refunded: Option<i64>,
}

/// Why a provider could not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be reached, or is out of order: trying again later may help.
    #[error("the payment provider does not answer: {0}")]
    Unavailable(String),
    /// It refuses: trying again is no use.
    #[error("the payment provider refuses: {0}")]
    Refused(String),
    /// It has no such payment.
    #[error("the payment provider knows no payment `{0}`")]
    Unknown(String),
}

/// Why a webhook was not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    #[error("the signature is missing or wrong")]
    Signature,
    #[error("the event is older than five minutes, or from the future")]
    Stale,
    #[error("not an event of this provider: {0}")]
    Malformed(String),
    /// The signature could not be checked now: the provider sends the event again.
    #[error("the signature could not be checked: {0}")]
    Unavailable(String),
}
