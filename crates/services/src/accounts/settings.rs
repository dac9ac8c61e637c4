//! What customers change of their own account. Each names the account of the session, never one of a form.

use domain::account::email_key;
use domain::{FieldError, account};

use super::password::fit;
use super::{AccountError, Accounts, Client, LoggedIn};
use crate::audit::AuditEvent;
use crate::mail::EmailJob;

impl Accounts {
    /// Gives an account another name.
    ///
    /// # Errors
    /// [`AccountError::Fields`].
    pub async fn rename(&self, account: i64, name: &str) -> Result<(), AccountError> {
        let name = account::name(name)?;
        let mut write = self.store.write().await?;
        write.set_name(account, &name).await?;
        Ok(write.save().await?)
    }

    /// Sets another password for who knows the one that was, and tells the owner by mail. All sessions end, and one
    /// begins in the place of the caller's.
    ///
    /// # Errors
    /// [`AccountError`]; fields are `current` and `password`.
    pub async fn change_password<'a>(
        &self,
        from: impl Into<Client<'a>>,
        account: i64,
        current: &str,
        password: &str,
    ) -> Result<LoggedIn, AccountError> {
        let client = from.into();
        let mut found = self.store.account(account).await?.ok_or(AccountError::Credentials)?;
        let attempt = self.check_attempt_limit(&client, &email_key(&found.email)).await?;
        let known = self.passwords.check(current, Some(&found.password)).await?.matches;
        let wrong = (!known).then(|| FieldError::new("current", "This password is wrong. Please try again."));
        let unfit = fit("password", password, &found.email, &found.name, &self.words).err();
        let refused: Vec<_> = wrong.into_iter().chain(unfit).collect();
        if !refused.is_empty() {
            if !known {
                self.audit(AuditEvent::LogInFailed, &found.email);
            }
            return Err(AccountError::Fields(refused));
        }
        let hashed = self.passwords.hash(password).await?;
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        if !write.set_password(account, &found.password, &hashed).await? {
            return Err(FieldError::new(
                "current",
                "Your password was just changed in another window. Enter the new one.",
            )
            .into());
        }
        found.password = hashed;
        self.clear_attempt(&mut write, attempt).await?;
        write.end_sessions(account).await?;
        let logged_in = self.begin_session(&mut write, &found, &client, None).await?;
        let letter = EmailJob::PasswordChanged { account, at: now };
        letter.push(&mut write, None, now).await?;
        write.save().await?;
        self.audit(AuditEvent::PasswordChange, &found.email);
        Ok(logged_in)
    }
}
