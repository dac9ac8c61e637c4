//! Accounts: one a mailbox. Changes name the account that they change, and what they believe to find there.

use domain::{AccountSummary, Email, Timestamp};
use sqlx::FromRow;

use crate::cleanup::portion;
use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store};

/// An account as it stands. It has no `Debug`: logs have no use for password hashes.
#[derive(FromRow, Clone)]
pub struct Account {
    pub id: i64,
    /// As it was typed.
    pub email: String,
    pub name: String,
    /// argon2id, as a PHC string.
    pub password: String,
    pub verified: bool,
}

impl Account {
    pub fn summary(&self) -> AccountSummary {
        AccountSummary {
            id: self.id,
            email: self.email.clone(),
            name: self.name.clone(),
            verified: self.verified,
        }
    }
}

/// What someone registers.
pub struct NewAccount<'a> {
    pub email: &'a Email,
    pub name: &'a str,
    /// argon2id, as a PHC string.
    pub password: &'a str,
}

macro_rules! select {
    ($where:literal) => {
        concat!(
            "SELECT id, email, name, password, verified_at IS NOT NULL AS verified FROM accounts WHERE ",
            $where
        )
    };
}

impl Store {
    /// # Errors
    /// [`Error::Database`].
    pub async fn account(&self, id: i64) -> Result<Option<Account>, Error> {
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(select!("id = $1"))
            .bind(id)
            .fetch_optional(pool)
            .await)?)
    }

    /// The account of an address's [`Email::key`].
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn account_of(&self, email_key: &str) -> Result<Option<Account>, Error> {
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(select!(
            "email_key = $1"
        ))
        .bind(email_key)
        .fetch_optional(pool)
        .await)?)
    }

    /// Forgets accounts made before `made_before` that nobody confirmed; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_unverified_accounts(&self, made_before: Timestamp) -> Result<u64, Error> {
        const SQL: &str = portion!("accounts", "id", "verified_at IS NULL AND created_at < $1");
        self.delete_in_portions(SQL, made_before).await
    }
}

impl Write {
    /// Registers an account. One of the same mailbox that nobody confirmed gives way to it; a confirmed one stays,
    /// and then there is no id.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn register(&mut self, account: &NewAccount<'_>, now: Timestamp) -> Result<Option<i64>, Error> {
        const SQL: &str = "INSERT INTO accounts (email, email_key, name, password, created_at) \
            VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (email_key) DO UPDATE SET email = excluded.email, name = excluded.name, \
                password = excluded.password, created_at = excluded.created_at \
            WHERE accounts.verified_at IS NULL RETURNING id";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(account.email.as_str())
            .bind(account.email.key())
            .bind(account.name)
            .bind(account.password)
            .bind(SqlTimestamp(now))
            .fetch_optional(&mut **c)
            .await)?)
    }

    /// Marks an account as confirmed where its stored password is still `password`: another one is of another
    /// registration. Tells whether it did; an account that is confirmed already is not.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn verify_account(&mut self, id: i64, password: &str, now: Timestamp) -> Result<bool, Error> {
        const SQL: &str =
            "UPDATE accounts SET verified_at = $3 WHERE id = $1 AND password = $2 AND verified_at IS NULL";
        let changed = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(id)
            .bind(password)
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// Sets another password where the stored one is still `was`; tells whether it did. Whoever has checked a password
    /// sets it again as it was: then it cannot be changed until this change ends.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_password(&mut self, id: i64, was: &str, password: &str) -> Result<bool, Error> {
        const SQL: &str = "UPDATE accounts SET password = $3 WHERE id = $1 AND password = $2";
        let changed = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(id)
            .bind(was)
            .bind(password)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// # Errors
    /// [`Error::Database`].
    pub async fn set_name(&mut self, id: i64, name: &str) -> Result<(), Error> {
        const SQL: &str = "UPDATE accounts SET name = $2 WHERE id = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(id)
            .bind(name)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
