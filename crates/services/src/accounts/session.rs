//! Logging in and out. A session is a random token in a cookie; the database knows its hash.

use domain::account::email_key;
use domain::{AccountSummary, Email, Timestamp, account};
use store::{Account, NewSession, Write};

use super::{AccountError, Accounts, Client, DAY, HOUR, LoggedIn, hash};
use crate::Internal;
use crate::audit::AuditEvent;

/// How long a session lasts after it was last used.
const LASTS: i64 = 30 * DAY;
/// How long it lasts at most, however much it is used.
const LONGEST: i64 = 90 * DAY;
/// How much time passes before it is written down again that a session is used.
const TOUCHED: i64 = HOUR;
/// How often a password is checked that is stored anew meanwhile.
const LOG_INS: usize = 3;

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceSession {
    /// Names it towards its owner; nobody is logged in by it.
    pub id: String,
    /// Such as `Firefox on Linux`; empty where it is not known.
    pub device: String,
    pub network: String,
    pub created_at: Timestamp,
    pub used_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

impl Accounts {
    /// Logs in. `old` is the session that this one takes the place of.
    ///
    /// # Errors
    /// [`AccountError`]; [`AccountError::Credentials`] comes after the same time for every reason.
    pub async fn log_in<'a>(
        &self,
        from: impl Into<Client<'a>>,
        email: &str,
        password: &str,
        old: Option<&str>,
    ) -> Result<LoggedIn, AccountError> {
        let client = from.into();
        let key = email_key(email);
        let attempt = self.check_attempt_limit(&client, &key).await?;
        for _ in 0..LOG_INS {
            let account = match Email::parse(email) {
                Ok(email) => self.store.account_of(&email.key()).await?,
                // What is no address is nobody's either.
                Err(_) => None,
            };
            let hashed = account.as_ref().map(|account| account.password.as_str());
            let checked = self.passwords.check(password, hashed).await?;
            let account = account.filter(|account| checked.matches && account.verified);
            let Some(mut account) = account else {
                self.audit(AuditEvent::LogInFailed, &key);
                return Err(AccountError::Credentials);
            };

            let mut write = self.store.write().await?;
            // The password that was checked: one that was set meanwhile is checked anew.
            let stored = checked.rehashed.unwrap_or_else(|| account.password.clone());
            if write.set_password(account.id, &account.password, &stored).await? {
                account.password = stored;
                self.clear_attempt(&mut write, attempt).await?;
                let logged_in = self.begin_session(&mut write, &account, &client, old).await?;
                write.save().await?;
                self.audit(AuditEvent::LogIn, &key);
                return Ok(logged_in);
            }
        }
        Err(AccountError::Busy)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn log_out(&self, session: &str) -> Result<(), Internal> {
        let token = hash(session);
        let found = self.store.session(&token, self.clock.now()).await?;
        let mut write = self.store.write().await?;
        write.end_session(&token).await?;
        write.save().await?;
        if let Some(found) = found {
            self.audit(AuditEvent::LogOut, &found.account.email);
        }
        Ok(())
    }

    /// Ends all sessions of an account, on all devices, for who knows its password.
    ///
    /// # Errors
    /// [`AccountError`]; the field is `confirm`.
    pub async fn log_out_everywhere<'a>(
        &self,
        from: impl Into<Client<'a>>,
        account: i64,
        password: &str,
    ) -> Result<(), AccountError> {
        let client = from.into();
        let found = self.store.account(account).await?.ok_or(AccountError::Credentials)?;
        let attempt = self.check_attempt_limit(&client, &email_key(&found.email)).await?;
        let wrong = || domain::FieldError::new("confirm", "This password is wrong. Please try again.");
        if !self.passwords.check(password, Some(&found.password)).await?.matches {
            self.audit(AuditEvent::LogInFailed, &found.email);
            return Err(wrong().into());
        }
        let mut write = self.store.write().await?;
        if !write.set_password(account, &found.password, &found.password).await? {
            return Err(wrong().into());
        }
        self.clear_attempt(&mut write, attempt).await?;
        write.end_sessions(account).await?;
        write.save().await?;
        self.audit(AuditEvent::LogOutEverywhere, &found.email);
        Ok(())
    }

    /// Ends all sessions of the account of an address, as an operator asks for; tells how many, and none where there is
    /// no such account.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn end_sessions(&self, email: &str) -> Result<Option<u64>, Internal> {
        let Some(account) = self.store.account_of(&email_key(email)).await? else {
            return Ok(None);
        };
        let mut write = self.store.write().await?;
        let ended = write.end_sessions(account.id).await?;
        write.save().await?;
        self.audit(AuditEvent::LogOutEverywhere, &account.email);
        Ok(Some(ended))
    }

    /// Where an account is logged in, the last used first. `session` is the one that asks.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn sessions(&self, account: i64, session: &str) -> Result<Vec<DeviceSession>, Internal> {
        let (now, this) = (self.clock.now(), hash(session));
        let mut listed = self.store.sessions_of_account(account, now).await?;
        listed.retain(|session| now < ends_at_most(session.created_at));
        let listed = listed.into_iter().map(|session| DeviceSession {
            id: hex::encode(&session.token),
            device: session.device,
            network: session.network,
            created_at: session.created_at,
            used_at: session.used_at,
            is_this: session.token == this,
        });
        Ok(listed.collect())
    }

    /// Ends one session of an account, by its [`DeviceSession::id`]; tells whether the account had it.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn end_session(&self, account: i64, id: &str) -> Result<bool, Internal> {
        let Ok(token) = hex::decode(id) else { return Ok(false) };
        let mut write = self.store.write().await?;
        let ended = write.end_session_of_account(account, &token).await?;
        write.save().await?;
        if ended && let Some(found) = self.store.account(account).await? {
            self.audit(AuditEvent::LogOut, &found.email);
        }
        Ok(ended)
    }

    /// Who is logged in by a cookie's token; a session that is used lasts longer.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn of_session(&self, session: &str) -> Result<Option<AccountSummary>, Internal> {
        self.of_session_at("", session).await
    }

    /// As [`Accounts::of_session`], with the network that it is used from.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn of_session_at(&self, network: &str, session: &str) -> Result<Option<AccountSummary>, Internal> {
        if session.len() != 32 || !session.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let (token, now) = (hash(session), self.clock.now());
        let Some(found) = self.store.session(&token, now).await? else {
            return Ok(None);
        };
        let longest = ends_at_most(found.created_at);
        if now >= longest {
            return Ok(None);
        }
        if now.as_micros() - found.used_at.as_micros() >= TOUCHED {
            let mut write = self.store.write().await?;
            let until = self.after(LASTS).min(longest);
            write.touch_session(&token, network, now, until).await?;
            write.save().await?;
        }
        Ok(Some(found.account))
    }

    /// Whose session a token was, where that is known of, also after its end. It proves nothing.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn of_ended_session(&self, session: &str) -> Result<Option<i64>, Internal> {
        Ok(self.store.account_of_ended_session(&hash(session)).await?)
    }

    /// Begins a session with a token of its own, whatever token the browser had before.
    pub(super) async fn begin_session(
        &self,
        write: &mut Write,
        account: &Account,
        client: &Client<'_>,
        old: Option<&str>,
    ) -> Result<LoggedIn, AccountError> {
        let session = self.secrets.token();
        if let Some(old) = old {
            write.end_session(&hash(old)).await?;
        }
        let begun = NewSession {
            token: &hash(&session),
            account: account.id,
            device: &account::device(client.agent),
            network: client.network,
            now: self.clock.now(),
            expires_at: self.after(LASTS),
        };
        write.begin_session(&begun).await?;
        Ok(LoggedIn {
            session,
            device: self.device_token(client, account),
            account: account.summary(),
        })
    }
}

fn ends_at_most(created_at: Timestamp) -> Timestamp {
    Timestamp::from_micros(created_at.as_micros().saturating_add(LONGEST))
}
