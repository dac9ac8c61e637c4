//! Orders of one cart: of those that were made of the same version, one at the most may be paid.

use domain::Timestamp;

use super::StoredOrder;
use crate::dialect::with_engine;
use crate::write::Write;
use crate::{Error, Store};

impl Store {
    /// The other orders that were made of the same cart at the same version: only one of them may be paid.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn competing_orders(&self, stored: &StoredOrder) -> Result<Vec<StoredOrder>, Error> {
        const SQL: &str = select!("WHERE cart = $1 AND cart_version = $2 AND checkout <> $3 ORDER BY placed_at");
        let rows: Vec<StoredOrder> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&stored.cart)
            .bind(stored.cart_version)
            .bind(&stored.checkout)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }
}

impl Write {
    /// Gives the unpaid orders of a cart to another. Those that were placed at the first one's version are as if they had
    /// been placed at the other's; older ones get versions that no cart has, so that they are rivals of none but each
    /// other, as before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn move_unpaid_orders(
        &mut self,
        (from, seen): (&[u8; 32], i64),
        (to, version): (&[u8; 32], i64),
        now: Timestamp,
    ) -> Result<(), Error> {
        const SQL: &str = "UPDATE orders SET cart = $2, \
            cart_version = CASE WHEN cart_version = $3 THEN $4 ELSE cart_version - $5 END \
            WHERE cart = $1 AND status IN ('open', 'failed', 'pending')";
        /// More than a cart has versions.
        const VERSIONS: i64 = 1_000;
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&from[..])
            .bind(&to[..])
            .bind(seen)
            .bind(version)
            .bind(now.as_micros() * VERSIONS)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Whether a cart has orders that are not paid.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn has_unpaid_orders(&mut self, cart: &[u8; 32]) -> Result<bool, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM orders WHERE cart = $1 AND status IN ('open', 'failed', 'pending')";
        let count: i64 = with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(&cart[..])
            .fetch_one(&mut **c)
            .await)?;
        Ok(count > 0)
    }

    /// Whether another order of the same cart at the same version was paid. The cart's row is held.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn has_paid_competitor(&mut self, stored: &StoredOrder) -> Result<bool, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM orders WHERE cart = $1 AND cart_version = $2 AND checkout <> $3 \
            AND status IN ('paid', 'refunded', 'disputed')";
        let count: i64 = with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(&stored.cart)
            .bind(stored.cart_version)
            .bind(&stored.checkout)
            .fetch_one(&mut **c)
            .await)?;
        Ok(count > 0)
    }
}
