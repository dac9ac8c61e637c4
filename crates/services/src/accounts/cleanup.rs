//! Forgetting what is over: sessions and counted attempts that ended, accounts that nobody confirmed.

use super::{Accounts, DAY};
use crate::Internal;

/// How long an account waits to be confirmed.
const UNVERIFIED: i64 = 30 * DAY;

impl Accounts {
    /// Forgets what is over; tells how many things.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn cleanup(&self) -> Result<u64, Internal> {
        let now = self.clock.now();
        let sessions = self.store.delete_expired_sessions(now).await?;
        let attempts = self.store.delete_expired_rate_limits(now).await?;
        let accounts = self.store.delete_unverified_accounts(self.after(-UNVERIFIED)).await?;
        Ok(sessions + attempts + accounts)
    }
}
