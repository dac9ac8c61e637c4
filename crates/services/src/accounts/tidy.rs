//! Forgetting what is over: sessions and attempts that ended, accounts that nobody confirmed.

use std::time::Duration;

use super::{Accounts, DAY};
use crate::Internal;

/// How often the server forgets.
const OFTEN: Duration = Duration::from_secs(3_600);
/// How long an account waits to be confirmed.
const UNVERIFIED: i64 = 30 * DAY;

impl Accounts {
    /// Forgets what is over; tells how many things.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn tidy(&self) -> Result<u64, Internal> {
        let now = self.clock.now();
        let sessions = self.store.forget_sessions(now).await?;
        let attempts = self.store.forget_attempts(now).await?;
        let accounts = self.store.forget_unverified(self.after(-UNVERIFIED)).await?;
        Ok(sessions + attempts + accounts)
    }

    /// Tidies every hour, for ever.
    pub async fn keep_tidy(self) {
        let mut ticks = tokio::time::interval(OFTEN);
        loop {
            ticks.tick().await;
            if let Err(error) = self.tidy().await {
                tracing::warn!(?error, "what is over cannot be forgotten");
            }
        }
    }
}
