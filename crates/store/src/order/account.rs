//! Orders of an account: every query takes the account and asks for no other's.

use domain::Timestamp;
use domain::order::Buyer;
use sqlx::types::Json;

use super::StoredOrder;
use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::{Error, Store};

impl Store {
    /// An account's orders but those that newer ones replaced, the newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn orders_of_account(&self, account: i64, limit: i64) -> Result<Vec<StoredOrder>, Error> {
        const SQL: &str = select!("WHERE account = $1 AND status <> 'superseded' ORDER BY placed_at DESC LIMIT $2");
        let rows: Vec<StoredOrder> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(account)
            .bind(limit)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// The buyer of the newest order that an account paid. One that nobody paid may have been placed by a stranger with
    /// the account's address.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn last_buyer_of_account(&self, account: i64) -> Result<Option<Buyer>, Error> {
        const SQL: &str =
            "SELECT buyer FROM orders WHERE account = $1 AND paid_at IS NOT NULL ORDER BY placed_at DESC LIMIT 1";
        let row: Option<(Json<Buyer>,)> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(account)
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|(Json(buyer),)| buyer))
    }

    /// The number of an account's newest paid order that still entitles to a product: by a license that is active, or by
    /// a download that is open and has a file.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn owned_order(&self, account: i64, product: &str, now: Timestamp) -> Result<Option<String>, Error> {
        const SQL: &str = "SELECT o.number FROM orders o \
            WHERE o.account = $1 AND o.status = 'paid' \
            AND (EXISTS (SELECT 1 FROM licenses l WHERE l.order_id = o.id AND l.product = $2 \
                         AND l.status = 'active' AND (l.expires_at IS NULL OR l.expires_at > $3)) \
                 OR EXISTS (SELECT 1 FROM download_grants g JOIN releases r ON r.product = g.product \
                            WHERE g.order_id = o.id AND g.product = $2 AND g.state = 'open')) \
            ORDER BY o.placed_at DESC LIMIT 1";
        Ok(with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(account)
            .bind(product)
            .bind(SqlTimestamp(now))
            .fetch_optional(pool)
            .await)?)
    }
}
