//! A new password for who forgot theirs, by a mailed link that works once.

use domain::account::email_key;
use domain::{AccountSummary, Email};
use store::Account;

use super::claim::claim_orders;
use super::password::fit;
use super::{AccountError, Accounts, HOUR};
use crate::audit::AuditEvent;
use crate::mail::EmailJob;
use crate::rate_limits::{Limit, RateLimitKey};
use crate::{Internal, TokenError};

/// How long a link counts.
const LINK: i64 = HOUR;
const PURPOSE: &str = "reset";

impl Accounts {
    /// Mails a link to set another password, where there is such an account. Whether there is shows when the letter is
    /// written: until then what is done takes as long for every address.
    ///
    /// # Errors
    /// [`AccountError`]; none of them depends on whether the address is known.
    pub async fn ask_reset(&self, from: &str, email: &str) -> Result<(), AccountError> {
        let email = Email::parse(email)?;
        self.limiter.check(&Limit::RESET_MAIL, from, &email.key()).await?;
        let letter = EmailJob::ResetPassword { email: email.key() };
        let mut write = self.store.write().await?;
        letter.push(&mut write, None, self.clock.now()).await?;
        write.save().await?;
        self.audit(AuditEvent::ResetAsked, &email.key());
        Ok(())
    }

    /// The path of the link that sets another password, to be mailed at once; `None` where there is no such account.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn reset_path(&self, account: i64) -> Result<Option<String>, Internal> {
        let account = self.store.account(account).await?;
        Ok(account.map(|Account { id, password, .. }| {
            let subject = format!("{id}:{}", self.fingerprint(&password));
            let token = self.signer.sign(PURPOSE, &subject, self.after(LINK));
            format!("/reset/{token}")
        }))
    }

    /// Whose password a link sets.
    ///
    /// # Errors
    /// [`AccountError::Link`].
    pub async fn reset_link(&self, link: &str) -> Result<AccountSummary, AccountError> {
        Ok(self.account_of_reset(link).await?.summary())
    }

    /// Sets another password by a link. All sessions end, and the account counts as confirmed: the link was read in its
    /// mailbox.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn reset(&self, from: &str, link: &str, password: &str) -> Result<AccountSummary, AccountError> {
        let mut found = self.account_of_reset(link).await?;
        self.limiter.check(&Limit::RESET, from, &found.id.to_string()).await?;
        fit("password", password, &found.email, &found.name, &self.words)?;
        let hashed = self.passwords.hash(password).await?;
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        // Of two who use one link at once, one has it.
        if !write.set_password(found.id, &found.password, &hashed).await? {
            return Err(TokenError::Invalid.into());
        }
        if write.verify_account(found.id, &hashed, now).await? {
            claim_orders(&mut write, found.id, now).await?;
        }
        write.end_sessions(found.id).await?;
        // The owner may log in with it now, whoever guessed before.
        let email = email_key(&found.email);
        let mut keys = [
            self.limiter.key(&Limit::LOG_IN, RateLimitKey::Subject(&email)),
            self.limiter.key(&Limit::LOG_IN_PAIR, RateLimitKey::Pair(&email, from)),
        ];
        keys.sort_unstable();
        for key in &keys {
            write.clear_rate_limit(key).await?;
        }
        let letter = EmailJob::PasswordChanged {
            account: found.id,
            at: now,
        };
        letter.push(&mut write, None, now).await?;
        write.save().await?;
        self.audit(AuditEvent::Reset, &email);
        found.verified = true;
        Ok(found.summary())
    }

    async fn account_of_reset(&self, link: &str) -> Result<Account, AccountError> {
        let subject = self.signer.verify(PURPOSE, link, self.clock.now())?;
        let (id, fingerprint) = subject.split_once(':').ok_or(TokenError::Invalid)?;
        let account = self.store.account(id.parse().map_err(|_| TokenError::Invalid)?).await?;
        // With another password the link is used up.
        let account = account.filter(|account| self.fingerprint(&account.password) == fingerprint);
        Ok(account.ok_or(TokenError::Invalid)?)
    }
}
