//! Carts. Whoever holds a cart's token owns it: every query names the token's hash.

use domain::Timestamp;
use domain::cart::{Cart, CartLine};
use sqlx::FromRow;

use crate::dialect::{Db, on};
use crate::stamp::Stamp;
use crate::{Error, Store};

#[derive(FromRow)]
struct CartRow {
    version: i64,
    #[sqlx(json)]
    lines: Vec<CartLine>,
}

impl Store {
    /// The cart of a token's hash.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cart(&self, token: &[u8; 32]) -> Result<Option<Cart>, Error> {
        const SQL: &str = "SELECT version, lines FROM carts WHERE token = $1";
        let row: Option<CartRow> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&token[..])
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|CartRow { version, lines }| Cart { version, lines }))
    }

    /// Writes a cart if the stored one is still at version `was` (0: there is none yet); tells whether it did.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_cart(&self, token: &[u8; 32], was: i64, cart: &Cart, now: Timestamp) -> Result<bool, Error> {
        const NEW: &str = "INSERT INTO carts (token, version, lines, changed_at) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (token) DO NOTHING";
        const CHANGED: &str =
            "UPDATE carts SET version = $2, lines = $3, changed_at = $4 WHERE token = $1 AND version = $5";
        // One at a time on SQLite: waiting here is fair, its busy handler is not.
        let _turn = match &self.db {
            Db::Sqlite(_) => Some(self.writer.lock().await),
            Db::Postgres(_) => None,
        };
        let lines = sqlx::types::Json(&cart.lines);
        let written = on!(&self.db, |pool| {
            let query = sqlx::query(if was == 0 { NEW } else { CHANGED });
            let query = query.bind(&token[..]).bind(cart.version).bind(lines).bind(Stamp(now));
            let query = if was == 0 { query } else { query.bind(was) };
            query.execute(pool).await?.rows_affected()
        });
        Ok(written == 1)
    }

    /// Forgets carts that nobody changed since `before`; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_carts(&self, before: Timestamp) -> Result<u64, Error> {
        const SQL: &str = "DELETE FROM carts WHERE changed_at < $1";
        Ok(on!(&self.db, |pool| sqlx::query(SQL)
            .bind(Stamp(before))
            .execute(pool)
            .await?
            .rows_affected()))
    }
}
