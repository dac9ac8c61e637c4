//! Rate limits: how often anybody may do what costs something: by network, and by subject (an account, a cart, an order). Counted in
//! sliding windows in the database, for all servers of it. All limits stand here.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::rate_limit::Hits;
use domain::{Clock, Timestamp};
use store::Store;

use crate::audit::{self, AuditEvent};
use crate::{Internal, Signer};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What is limited. Each limit is counted apart.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    name: &'static str,
    /// How much one network may in a window.
    network: u32,
    /// How much may be done about one subject.
    subject: u32,
    /// In microseconds.
    window: i64,
}

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $constant:ident = $name:literal, $network:expr, $subject:expr, $window:expr;)*) => {
        impl Limit {
            $($(#[doc = $doc])* pub const $constant: Self = Self {
                name: $name,
                network: $network,
                subject: $subject,
                window: $window,
            };)*
        }
    };
}

limits! {
    /// Wrong passwords from one network; for an account, those of all networks together.
    LOG_IN = "log in", 40, 100, 15 * MINUTE;
    /// Wrong passwords for an account from one network, or from one device that has been logged in to it.
    LOG_IN_PAIR = "log in to an account", 10, 10, 15 * MINUTE;
    /// Mails to confirm an address, by the address.
    MAIL = "mail", 20, 5, HOUR;
    /// Mails to set another password, by the address.
    RESET_MAIL = "reset mail", 20, 5, HOUR;
    /// Setting a password by a mailed link, by the account.
    RESET = "reset", 40, 10, 15 * MINUTE;
    /// Errors that browsers report: each page of a broken version sends some.
    REPORT = "report", 30, 600, HOUR;
    /// Wishes for a mail with a new link to an order, by the order; and such mails, by their address.
    ORDER_MAIL = "order mail", 20, 5, HOUR;
    /// Carts that are begun, and carts that get another token; by the network alone.
    CART = "cart", 600, u32::MAX, HOUR;
    /// Discount codes that are typed, by the cart.
    CODE = "code", 60, 20, 15 * MINUTE;
    /// Orders that are placed, by the cart.
    ORDER = "order", 60, 20, HOUR;
    /// Orders of nothing to pay, each of which sends a mail, by the address.
    FREE_ORDER = "free order", 30, 10, HOUR;
    /// Payments that are begun, by the order.
    PAYMENT = "payment", 120, 10, 10 * MINUTE;
    /// Questions to a provider about a payment because somebody looks at its order, by the order.
    PAYMENT_REFRESH = "payment look", 600, 20, MINUTE;
    /// VAT ids that an authority is asked about, by the cart.
    VAT_ID = "vat id", 120, 60, HOUR;
    /// Orders that hold a use of a code that is limited; by the network alone, so that nobody holds all of them.
    HELD_CODE = "held code", 5, u32::MAX, HOUR;
    /// Events of providers that turn out to be forged; by the network alone.
    WEBHOOK = "webhook", 60, u32::MAX, 10 * MINUTE;
    /// Downloads, by what was granted.
    DOWNLOAD = "download", 600, 60, HOUR;
    /// Parts of downloads that were begun, by what was granted: programs take a file in many at once.
    DOWNLOAD_PART = "download part", 6_000, 600, HOUR;
}

impl Limit {
    fn locks_account(&self) -> bool {
        [Self::LOG_IN.name, Self::LOG_IN_PAIR.name].contains(&self.name)
    }
}

