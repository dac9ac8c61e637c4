//! Sessions: who is logged in. Whoever holds a session's token is its account: every query names the token's hash.

use domain::{AccountSummary, Timestamp};
use sqlx::FromRow;

use crate::cleanup::portion;
use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store};

/// A session that has not ended.
pub struct Session {
    pub account: AccountSummary,
    pub created_at: Timestamp,
    pub used_at: Timestamp,
}

/// A session, as its owner sees it in a list.
#[derive(FromRow)]
pub struct ListedSession {
    /// The hash of its token.
    pub token: Vec<u8>,
    #[sqlx(try_from = "SqlTimestamp")]
    pub created_at: Timestamp,
    #[sqlx(try_from = "SqlTimestamp")]
    pub used_at: Timestamp,
    pub device: String,
    pub network: String,
}

/// A session that begins.
pub struct NewSession<'a> {
    /// The hash of its token.
    pub token: &'a [u8; 32],
    pub account: i64,
    pub device: &'a str,
    pub network: &'a str,
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    email: String,
    name: String,
    verified: bool,
    #[sqlx(try_from = "SqlTimestamp")]
    created_at: Timestamp,
    #[sqlx(try_from = "SqlTimestamp")]
    used_at: Timestamp,
}

impl Store {
    /// The session of a token's hash, where it has not ended.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Session>, Error> {
        const SQL: &str = "SELECT a.id, a.email, a.name, a.verified_at IS NOT NULL AS verified, s.created_at, s.used_at \
            FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.token = $1 AND s.expires_at > $2";
        let row: Option<Row> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&token[..])
            .bind(SqlTimestamp(now))
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|row| Session {
            account: AccountSummary {
                id: row.id,
                email: row.email,
                name: row.name,
                verified: row.verified,
            },
            created_at: row.created_at,
            used_at: row.used_at,
        }))
    }

    /// Whose session it was, where it is known of, also after its end. It proves nothing.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn account_of_ended_session(&self, token: &[u8; 32]) -> Result<Option<i64>, Error> {
        const SQL: &str = "SELECT account FROM sessions WHERE token = $1";
        Ok(with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(&token[..])
            .fetch_optional(pool)
            .await)?)
    }

    /// The sessions of an account that have not ended, the last used first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn sessions_of_account(&self, account: i64, now: Timestamp) -> Result<Vec<ListedSession>, Error> {
        const SQL: &str = "SELECT token, created_at, used_at, device, network FROM sessions \
            WHERE account = $1 AND expires_at > $2 ORDER BY used_at DESC, token LIMIT 100";
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(account)
            .bind(SqlTimestamp(now))
            .fetch_all(pool)
            .await)?)
    }

    /// Forgets sessions that ended; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_expired_sessions(&self, now: Timestamp) -> Result<u64, Error> {
        self.delete_in_portions(portion!("sessions", "token", "expires_at <= $1"), now)
            .await
    }
}

impl Write {
    /// Begins a session.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn begin_session(&mut self, session: &NewSession<'_>) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO sessions (token, account, created_at, used_at, expires_at, device, network) \
            VALUES ($1, $2, $3, $3, $4, $5, $6)";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&session.token[..])
            .bind(session.account)
            .bind(SqlTimestamp(session.now))
            .bind(SqlTimestamp(session.expires_at))
            .bind(session.device)
            .bind(session.network)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Notes that a session is used, and from where where that is known, and lets it last longer.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn touch_session(
        &mut self,
        token: &[u8; 32],
        network: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), Error> {
        const SQL: &str = "UPDATE sessions SET used_at = $2, expires_at = $3, \
            network = CASE WHEN $4 = '' THEN network ELSE $4 END WHERE token = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&token[..])
            .bind(SqlTimestamp(now))
            .bind(SqlTimestamp(expires_at))
            .bind(network)
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
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&token[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends one session of an account; tells whether the account had it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_session_of_account(&mut self, account: i64, token: &[u8]) -> Result<bool, Error> {
        const SQL: &str = "DELETE FROM sessions WHERE account = $1 AND token = $2";
        let ended = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(account)
            .bind(token)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(ended == 1)
    }

    /// Ends all sessions of an account; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_sessions(&mut self, account: i64) -> Result<u64, Error> {
        const SQL: &str = "DELETE FROM sessions WHERE account = $1";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(account)
            .execute(&mut **c)
            .await?
            .rows_affected()))
    }
}
