//! How often a password may be tried. Whoever guesses is stopped by network and by account; the owner's own device is not.

use store::Write;

use super::{AccountError, Accounts, Client};
use crate::rate_limits::{Limit, LimitError, RateLimitKey};

/// The keys that one attempt at a password is counted under.
pub(super) struct Attempt {
    network: Option<[u8; 32]>,
    of_account: Vec<[u8; 32]>,
}

impl From<LimitError> for AccountError {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::TooMany(too_many) => Self::TooMany {
                seconds: too_many.seconds,
            },
            LimitError::Internal(error) => Self::Internal(error),
        }
    }
}

impl Accounts {
    /// Counts an attempt at the password of an address, by its [`Email::key`](domain::Email::key); whether it has an account does not matter. A device
    /// that was logged in to the account is counted by itself: nobody else's attempts lock it out.
    pub(super) async fn check_attempt_limit(
        &self,
        client: &Client<'_>,
        email_key: &str,
    ) -> Result<Attempt, AccountError> {
        let account = match client.device {
            Some(_) => self.store.account_of(email_key).await?,
            None => None,
        };
        let device = account.and_then(|account| self.known_device(client, &account));
        let device = device.map(|name| format!("device {name}"));
        let pair = match &device {
            Some(device) => RateLimitKey::Pair(email_key, device),
            None => RateLimitKey::Pair(email_key, client.network),
        };
        let mut asked = vec![(&Limit::LOG_IN_PAIR, pair)];
        if device.is_none() {
            asked.insert(0, (&Limit::LOG_IN, RateLimitKey::Network(client.network)));
            asked.push((&Limit::LOG_IN, RateLimitKey::Subject(email_key)));
        }
        self.limiter.check_all(&asked).await?;
        let (of_network, of_account): (Vec<_>, Vec<_>) = asked
            .iter()
            .partition(|(_, who)| matches!(who, RateLimitKey::Network(_)));
        let key = |(limit, who): &(&Limit, RateLimitKey<'_>)| self.limiter.key(limit, *who);
        Ok(Attempt {
            network: of_network.first().map(key),
            of_account: of_account.iter().map(key).collect(),
        })
    }

    /// Whoever knows the password has not been guessing. Of the network only this attempt is taken back: whoever has one
    /// account might guess at others between two log-ins to it.
    pub(super) async fn clear_attempt(&self, write: &mut Write, attempt: Attempt) -> Result<(), store::Error> {
        let Attempt { network, of_account } = attempt;
        let mut keys: Vec<_> = of_account.into_iter().chain(network).collect();
        keys.sort_unstable();
        for key in keys {
            match Some(key) == network {
                true => write.take_back_rate_limit(&key).await?,
                false => write.clear_rate_limit(&key).await?,
            }
        }
        Ok(())
    }

    /// Counts an error that a browser reports, so that nobody fills the log.
    ///
    /// # Errors
    /// [`AccountError::TooMany`].
    pub async fn check_report_limit(&self, network: &str) -> Result<(), AccountError> {
        Ok(self.limiter.check(&Limit::REPORT, network, "everybody").await?)
    }

    /// Counts a wish for a mail with a new link to an order: orders' numbers can be guessed, and each is somebody's
    /// mailbox. Whether there is such an order does not matter.
    ///
    /// # Errors
    /// [`AccountError::TooMany`].
    pub async fn check_order_link_limit(&self, network: &str, order: &str) -> Result<(), AccountError> {
        Ok(self
            .limiter
            .check(&Limit::ORDER_MAIL, network, &order.trim().to_ascii_uppercase())
            .await?)
    }
}
