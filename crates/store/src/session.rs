//! Sessions: who is logged in. Whoever holds a session's token is its account: every query names the token's hash.

use domain::{AccountSummary, Timestamp};
use sqlx::FromRow;

use crate::dialect::on;
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

/// A session that has not ended.
pub struct Session {
    pub account: AccountSummary,
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    email: String,
    name: String,
    verified: bool,
    #[sqlx(try_from = "Stamp")]
    expires_at: Timestamp,
}

impl Store {
    /// The session of a token's hash, where it has not ended.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Session>, Error> {
        const SQL: &str = "SELECT a.id, a.email, a.name, a.verified_at IS NOT NULL AS verified, s.expires_at \
            FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.token = $1 AND s.expires_at > $2";
        let row: Option<Row> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&token[..])
            .bind(Stamp(now))
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|row| Session {
            account: AccountSummary {
                id: row.id,
                email: row.email,
                name: row.name,
                verified: row.verified,
            },
            expires_at: row.expires_at,
        }))
    }

    /// Forgets sessions that ended; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_sessions(&self, now: Timestamp) -> Result<u64, Error> {
        self.forget("DELETE FROM sessions WHERE expires_at <= $1", now).await
    }
}

impl Write {
    /// Begins a session.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn begin_session(
        &mut self,
        token: &[u8; 32],
        account: i64,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO sessions (token, account, created_at, expires_at) VALUES ($1, $2, $3, $4)";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&token[..])
            .bind(account)
            .bind(Stamp(now))
            .bind(Stamp(expires_at))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Lets a session last longer.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn extend_session(&mut self, token: &[u8; 32], expires_at: Timestamp) -> Result<(), Error> {
        const SQL: &str = "UPDATE sessions SET expires_at = $2 WHERE token = $1";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&token[..])
            .bind(Stamp(expires_at))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends a session, where there is one.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_session(&mut self, token: &[u8; 32]) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM sessions WHERE token = $1";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&token[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_sessions(&mut self, account: i64) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM sessions WHERE account = $1";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(account)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
