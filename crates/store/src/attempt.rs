//! Attempts: how often something was tried in the window of time that its first attempt began.

use domain::Timestamp;

use crate::dialect::on;
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

impl Write {
    /// Counts an attempt. Where no window is open, one begins that ends at `ends_at`. Returns how often it was tried
    /// in this window, and when the window ends.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_attempt(
        &mut self,
        key: &[u8; 32],
        now: Timestamp,
        ends_at: Timestamp,
    ) -> Result<(i64, Timestamp), Error> {
        const SQL: &str = "INSERT INTO attempts (key, tried, ends_at) VALUES ($1, 1, $3) \
            ON CONFLICT (key) DO UPDATE SET \
                tried = CASE WHEN attempts.ends_at <= $2 THEN 1 ELSE attempts.tried + 1 END, \
                ends_at = CASE WHEN attempts.ends_at <= $2 THEN excluded.ends_at ELSE attempts.ends_at END \
            RETURNING tried, ends_at";
        let (tried, ends_at): (i64, Stamp) = on!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(&key[..])
            .bind(Stamp(now))
            .bind(Stamp(ends_at))
            .fetch_one(&mut **c)
            .await)?;
        Ok((tried, ends_at.0))
    }

    /// Forgets the attempts of a key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn clear_attempts(&mut self, key: &[u8; 32]) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM attempts WHERE key = $1";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&key[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}

impl Store {
    /// Forgets windows that ended; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_attempts(&self, now: Timestamp) -> Result<u64, Error> {
        self.forget("DELETE FROM attempts WHERE ends_at <= $1", now).await
    }
}
