//! PayPal: orders for one-time plans, subscriptions, refunds, disputes, webhooks.
//!
//! A payment's reference is `O:` and the id of an order, or `S:` and that of a subscription. Nothing is paid before a
//! capture is completed: an order that the customer approved is captured when we ask how it stands.
//! <https://developer.paypal.com/docs/api/orders/v2/>, `…/subscriptions/v1/`, `…/payments/v2/`, `…/webhooks/v1/`.

pub mod amount;
mod client;
mod orders;
mod plans;
mod subscriptions;
mod transactions;
mod webhook;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use domain::order::{Order, OrderLine, ProviderId};
use domain::{Billing, Clock, Money, Timestamp};

use crate::{BoxFuture, Error, Event, Payment, Provider, Refund, ReturnUrls, Started, WebhookError, http};
use client::Client;
use plans::Plans;

/// Where PayPal answers, unless the configuration says otherwise; its sandbox is `https://api-m.sandbox.paypal.com`.
pub const API_URL: &str = "https://api-m.paypal.com";

/// What it takes to be PayPal's customer.
#[derive(Clone)]
pub struct Settings {
    /// Scheme and authority, without a slash at its end.
    pub api_url: String,
    pub client_id: String,
    pub client_secret: String,
    /// Names the webhook at PayPal; its events are signed for it.
    pub webhook_id: String,
    /// The shop's name on PayPal's pages.
    pub brand: String,
    /// How long a request may take.
    pub timeout: Duration,
}

impl Settings {
    /// Of the real API, with the usual deadline.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        webhook_id: impl Into<String>,
        brand: impl Into<String>,
    ) -> Self {
        Self {
            api_url: API_URL.to_owned(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            webhook_id: webhook_id.into(),
            brand: brand.into(),
            timeout: http::TIMEOUT,
        }
    }
}

/// Takes payments by PayPal.
pub struct PayPal {
    client: Client,
    plans: Plans,
}

impl PayPal {
    /// Opens no connection yet. The clock says when an access token is used up.
    ///
    /// # Errors
    /// [`Error::Refused`] where no TLS connection could ever be made.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        Ok(Self {
            client: Client::new(settings, clock)?,
            plans: Plans::default(),
        })
    }
}

/// What a reference names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reference<'a> {
    Order(&'a str),
    Subscription(&'a str),
}

impl<'a> Reference<'a> {
    /// Reads a reference of ours, whose id is safe in a path.
    fn read(reference: &'a str) -> Result<Self, Error> {
        let unknown = |_| Error::Unknown(reference.to_owned());
        match reference.split_once(':') {
            Some(("O", id)) => http::segment(id).map(Self::Order).map_err(unknown),
            Some(("S", id)) => http::segment(id).map(Self::Subscription).map_err(unknown),
            _ => Err(Error::Unknown(reference.to_owned())),
        }
    }
}

impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(id) => write!(f, "O:{id}"),
            Self::Subscription(id) => write!(f, "S:{id}"),
        }
    }
}

/// All one-time plans are paid together; a subscription has one plan, so each is on its own.
fn split(lines: &[OrderLine]) -> Vec<Vec<usize>> {
    let (once, recurring): (Vec<_>, Vec<_>) = (0..lines.len()).partition(|&i| lines[i].billing == Billing::OneTime);
    let mut groups = vec![once];
    groups.retain(|group| !group.is_empty());
    groups.extend(recurring.into_iter().map(|i| vec![i]));
    groups
}

impl Provider for PayPal {
    fn id(&self) -> ProviderId {
        ProviderId::Paypal
    }

    fn group_by_payment(&self, lines: &[OrderLine]) -> Vec<Vec<usize>> {
        split(lines)
    }

    fn start<'a>(
        &'a self,
        order: &'a Order,
        attempt: u32,
        back: &'a ReturnUrls,
    ) -> BoxFuture<'a, Result<Started, Error>> {
        Box::pin(async move {
            let recurring = |line: &OrderLine| line.billing != Billing::OneTime;
            match order.lines.as_slice() {
                [line] if recurring(line) => {
                    subscriptions::start(&self.client, &self.plans, order, line, attempt, back).await
                }
                [] => Err(Error::Refused("an order without lines".to_owned())),
                lines if lines.iter().any(recurring) => {
                    Err(Error::Refused("PayPal takes one subscription at a time".to_owned()))
                }
                _ => orders::start(&self.client, order, attempt, back).await,
            }
        })
    }

    fn fetch<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Payment, Error>> {
        Box::pin(async move {
            match Reference::read(reference)? {
                Reference::Order(id) => orders::fetch(&self.client, id).await,
                Reference::Subscription(id) => subscriptions::fetch(&self.client, id).await,
            }
        })
    }

    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            match Reference::read(reference)? {
                Reference::Order(id) => orders::cancel(&self.client, id).await,
                Reference::Subscription(id) => subscriptions::cancel(&self.client, id).await,
            }
        })
    }

    fn refund<'a>(&'a self, reference: &'a str, amount: Money, key: &'a str) -> BoxFuture<'a, Result<Refund, Error>> {
        Box::pin(async move {
            let capture = match Reference::read(reference)? {
                Reference::Order(id) => orders::paid(&self.client, id).await?,
                Reference::Subscription(id) => subscriptions::paid(&self.client, id).await?,
            };
            let capture =
                capture.ok_or_else(|| Error::Refused("nothing was paid that could be paid back".to_owned()))?;
            transactions::refund(&self.client, &capture, amount, key).await
        })
    }

    fn end_subscription<'a>(&'a self, subscription: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(subscriptions::end(&self.client, subscription))
    }

    /// No two lines share one here.
    fn keep_lines<'a>(&'a self, _: &'a str, _: &'a Order, _: &'a [usize]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async {
            Err(Error::Refused(
                "a subscription at PayPal is of one line alone".to_owned(),
            ))
        })
    }

    fn event<'a>(
        &'a self,
        header: &'a (dyn Fn(&str) -> Option<String> + Send + Sync),
        body: &'a [u8],
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Event, WebhookError>> {
        Box::pin(webhook::read(&self.client, header, body, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use payments_fakes::sample;

    #[test]
    fn references_read_back() {
        for text in ["O:5O190127TN364715T", "S:I-BW452GLLEP1G"] {
            assert_eq!(Reference::read(text).expect("one of ours").to_string(), text);
        }
        for bad in ["", "O:", "5O190127TN364715T", "X:1", "O:../x", "S:a/b"] {
            assert!(matches!(Reference::read(bad), Err(Error::Unknown(_))), "{bad}");
        }
    }

    #[test]
    fn each_subscription_is_paid_on_its_own() {
        let lines = |billing: &[Billing]| -> Vec<OrderLine> {
            billing
                .iter()
                .map(|billing| sample::line("p", *billing, 100, 1))
                .collect()
        };
        let (once, month, year) = (Billing::OneTime, Billing::Monthly, Billing::Yearly);
        assert_eq!(split(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(split(&lines(&[once, once])), [vec![0, 1]]);
        assert_eq!(
            split(&lines(&[month, once, year, once])),
            [vec![1, 3], vec![0], vec![2]]
        );
    }
}
