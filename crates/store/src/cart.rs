//! Carts. Each is found by a key of 32 bytes that nobody can guess or make up (see `services::CartOwner`): whoever has
//! the key owns the cart, so every query names it.

use domain::Timestamp;
use domain::cart::{Cart, CartLine};
use domain::order::OrderLine;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::dialect::{Db, Engine, on};
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

#[derive(FromRow)]
struct CartRow {
    version: i64,
    #[sqlx(json)]
    lines: Vec<CartLine>,
    code: Option<String>,
}

impl From<CartRow> for Cart {
    fn from(CartRow { version, lines, code }: CartRow) -> Self {
        Self { version, lines, code }
    }
}

const NEW: &str = "INSERT INTO carts (token, version, lines, code, changed_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (token) DO NOTHING";
const CHANGED: &str = "UPDATE carts SET version = $2, lines = $3, code = $4, changed_at = $5 \
    WHERE token = $1 AND version = $6";

/// Writes a cart where the stored one is at version `$was` (0: there is none yet); how many rows that are.
macro_rules! put {
    ($on:expr, $key:expr, $was:expr, $cart:expr, $now:expr) => {{
        let query = sqlx::query(if $was == 0 { NEW } else { CHANGED });
        let query = query.bind(&$key[..]).bind($cart.version).bind(Json(&$cart.lines));
        let query = query.bind(&$cart.code).bind(Stamp($now));
        let query = if $was == 0 { query } else { query.bind($was) };
        query.execute($on).await?.rows_affected()
    }};
}

impl Store {
    /// The cart of a key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cart(&self, key: &[u8; 32]) -> Result<Option<Cart>, Error> {
        const SQL: &str = "SELECT version, lines, code FROM carts WHERE token = $1";
        let row: Option<CartRow> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&key[..])
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(Cart::from))
    }

    /// Writes a cart if the stored one is still at version `was` (0: there is none yet); tells whether it did.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_cart(&self, key: &[u8; 32], was: i64, cart: &Cart, now: Timestamp) -> Result<bool, Error> {
        // One at a time on SQLite: waiting here is fair, its busy handler is not.
        let _turn = match &self.db {
            Db::Sqlite(_) => Some(self.writer.lock().await),
            Db::Postgres(_) => None,
        };
        Ok(on!(&self.db, |pool| put!(pool, key, was, cart, now)) == 1)
    }

    /// Forgets carts that nobody changed since `before`; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_carts(&self, before: Timestamp) -> Result<u64, Error> {
        // A cart that was bought from keeps its row: its versions must never be given again.
        const SQL: &str = "DELETE FROM carts WHERE changed_at < $1 \
            AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.cart = carts.token)";
        const FORMS: &str = "DELETE FROM checkout_drafts WHERE changed_at < $1";
        let mut write = self.write().await?;
        let forgotten = on!(&mut write.tx, |c| sqlx::query(SQL)
            .bind(Stamp(before))
            .execute(&mut **c)
            .await?
            .rows_affected());
        on!(&mut write.tx, |c| sqlx::query(FORMS)
            .bind(Stamp(before))
            .execute(&mut **c)
            .await
            .map(drop))?;
        write.save().await?;
        Ok(forgotten)
    }
}

impl Write {
    /// The cart of a key; nobody else changes it until this change ends.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cart(&mut self, key: &[u8; 32]) -> Result<Option<Cart>, Error> {
        let sql = match &self.tx {
            Engine::Sqlite(_) => "SELECT version, lines, code FROM carts WHERE token = $1",
            Engine::Postgres(_) => "SELECT version, lines, code FROM carts WHERE token = $1 FOR UPDATE",
        };
        let row: Option<CartRow> = on!(&mut self.tx, |c| sqlx::query_as(sql)
            .bind(&key[..])
            .fetch_optional(&mut **c)
            .await)?;
        Ok(row.map(Cart::from))
    }

    /// As [`Store::put_cart`], with this change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_cart(&mut self, key: &[u8; 32], was: i64, cart: &Cart, now: Timestamp) -> Result<bool, Error> {
        Ok(on!(&mut self.tx, |c| put!(&mut **c, key, was, cart, now)) == 1)
    }

    /// Takes out of a cart what an order was paid for, and gives the cart a new version: a tab that still shows the
    /// paid cart can change nothing any more. What was put in after the order was placed stays.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn remove_bought(&mut self, key: &[u8; 32], bought: &[OrderLine], now: Timestamp) -> Result<(), Error> {
        if let Some(mut cart) = self.cart(key).await? {
            let was = cart.version;
            cart.remove_bought(bought);
            // The row is held, so its version is the one that was read.
            self.put_cart(key, was, &cart, now).await?;
        }
        Ok(())
    }
}
