//! How often credentials may be tried: by network address and by account, counted in the database for all servers.

use super::{AccountError, Accounts, HOUR, SECOND};

/// What is limited. Attempts of the kinds are counted apart.
pub(super) struct Limit {
    name: &'static str,
    of_address: i64,
    of_account: i64,
    /// In microseconds.
    window: i64,
}

/// Whatever checks a password.
pub(super) const LOG_IN: Limit = Limit {
    name: "log in",
    of_address: 40,
    of_account: 10,
    window: HOUR / 4,
};

/// Whatever sends a mail to an address, or about an order, that somebody typed.
pub(super) const MAIL: Limit = Limit {
    name: "mail",
    of_address: 20,
    of_account: 5,
    window: HOUR,
};

/// Setting a password by a mailed link.
pub(super) const RESET: Limit = Limit {
    name: "reset",
    of_address: 40,
    of_account: 10,
    window: HOUR / 4,
};

/// Errors that browsers report. Each page of a broken version sends some.
const REPORT: Limit = Limit {
    name: "report",
    of_address: 30,
    of_account: 600,
    window: HOUR,
};

impl Accounts {
    /// Counts an error that a browser reports, so that nobody fills the log.
    ///
    /// # Errors
    /// [`AccountError::TooMany`].
    pub async fn admit_report(&self, from: &str) -> Result<(), AccountError> {
        self.admit(&REPORT, from, "everybody").await
    }

    /// Counts a wish for a mail with a new link to an order: orders' numbers can be guessed, and each is somebody's
    /// mailbox. Whether there is such an order does not matter.
    ///
    /// # Errors
    /// [`AccountError::TooMany`].
    pub async fn admit_order_link(&self, from: &str, order: &str) -> Result<(), AccountError> {
        self.admit(&MAIL, from, order).await
    }

    /// Counts an attempt from a network address for an account, by its e-mail address in lower case or its number;
    /// whether there is such an account does not matter.
    ///
    /// # Errors
    /// [`AccountError::TooMany`].
    pub(super) async fn admit(&self, limit: &Limit, from: &str, account: &str) -> Result<(), AccountError> {
        let now = self.clock.now();
        let ends_at = self.after(limit.window);
        let mut write = self.store.write().await?;
        // The address first: what is refused to an address locks nobody out of an account.
        let mut refused = None;
        for (most, key) in [
            (limit.of_address, self.attempt_key(limit, "address", from)),
            (limit.of_account, self.attempt_key(limit, "account", account)),
        ] {
            let (tried, ends_at) = write.count_attempt(&key, now, ends_at).await?;
            if tried > most {
                refused = Some(ends_at);
                break;
            }
        }
        write.save().await?;
        match refused {
            None => Ok(()),
            Some(ends_at) => {
                let left = (ends_at.as_micros() - now.as_micros()).max(SECOND) as u64;
                let seconds = u32::try_from(left.div_ceil(SECOND as u64)).unwrap_or(u32::MAX);
                Err(AccountError::TooMany { seconds })
            }
        }
    }

    /// A keyed hash: the table tells nobody's address, of neither kind.
    pub(super) fn attempt_key(&self, limit: &Limit, of: &str, who: &str) -> [u8; 32] {
        self.signer.derive("attempts", &format!("{}\n{of}\n{who}", limit.name))
    }
}
