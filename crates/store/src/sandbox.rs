//! Payments of the sandbox: what a provider would remember.

use domain::Currency;
use sqlx::FromRow;

use crate::dialect::with_engine;
use crate::write::Write;
use crate::{Error, Store};

/// A payment of the sandbox.
#[derive(FromRow, Clone, PartialEq, Eq, Debug)]
pub struct SandboxPayment {
    pub reference: String,
    pub order_id: String,
    pub amount: i64,
    #[sqlx(try_from = "String")]
    pub currency: Currency,
    recurring: i64,
    /// `open`, `pending`, `paid`, `failed` or `canceled`.
    pub state: String,
    pub refunded: i64,
    /// 1 while a dispute runs, 2 once it was lost.
    disputed: i64,
    ended: i64,
    /// Where the customer goes on.
    pub done: String,
    pub canceled: String,
}

impl SandboxPayment {
    pub fn is_recurring(&self) -> bool {
        self.recurring != 0
    }

    pub fn is_disputed(&self) -> bool {
        self.disputed == 1
    }

    pub fn is_lost(&self) -> bool {
        self.disputed == 2
    }

    /// Whether the subscription that it began was ended.
    pub fn is_ended(&self) -> bool {
        self.ended != 0
    }
}

impl Store {
    /// A payment of the sandbox.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn sandbox_payment(&self, reference: &str) -> Result<Option<SandboxPayment>, Error> {
        const SQL: &str = "SELECT reference, order_id, amount, currency, recurring, state, refunded, disputed, ended, \
            done, canceled FROM sandbox_payments WHERE reference = $1";
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(reference)
            .fetch_optional(pool)
            .await)?)
    }
}

impl Write {
    /// Begins a payment of the sandbox; the same again changes nothing.
    ///
    /// # Errors
    /// [`Error::Database`].
    #[expect(clippy::too_many_arguments, reason = "the columns of one row")]
    pub async fn put_sandbox_payment(
        &mut self,
        reference: &str,
        order: &str,
        amount: i64,
        currency: Currency,
        recurring: bool,
        done: &str,
        canceled: &str,
    ) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO sandbox_payments \
            (reference, order_id, amount, currency, recurring, state, done, canceled) \
            VALUES ($1, $2, $3, $4, $5, 'open', $6, $7) ON CONFLICT (reference) DO NOTHING";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(reference)
            .bind(order)
            .bind(amount)
            .bind(currency.code())
            .bind(i64::from(recurring))
            .bind(done)
            .bind(canceled)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Moves a payment of the sandbox from one of the states `from` (separated by blanks) to another; tells whether it
    /// was in one of them.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn move_sandbox_payment(&mut self, reference: &str, from: &str, to: &str) -> Result<bool, Error> {
        const SQL: &str = "UPDATE sandbox_payments SET state = $3 WHERE reference = $1 AND state = $2";
        for from in from.split(' ') {
            let moved = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
                .bind(reference)
                .bind(from)
                .bind(to)
                .execute(&mut **c)
                .await?
                .rows_affected());
            if moved == 1 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Moves the dispute about a paid payment of the sandbox from one state to another: 0 is none, 1 runs, 2 was lost.
    /// Tells whether it was in that state.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn dispute_sandbox_payment(&mut self, reference: &str, from: i64, to: i64) -> Result<bool, Error> {
        const SQL: &str = "UPDATE sandbox_payments SET disputed = $3 \
            WHERE reference = $1 AND disputed = $2 AND state = 'paid'";
        let moved = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(reference)
            .bind(from)
            .bind(to)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(moved == 1)
    }

    /// Ends the subscription that a payment of the sandbox began.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_sandbox_subscription(&mut self, reference: &str) -> Result<(), Error> {
        const SQL: &str = "UPDATE sandbox_payments SET ended = 1 WHERE reference = $1 AND recurring = 1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(reference)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Gives back a part of a payment of the sandbox, once for each key. Tells whether that much was left.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn refund_sandbox_payment(&mut self, reference: &str, amount: i64, key: &str) -> Result<bool, Error> {
        const KEY: &str = "INSERT INTO sandbox_refunds (key, reference, amount) VALUES ($1, $2, $3) \
            ON CONFLICT (key) DO NOTHING";
        const SQL: &str = "UPDATE sandbox_payments SET refunded = refunded + $2 \
            WHERE reference = $1 AND state = 'paid' AND refunded + $2 <= amount";
        with_engine!(&mut self.tx, |c| {
            let new = sqlx::query(KEY)
                .bind(key)
                .bind(reference)
                .bind(amount)
                .execute(&mut **c)
                .await?
                .rows_affected();
            if new == 0 {
                return Ok(true);
            }
            let done = sqlx::query(SQL).bind(reference).bind(amount).execute(&mut **c).await?;
            Ok(done.rows_affected() == 1)
        })
    }
}
