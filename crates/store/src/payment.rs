//! Attempts to pay an order, and what was given back.

use domain::Timestamp;
use domain::order::ProviderId;
use sqlx::FromRow;

use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::unknown_value::{known, read_as};
use crate::write::Write;
use crate::{Error, Store};

/// An attempt to pay an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredPayment {
    pub order_id: String,
    pub attempt: i64,
    provider: ProviderId,
    pub reference: String,
    /// Where the customer pays.
    pub url: String,
    paid: i64,
}

#[derive(FromRow)]
struct PaymentRow {
    order_id: String,
    attempt: i64,
    provider: String,
    reference: String,
    url: String,
    paid: i64,
}

read_as!(StoredPayment, PaymentRow, "payments", order_id: String);

impl TryFrom<PaymentRow> for StoredPayment {
    type Error = sqlx::Error;

    fn try_from(row: PaymentRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            provider: known("provider", &row.provider)?,
            order_id: row.order_id,
            attempt: row.attempt,
            reference: row.reference,
            url: row.url,
            paid: row.paid,
        })
    }
}

impl StoredPayment {
    pub fn provider(&self) -> ProviderId {
        self.provider
    }

    /// Whether it is the attempt that paid the order.
    pub fn is_paid(&self) -> bool {
        self.paid != 0
    }
}

/// Money given back, or about to be.
#[derive(FromRow, Clone, PartialEq, Eq, Debug)]
pub struct StoredRefund {
    pub key: String,
    pub order_id: String,
    /// Of the order, from 0; none where it is of the order as a whole.
    pub line: Option<i64>,
    /// With tax, in minor units.
    pub amount: i64,
    done: i64,
}

impl StoredRefund {
    /// Whether the provider has taken it.
    pub fn is_done(&self) -> bool {
        self.done != 0
    }
}

macro_rules! payment {
    ($rest:literal) => {
        concat!(
            "SELECT order_id, attempt, provider, reference, url, paid FROM payments ",
            $rest
        )
    };
}

const REFUNDS: &str =
    "SELECT key, order_id, line, amount, done FROM refunds WHERE order_id = $1 ORDER BY created_at, key";

impl Store {
    /// The newest attempt to pay an order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn payment_of_order(&self, order: &str) -> Result<Option<StoredPayment>, Error> {
        let sql = payment!("WHERE order_id = $1 ORDER BY attempt DESC LIMIT 1");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(sql)
            .bind(order)
            .fetch_optional(pool)
            .await)?)
    }

    /// All attempts to pay an order, the newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn payments_of_order(&self, order: &str) -> Result<Vec<StoredPayment>, Error> {
        let sql = payment!("WHERE order_id = $1 ORDER BY attempt DESC");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(sql)
            .bind(order)
            .fetch_all(pool)
            .await)?)
    }

    /// The attempt that a provider knows by this reference.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn payment(&self, provider: ProviderId, reference: &str) -> Result<Option<StoredPayment>, Error> {
        let sql = payment!("WHERE provider = $1 AND reference = $2");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(sql)
            .bind(provider.as_str())
            .bind(reference)
            .fetch_optional(pool)
            .await)?)
    }

    /// What was given back of an order, or is about to be.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn refunds_of_order(&self, order: &str) -> Result<Vec<StoredRefund>, Error> {
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(REFUNDS)
            .bind(order)
            .fetch_all(pool)
            .await)?)
    }
}

impl Write {
    /// Records an attempt to pay; the same again changes nothing.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_payment(
        &mut self,
        order: &str,
        attempt: i64,
        provider: ProviderId,
        reference: &str,
        url: &str,
    ) -> Result<(), Error> {
        const PUT: &str = "INSERT INTO payments (order_id, attempt, provider, reference, url) \
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        with_engine!(&mut self.tx, |c| sqlx::query(PUT)
            .bind(order)
            .bind(attempt)
            .bind(provider.as_str())
            .bind(reference)
            .bind(url)
            .execute(&mut **c)
            .await
            .map(drop))?;
        self.begin_attempt(order, attempt).await
    }

    /// Says that another attempt to pay an order begins: what is learnt of those before says nothing about it any more.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn begin_attempt(&mut self, order: &str, attempt: i64) -> Result<(), Error> {
        const SQL: &str = "UPDATE orders SET attempt = $2 WHERE id = $1 AND attempt < $2";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(order)
            .bind(attempt)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Marks the attempt that paid its order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_payment_paid(&mut self, order: &str, attempt: i64) -> Result<(), Error> {
        const SQL: &str = "UPDATE payments SET paid = 1 WHERE order_id = $1 AND attempt = $2";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(order)
            .bind(attempt)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The attempts to pay an order, the newest first, within this change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn payments_of_order(&mut self, order: &str) -> Result<Vec<StoredPayment>, Error> {
        const SQL: &str = payment!("WHERE order_id = $1 ORDER BY attempt DESC");
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(order)
            .fetch_all(&mut **c)
            .await)?)
    }

    /// As [`Store::refunds_of_order`], within this change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn refunds_of_order(&mut self, order: &str) -> Result<Vec<StoredRefund>, Error> {
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_as(REFUNDS)
            .bind(order)
            .fetch_all(&mut **c)
            .await)?)
    }

    /// Records a refund; one of the same key is not written twice. Tells whether it is new.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_refund(
        &mut self,
        order: &str,
        line: Option<i64>,
        amount: i64,
        key: &str,
        done: bool,
        now: Timestamp,
    ) -> Result<bool, Error> {
        const SQL: &str = "INSERT INTO refunds (key, order_id, line, amount, done, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO NOTHING";
        let written = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(key)
            .bind(order)
            .bind(line)
            .bind(amount)
            .bind(i64::from(done))
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }

    /// Marks a refund as taken by the provider; tells whether it was not before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn finish_refund(&mut self, key: &str) -> Result<bool, Error> {
        const SQL: &str = "UPDATE refunds SET done = 1 WHERE key = $1 AND done = 0";
        let written = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(key)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }

    /// Takes a refund back that the provider refused.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn drop_refund(&mut self, key: &str) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM refunds WHERE key = $1 AND done = 0";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(key)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
