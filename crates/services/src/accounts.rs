//! Accounts: registering, confirming by mail, logging in and out, resetting the password.
//!
//! Answers never tell whether an address is registered: whoever asks for a known address gets the same answer, in the
//! same time, as for a new one, and the rest stands in the mail. That is why nobody is logged in before they opened the
//! mailed link, and why a wrong password and an account that was not confirmed are one refusal.

mod attempts;
mod claim;
mod cleanup;
mod client;
mod password;
mod registration;
mod reset;
mod session;
mod settings;
#[cfg(feature = "testing")]
mod testing;

use std::sync::Arc;

use domain::{AccountSummary, Clock, FieldError, Timestamp};
use sha2::{Digest as _, Sha256};
use store::Store;

use crate::audit::{self, AuditEvent};
use crate::rate_limits::{Limiter, how_long};
use crate::{Internal, Signer, TokenError, TokenGenerator};

pub use client::Client;
pub use password::Hashing;
pub use registration::{Registration, Verification};
pub use session::DeviceSession;

use password::Passwords;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;
/// How long a device that was logged in to an account is known to it.
pub const DEVICE_KEPT: i64 = 400 * DAY;

/// Who asks: what a request's cookies say, looked up.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Visitor {
    /// The token of the guest's cart, as the cookie has it: nobody looked whether there is such a cart.
    pub cart: Option<String>,
    pub account: Option<AccountSummary>,
    /// The keys of orders that the browser keeps, as the cookie has them.
    pub orders: Option<String>,
    /// Where the request comes from, as attempts are counted.
    pub network: String,
}

/// The accounts of the marketplace; clones share what is in it.
#[derive(Clone)]
pub struct Accounts {
    store: Store,
    clock: Arc<dyn Clock>,
    secrets: Arc<TokenGenerator>,
    signer: Signer,
    passwords: Passwords,
    limiter: Limiter,
    /// What the shop is called: no password is made of it.
    words: Arc<[String]>,
}

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// For the customer's cookie, and for nobody else.
    pub session: String,
    /// For another cookie of the customer's browser: it tells that this device has been logged in to the account.
    pub device: String,
    pub account: AccountSummary,
}

/// Why it was refused.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Each with a sentence to stand beside the field.
    #[error("Please check the marked fields.")]
    Fields(Vec<FieldError>),
    /// One refusal for all reasons, so that it tells nothing.
    #[error("The e-mail address or password is wrong, or the address isn’t confirmed yet.")]
    Credentials,
    #[error("Too many attempts. Please try again in {}.", how_long(*.seconds))]
    TooMany {
        /// From 1.
        seconds: u32,
    },
    /// The link of a mail is broken, expired or used up.
    #[error(transparent)]
    Link(#[from] TokenError),
    #[error("Your e-mail address is already confirmed. You can log in.")]
    AlreadyVerified,
    /// Too many passwords wait to be checked.
    #[error("We’re very busy right now. Please try again in a moment.")]
    Busy,
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for AccountError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<FieldError> for AccountError {
    fn from(error: FieldError) -> Self {
        Self::Fields(vec![error])
    }
}

impl Accounts {
    /// `hashing` says what a password costs to guess: [`Hashing::OWASP`], or less in tests.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        secrets: Arc<TokenGenerator>,
        signer: Signer,
        hashing: Hashing,
    ) -> Self {
        Self {
            limiter: Limiter::new(store.clone(), clock.clone(), signer.clone()),
            store,
            clock,
            passwords: Passwords::new(hashing, secrets.clone()),
            secrets,
            signer,
            words: Arc::default(),
        }
    }

    /// Names what the shop is called, so that no password is made of it.
    #[must_use]
    pub fn named(mut self, names: &[&str]) -> Self {
        self.words = names.iter().map(|&name| name.to_owned()).collect();
        self
    }

    /// Whose account it is; `None` where there is no such account.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn summary(&self, account: i64) -> Result<Option<AccountSummary>, Internal> {
        Ok(self.store.account(account).await?.map(|account| account.summary()))
    }

    /// The account of an address, by its [`Email::key`](domain::Email::key).
    ///
    /// # Errors
    /// [`Internal`].
    pub(crate) async fn of_address(&self, email: &str) -> Result<Option<AccountSummary>, Internal> {
        Ok(self.store.account_of(email).await?.map(|account| account.summary()))
    }

    /// A time so many microseconds from now.
    fn after(&self, micros: i64) -> Timestamp {
        Timestamp::from_micros(self.clock.now().as_micros() + micros)
    }

    /// Writes down what an account did or had done to it.
    fn audit(&self, event: AuditEvent, email: &str) {
        audit::record(event, Some(&audit::account_key(&self.signer, email)));
    }

    /// What a link says of the password it was made for: another password, and the link is used up.
    fn fingerprint(&self, password_hash: &str) -> String {
        let bytes = self.signer.derive("password", password_hash);
        hex::encode(&bytes[..16])
    }
}

/// What is stored of a token: who reads the database cannot take anyone's session.
fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
