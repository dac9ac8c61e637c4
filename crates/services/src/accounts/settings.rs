//! What customers change of their own account. Each names the account of the session, never one of a form.

use domain::{FieldError, account};

use super::limit::LOG_IN;
use super::{AccountError, Accounts, LoggedIn};

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

    /// Sets another password for who knows the one that was. All sessions end, and one begins in the place of the
    /// caller's.
    ///
    /// # Errors
    /// [`AccountError`]; fields are `current` and `password`.
    pub async fn change_password(
        &self,
        from: &str,
        account: i64,
        current: &str,
        password: &str,
    ) -> Result<LoggedIn, AccountError> {
        let found = self.store.account(account).await?.ok_or(AccountError::Credentials)?;
        let key = found.email.to_ascii_lowercase();
        self.admit(&LOG_IN, from, &key).await?;
        let known = self.passwords.check(current, Some(&found.password)).await?.matches;
        let wrong = (!known).then(|| FieldError::new("current", "This password is wrong. Please try again."));
        let unfit = account::password("password", password, &found.email).err();
        let refused: Vec<_> = wrong.into_iter().chain(unfit).collect();
        if !refused.is_empty() {
            return Err(AccountError::Fields(refused));
        }
        let hashed = self.passwords.hash(password).await?;
        let mut write = self.store.write().await?;
        if !write.set_password(account, &found.password, &hashed).await? {
            return Err(FieldError::new(
                "current",
                "Your password was just changed in another window. Enter the new one.",
            )
            .into());
        }
        write
            .clear_attempts(&self.attempt_key(&LOG_IN, "account", &key))
            .await?;
        write.end_sessions(account).await?;
        let logged_in = self.begin_session(&mut write, &found, None).await?;
        write.save().await?;
        Ok(logged_in)
    }
}
