//! Stripe: hosted Checkout for one-time plans and subscriptions, refunds, disputes, webhooks.
//!
//! A payment's reference is its Checkout session (`cs_…`). Parameters and objects: <https://docs.stripe.com/api>.

pub mod amount;
mod checkout;
mod client;
mod form;
mod line_items;
mod read;
mod refund;
mod subscription;
mod webhook;

use std::time::Duration;

use domain::order::{Order, OrderLine, ProviderId};
use domain::{Money, Timestamp};

use crate::{BoxFuture, Error, Event, Payment, Provider, Refund, ReturnUrls, Started, WebhookError, http};
use client::Client;

/// Where Stripe answers, unless the configuration says otherwise.
pub const API_URL: &str = "https://api.stripe.com";

/// The version whose shapes we send and read, whatever the account's default is.
pub const API_VERSION: &str = "2025-08-27.basil";

/// What it takes to be Stripe's customer.
#[derive(Clone)]
pub struct Settings {
    /// Scheme and authority, without a slash at its end.
    pub api_url: String,
    /// `sk_…` or `rk_…`.
    pub secret_key: String,
    /// `whsec_…` of the webhook endpoint; more than one while a secret is being replaced.
    pub webhook_secrets: Vec<String>,
    /// How long a request may take.
    pub timeout: Duration,
}

impl Settings {
    /// Of the real API, with the usual deadline.
    pub fn new(secret_key: impl Into<String>, webhook_secrets: Vec<String>) -> Self {
        Self {
            api_url: API_URL.to_owned(),
            secret_key: secret_key.into(),
            webhook_secrets,
            timeout: http::TIMEOUT,
        }
    }
}

/// Takes payments by Stripe.
pub struct Stripe {
    client: Client,
    webhook_secrets: Vec<String>,
}

impl Stripe {
    /// Opens no connection yet.
    ///
    /// # Errors
    /// [`Error::Refused`] where no TLS connection could ever be made.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self {
            client: Client::new(&settings)?,
            webhook_secrets: settings.webhook_secrets,
        })
    }
}

impl Provider for Stripe {
    fn id(&self) -> ProviderId {
        ProviderId::Stripe
    }

    fn group_by_payment(&self, lines: &[OrderLine]) -> Vec<Vec<usize>> {
        line_items::split(lines)
    }

    fn start<'a>(
        &'a self,
        order: &'a Order,
        attempt: u32,
        back: &'a ReturnUrls,
    ) -> BoxFuture<'a, Result<Started, Error>> {
        Box::pin(checkout::start(&self.client, order, attempt, back))
    }

    fn fetch<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Payment, Error>> {
        Box::pin(checkout::fetch(&self.client, reference))
    }

    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(checkout::cancel(&self.client, reference))
    }

    fn refund<'a>(&'a self, reference: &'a str, amount: Money, key: &'a str) -> BoxFuture<'a, Result<Refund, Error>> {
        Box::pin(refund::refund(&self.client, reference, amount, key))
    }

    fn end_subscription<'a>(&'a self, subscription: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(subscription::end(&self.client, subscription))
    }

    fn keep_lines<'a>(
        &'a self,
        subscription: &'a str,
        order: &'a Order,
        left: &'a [usize],
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(subscription::keep(&self.client, subscription, order, left))
    }

    fn event<'a>(
        &'a self,
        header: &'a (dyn Fn(&str) -> Option<String> + Send + Sync),
        body: &'a [u8],
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Event, WebhookError>> {
        Box::pin(async move {
            let signature = header("stripe-signature").ok_or(WebhookError::Signature)?;
            webhook::verify(&signature, body, &self.webhook_secrets, now)?;
            webhook::read(&self.client, body).await
        })
    }
}