/// What a key stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RateLimitKey<'a> {
    Network(&'a str),
    Subject(&'a str),
    /// A subject as one network, or one device, deals with it.
    Pair(&'a str, &'a str),
}

/// Too much was done; more is admitted after this.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("Too many attempts. Please try again in {}.", how_long(*.seconds))]
pub struct TooMany {
    /// From 1.
    pub seconds: u32,
}

/// Why something was not admitted.
#[derive(Debug, thiserror::Error)]
pub enum LimitError {
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for LimitError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// A limit's key, and how much it may.
struct Check {
    key: [u8; 32],
    limit: Limit,
    most: u32,
}

/// Counts for all servers of a database; clones share it.
#[derive(Clone)]
pub struct Limiter {
    store: Store,
    clock: Arc<dyn Clock>,
    signer: Signer,
}

impl Limiter {
    pub fn new(store: Store, clock: Arc<dyn Clock>, signer: Signer) -> Self {
        Self { store, clock, signer }
    }

    /// Counts a request of a network about a subject. A request that the network's limit refuses is not counted against the
    /// subject, so an attacker cannot lock others out.
    ///
    /// # Errors
    /// [`LimitError::TooMany`]; then nothing was counted.
    pub async fn check(&self, limit: &Limit, network: &str, subject: &str) -> Result<(), LimitError> {
        self.check_all(&[
            (limit, RateLimitKey::Network(network)),
            (limit, RateLimitKey::Subject(subject)),
        ])
        .await
    }

    /// Counts for several keys, if all of them admit it.
    ///
    /// # Errors
    /// [`LimitError::TooMany`] of the first that does not; then nothing was counted.
    pub(crate) async fn check_all(&self, asked: &[(&Limit, RateLimitKey<'_>)]) -> Result<(), LimitError> {
        let now = self.clock.now();
        let checks: Vec<Check> = asked.iter().map(|(limit, who)| self.to_check(limit, *who)).collect();
        // Rows are locked in the order of their keys, to avoid deadlocks.
        let keys: BTreeSet<[u8; 32]> = checks.iter().map(|check| check.key).collect();
        // Checked without a write first, so that refused requests do not queue for the writer.
        for (check, (limit, who)) in checks.iter().zip(asked) {
            if let Some(mut hits) = self.store.rate_limit(&check.key).await? {
                self.check_hits(&mut hits, now, check, limit, *who)?;
            }
        }
        let mut write = self.store.write().await?;
        let mut rows = Vec::new();
        for key in keys {
            let window = checks
                .iter()
                .filter(|check| check.key == key)
                .map(|check| check.limit.window);
            let ends_at = later(now, window.max().unwrap_or_default());
            rows.push((key, write.rate_limit(&key, ends_at).await?));
        }
        for (check, (limit, who)) in checks.iter().zip(asked) {
            if let Some((_, hits)) = rows.iter_mut().find(|(key, _)| *key == check.key) {
                self.check_hits(hits, now, check, limit, *who)?;
                hits.add(now, check.limit.window);
            }
        }
        for (key, hits) in &rows {
            write.put_rate_limit(key, hits).await?;
        }
        Ok(write.save().await?)
    }

    /// Takes back the last that was counted for a network: it turned out to be nothing that is limited.
    ///
    /// # Errors
    /// [`Internal`].
    pub(crate) async fn take_back(&self, limit: &Limit, network: &str) -> Result<(), Internal> {
        let key = self.key(limit, RateLimitKey::Network(network));
        let mut write = self.store.write().await?;
        write.take_back_rate_limit(&key).await?;
        Ok(write.save().await?)
    }

    /// Refuses what is over its limit, and writes that down.
    fn check_hits(
        &self,
        hits: &mut Hits,
        now: Timestamp,
        check: &Check,
        limit: &Limit,
        who: RateLimitKey<'_>,
    ) -> Result<(), LimitError> {
        hits.check(now, check.limit.window, check.most).map_err(|next| {
            self.audit(limit, who);
            wait(now, next).into()
        })
    }

    /// Whom a limit counts, as a keyed hash: the table holds neither IP nor e-mail addresses.
    pub(crate) fn key(&self, limit: &Limit, who: RateLimitKey<'_>) -> [u8; 32] {
        let text = match who {
            RateLimitKey::Network(network) => format!("{}\nnetwork\n{network}", limit.name),
            RateLimitKey::Subject(subject) => format!("{}\nsubject\n{subject}", limit.name),
            RateLimitKey::Pair(subject, from) => format!("{}\npair\n{subject}\n{from}", limit.name),
        };
        self.signer.derive("rate limits", &text)
    }

    /// Writes down a refusal. Lines about one subject belong together, as those about one account do.
    fn audit(&self, limit: &Limit, who: RateLimitKey<'_>) {
        let (event, subject) = match who {
            RateLimitKey::Network(_) => (AuditEvent::Limit, None),
            RateLimitKey::Subject(subject) | RateLimitKey::Pair(subject, _) if limit.locks_account() => {
                (AuditEvent::Lock, Some(subject))
            }
            RateLimitKey::Subject(subject) | RateLimitKey::Pair(subject, _) => (AuditEvent::Limit, Some(subject)),
        };
        let subject = subject.map(|subject| audit::account_key(&self.signer, subject));
        audit::record(event, subject.as_deref());
    }

    fn to_check(&self, limit: &Limit, who: RateLimitKey<'_>) -> Check {
        let most = match who {
            RateLimitKey::Network(_) => limit.network,
            RateLimitKey::Subject(_) | RateLimitKey::Pair(..) => limit.subject,
        };
        Check {
            key: self.key(limit, who),
            limit: *limit,
            most,
        }
    }
}

fn later(now: Timestamp, micros: i64) -> Timestamp {
    Timestamp::from_micros(now.as_micros().saturating_add(micros))
}

fn wait(now: Timestamp, next: Timestamp) -> TooMany {
    let left = (next.as_micros() - now.as_micros()).max(SECOND) as u64;
    TooMany {
        seconds: u32::try_from(left.div_ceil(SECOND as u64)).unwrap_or(u32::MAX),
    }
}

/// In whole minutes, as people count.
pub(crate) fn how_long(seconds: u32) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "a minute".to_owned(),
        minutes @ 2..=59 => format!("{minutes} minutes"),
        60..=90 => "an hour".to_owned(),
        minutes => format!("{} hours", minutes.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_as_people_count() {
        let told = |seconds| TooMany { seconds }.to_string();
        assert_eq!(told(59), "Too many attempts. Please try again in a minute.");
        assert_eq!(how_long(61), "2 minutes");
        assert_eq!(how_long(3_600), "an hour");
        assert_eq!(how_long(7_200), "2 hours");
    }
}
