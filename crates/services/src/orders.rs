//! Orders: how they are paid, what paying brings, and what their pages show.
//!
//! A payment's truth is what its provider says when asked. Whatever tells that something happened (the customer's
//! return, a webhook, a retry, a poll) leads to `Orders::settle`: it asks, and applies the answer in one transaction
//! under the order's lock. Which of them comes first does not matter, nor how often they come.

mod access;
mod jobs;
mod pay;
mod settle;
mod view;
mod webhook;

use std::sync::Arc;

use domain::account::email_key;
use domain::order::{ProviderId, Seller};
use domain::{Clock, Currency, Day, Timestamp};
use payments::Provider;
use store::{NewJob, Store, Write};

pub use access::{Access, MAX_KEPT, kept_keys};
pub(crate) use jobs::Named;
pub(crate) use pay::CODE_HELD_SECONDS;
pub use pay::PayError;
pub use webhook::WebhookRefusal;

use crate::mail::EmailJob;
use crate::{Internal, InvoiceFonts, Limiter, Releases, Signer, TimeZone, TokenGenerator};

/// The orders of the marketplace; clones share what is in it.
#[derive(Clone)]
pub struct Orders {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<TokenGenerator>,
    pub signer: Signer,
    pub releases: Releases,
    pub settings: Settings,
    pub providers: Vec<Arc<dyn Provider>>,
    pub limiter: Limiter,
}

/// What is configured about selling.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Scheme and authority, without a slash at its end.
    pub public_url: String,
    pub seller: Seller,
    /// The seller's zone: its calendar dates invoices, and begins the years of their numbers.
    pub time_zone: TimeZone,
    /// The currency in which the seller accounts for VAT.
    pub seller_currency: Currency,
    pub fonts: InvoiceFonts,
}

/// What orders are made of.
pub struct Parts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<TokenGenerator>,
    pub signer: Signer,
    pub releases: Releases,
    pub settings: Settings,
    /// Those that are offered, in the order in which they are.
    pub providers: Vec<Arc<dyn Provider>>,
}

impl Orders {
    pub fn new(parts: Parts) -> Self {
        let Parts {
            store,
            clock,
            secrets,
            signer,
            releases,
            settings,
            providers,
        } = parts;
        Self {
            shared: Arc::new(Shared {
                limiter: Limiter::new(store.clone(), clock.clone(), signer.clone()),
                store,
                clock,
                secrets,
                signer,
                releases,
                settings,
                providers,
            }),
        }
    }

    /// The providers that are offered.
    pub fn providers(&self) -> &[Arc<dyn Provider>] {
        &self.shared.providers
    }

    /// What counts how often anybody does anything.
    pub(crate) fn limiter(&self) -> &Limiter {
        &self.shared.limiter
    }

    /// The day of a point in time, as the seller's calendar has it.
    pub fn day(&self, at: Timestamp) -> Day {
        self.shared.settings.time_zone.day(at)
    }

    /// The fonts that invoices are set in where their own lack a letter.
    pub fn invoice_fonts(&self) -> &InvoiceFonts {
        &self.shared.settings.fonts
    }

    /// What signs links to orders.
    pub(crate) fn signer(&self) -> &Signer {
        &self.shared.signer
    }

    /// Who sells, and where they are written to.
    pub fn seller(&self) -> &Seller {
        &self.shared.settings.seller
    }

    pub(crate) fn provider(&self, id: ProviderId) -> Result<&Arc<dyn Provider>, Internal> {
        let offered = self.shared.providers.iter().find(|provider| provider.id() == id);
        offered.ok_or_else(|| "an order's payment provider is not configured any more".into())
    }

    /// Writes a letter with a change: it is sent once for each key.
    pub(crate) async fn push_email(&self, write: &mut Write, letter: &EmailJob, key: &str) -> Result<(), Internal> {
        let key = format!("mail:{key}");
        letter.push(write, Some(&key), self.shared.clock.now()).await?;
        Ok(())
    }

    /// Writes a job with a change, due after so many seconds.
    pub(crate) async fn push(
        &self,
        write: &mut Write,
        kind: &str,
        key: &str,
        payload: serde_json::Value,
        after: i64,
    ) -> Result<(), Internal> {
        let now = self.shared.clock.now();
        let job = NewJob {
            kind,
            key: Some(key),
            payload,
            run_at: now.plus_seconds(after),
        };
        write.push_job(&job, now).await?;
        Ok(())
    }

    /// Gives an account the orders that were bought with its address before; the caller has verified the address.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn claim(&self, account: i64, email: &str) -> Result<u64, Internal> {
        let mut write = self.shared.store.write().await?;
        let claimed = write.claim_orders(account, &email_key(email)).await?;
        write.save().await?;
        Ok(claimed)
    }
}
