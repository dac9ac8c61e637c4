//! Logging in and out. A session is a random token in a cookie; the database knows its hash.

use domain::{AccountSummary, Email, Timestamp};
use store::{Account, Write};

use super::limit::LOG_IN;
use super::{AccountError, Accounts, DAY, LoggedIn, hash};
use crate::Internal;

/// How long a session lasts after it was last used.
const LASTS: i64 = 30 * DAY;
/// How much of that may have passed before it is written down that the session is used.
const TOUCHED: i64 = DAY;

impl Accounts {
    /// Logs in. `old` is the session that this one takes the place of.
    ///
    /// # Errors
    /// [`AccountError`]; [`AccountError::Credentials`] comes after the same time for every reason.
    pub async fn log_in(
        &self,
        from: &str,
        email: &str,
        password: &str,
        old: Option<&str>,
    ) -> Result<LoggedIn, AccountError> {
        let key = email.trim().to_ascii_lowercase();
        self.admit(&LOG_IN, from, &key).await?;
        let account = match Email::parse(email) {
            Ok(email) => self.store.account_of(&email.key()).await?,
            // What is no address is nobody's either.
            Err(_) => None,
        };
        let hashed = account.as_ref().map(|account| account.password.as_str());
        let checked = self.passwords.check(password, hashed).await?;
        let account = account.filter(|account| checked.matches && account.verified);
        let account = account.ok_or(AccountError::Credentials)?;

        let mut write = self.store.write().await?;
        if let Some(rehashed) = checked.rehashed {
            write.set_password(account.id, &account.password, &rehashed).await?;
        }
        // Who knows the password has not been guessing.
        write
            .clear_attempts(&self.attempt_key(&LOG_IN, "account", &key))
            .await?;
        let logged_in = self.begin_session(&mut write, &account, old).await?;
        write.save().await?;
        Ok(logged_in)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn log_out(&self, session: &str) -> Result<(), Internal> {
        let mut write = self.store.write().await?;
        write.end_session(&hash(session)).await?;
        Ok(write.save().await?)
    }

    /// Ends all sessions of an account, on all devices.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn log_out_everywhere(&self, account: i64) -> Result<(), Internal> {
        let mut write = self.store.write().await?;
        write.end_sessions(account).await?;
        Ok(write.save().await?)
    }

    /// Who is logged in by a cookie's token; a session that is used lasts longer.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn of_session(&self, session: &str) -> Result<Option<AccountSummary>, Internal> {
        if session.len() != 32 || !session.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let token = hash(session);
        let Some(found) = self.store.session(&token, self.clock.now()).await? else {
            return Ok(None);
        };
        let until = self.session_end();
        if until.as_micros() - found.expires_at.as_micros() >= TOUCHED {
            let mut write = self.store.write().await?;
            write.extend_session(&token, until).await?;
            write.save().await?;
        }
        Ok(Some(found.account))
    }

    /// Begins a session with a token of its own, whatever token the browser had before.
    pub(super) async fn begin_session(
        &self,
        write: &mut Write,
        account: &Account,
        old: Option<&str>,
    ) -> Result<LoggedIn, AccountError> {
        let session = self.secrets.token();
        if let Some(old) = old {
            write.end_session(&hash(old)).await?;
        }
        write
            .begin_session(&hash(&session), account.id, self.clock.now(), self.session_end())
            .await?;
        Ok(LoggedIn {
            session,
            account: account.summary(),
        })
    }

    fn session_end(&self) -> Timestamp {
        self.after(LASTS)
    }
}
