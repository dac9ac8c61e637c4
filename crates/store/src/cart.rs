//! Carts. Each is found by a key of 32 bytes that nobody can guess or make up (see `services::CartOwner`): whoever has
//! the key owns the cart, so every query names it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::Timestamp;
use domain::cart::{Cart, CartLine};
use domain::order::OrderLine;
use sqlx::types::Json;
use sqlx::{FromRow, QueryBuilder};
use tokio::sync::Mutex;

use crate::batcher::Batcher;
use crate::cleanup::portion;
use crate::dialect::{Db, Engine, retry_busy, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store};

type Key = [u8; 32];

#[derive(FromRow)]
struct CartRow {
    token: Vec<u8>,
    version: i64,
    #[sqlx(json)]
    lines: Vec<CartLine>,
    code: Option<String>,
    #[sqlx(json)]
    keys: Vec<String>,
}

impl From<CartRow> for Cart {
    fn from(row: CartRow) -> Self {
        Self {
            version: row.version,
            lines: row.lines,
            code: row.code,
            keys: row.keys,
        }
    }
}

/// A cart to write where the stored one is of the version before, or where there is none (any more).
#[derive(Clone)]
struct Put {
    key: Key,
    cart: Cart,
    now: Timestamp,
}

/// Carts are read and written for many customers together.
#[derive(Clone)]
pub(crate) struct Carts {
    reads: Batcher<Key, Option<Cart>>,
    puts: Batcher<Put, bool>,
}

impl Carts {
    /// `writer` is SQLite's one writer.
    pub(crate) fn new(db: &Db, writer: &Arc<Mutex<()>>) -> Self {
        let (for_reads, for_puts, writer) = (db.clone(), db.clone(), writer.clone());
        Self {
            reads: Batcher::new(move |keys| read(for_reads.clone(), keys)),
            puts: Batcher::new(move |puts| put(for_puts.clone(), writer.clone(), puts)),
        }
    }
}

async fn read(db: Db, keys: Vec<Key>) -> Result<Vec<Option<Cart>>, Error> {
    const SQL: &str = "SELECT token, version, lines, code, keys FROM carts WHERE token IN (";
    let rows: Vec<CartRow> = with_engine!(&db, |pool| {
        let mut query = QueryBuilder::new(SQL);
        let mut list = query.separated(", ");
        for key in &keys {
            list.push_bind(&key[..]);
        }
        query.push(")").build_query_as().fetch_all(pool).await?
    });
    let carts: HashMap<Vec<u8>, Cart> = rows.into_iter().map(|row| (row.token.clone(), row.into())).collect();
    Ok(keys.iter().map(|key| carts.get(&key[..]).cloned()).collect())
}

/// Writes rows that are about carts of their own, and gives the keys of those that were written.
macro_rules! put {
    ($on:expr, $rows:expr) => {{
        const INTO: &str = "INSERT INTO carts (token, version, lines, code, keys, changed_at) ";
        const WRITTEN: &str = " ON CONFLICT (token) DO UPDATE SET version = excluded.version, \
            lines = excluded.lines, code = excluded.code, keys = excluded.keys, changed_at = excluded.changed_at \
            WHERE carts.version = excluded.version - 1 RETURNING token";
        let mut query = QueryBuilder::new(INTO);
        query.push_values($rows, |mut row, Put { key, cart, now }| {
            row.push_bind(&key[..])
                .push_bind(cart.version)
                .push_bind(Json(&cart.lines))
                .push_bind(&cart.code)
                .push_bind(Json(&cart.keys))
                .push_bind(SqlTimestamp(*now));
        });
        query.push(WRITTEN);
        query.build_query_scalar::<Vec<u8>>().fetch_all($on).await
    }};
}

/// Writes carts; tells of each whether it did. Of several for one cart the first is taken, as if the others came later.
async fn put(db: Db, writer: Arc<Mutex<()>>, puts: Vec<Put>) -> Result<Vec<bool>, Error> {
    let mut first = HashSet::new();
    let taken: Vec<bool> = puts.iter().map(|put| first.insert(put.key)).collect();
    let pairs = puts.iter().zip(&taken);
    let mut rows: Vec<&Put> = pairs.filter_map(|(put, taken)| taken.then_some(put)).collect();
    // Rows are locked in this order: two processes with the same carts wait for each other one way only.
    rows.sort_by_key(|put| put.key);
    // One at a time on SQLite: waiting here is fair, its busy handler is not.
    let _turn = match &db {
        Db::Sqlite(_) => Some(writer.lock().await),
        Db::Postgres(_) => None,
    };
    let written = with_engine!(&db, |pool| retry_busy(|| async { put!(pool, rows.iter().copied()) })
        .await)?;
    let written: HashSet<Vec<u8>> = written.into_iter().collect();
    let pairs = puts.iter().zip(taken);
    let answers = pairs.map(|(put, taken)| taken && written.contains(&put.key[..]));
    Ok(answers.collect())
}

impl Store {
    /// The cart of a key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cart(&self, key: &Key) -> Result<Option<Cart>, Error> {
        self.carts.reads.submit(*key).await
    }

    /// Writes a cart if the stored one is of the version before it, or if there is none (any more); tells whether it
    /// did.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_cart(&self, key: &Key, cart: Cart, now: Timestamp) -> Result<bool, Error> {
        self.carts.puts.submit(Put { key: *key, cart, now }).await
    }

    /// Forgets carts that nobody changed since `before`, and those without items that nobody changed since
    /// `empty_before`; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_expired_carts(&self, before: Timestamp, empty_before: Timestamp) -> Result<u64, Error> {
        // A cart that was bought from keeps its row: its versions must never be given again.
        const OLD: &str = portion!(
            "carts",
            "token",
            "changed_at < $1 AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.cart = carts.token)"
        );
        const EMPTY: &str = portion!(
            "carts",
            "token",
            "changed_at < $1 AND CAST(lines AS TEXT) = '[]' \
             AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.cart = carts.token)"
        );
        // What was typed for a cart goes with it.
        const FORMS: &str = portion!(
            "checkout_drafts",
            "cart",
            "changed_at < $1 AND NOT EXISTS (SELECT 1 FROM carts WHERE carts.token = checkout_drafts.cart)"
        );
        const OLD_FORMS: &str = portion!("checkout_drafts", "cart", "changed_at < $1");
        let forgotten =
            self.delete_in_portions(OLD, before).await? + self.delete_in_portions(EMPTY, empty_before).await?;
        self.delete_in_portions(FORMS, empty_before).await?;
        self.delete_in_portions(OLD_FORMS, before).await?;
        Ok(forgotten)
    }
}

/// What came of [`Write::move_cart`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moved {
    Yes,
    /// There is no cart.
    No,
    /// Something else was done to it at the same time. This change must not be saved.
    Again,
}

impl Write {
    /// The cart of a key; nobody else changes it until this change ends.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cart(&mut self, key: &Key) -> Result<Option<Cart>, Error> {
        let sql = match &self.tx {
            Engine::Sqlite(_) => "SELECT token, version, lines, code, keys FROM carts WHERE token = $1",
            Engine::Postgres(_) => "SELECT token, version, lines, code, keys FROM carts WHERE token = $1 FOR UPDATE",
        };
        let row: Option<CartRow> = with_engine!(&mut self.tx, |c| sqlx::query_as(sql)
            .bind(&key[..])
            .fetch_optional(&mut **c)
            .await)?;
        Ok(row.map(Cart::from))
    }

    /// As [`Store::put_cart`], with this change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_cart(&mut self, key: &Key, cart: Cart, now: Timestamp) -> Result<bool, Error> {
        let put = Put { key: *key, cart, now };
        let written = with_engine!(&mut self.tx, |c| put!(&mut **c, [&put]))?;
        Ok(!written.is_empty())
    }

    /// Gives a cart to another key, with what was typed into its checkout and all that was ordered from it. The cart of
    /// the old key, which is retired, stays as a copy that is forgotten once `retired` lies as far back as carts are kept:
    /// a browser that never heard of the new key loses nothing but what it typed. Of a retired key the other one gets the
    /// copy alone: whoever knows the old one may have typed and ordered with it. All of them are of one lineage.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn move_cart(
        &mut self,
        from: &Key,
        to: &Key,
        retired: Timestamp,
        now: Timestamp,
    ) -> Result<Moved, Error> {
        // Orders are locked before carts, as always.
        const ORDERS: &str = "UPDATE orders SET cart = $2 WHERE cart = $1";
        const FORM: &str = "UPDATE checkout_drafts SET cart = $2 WHERE cart = $1";
        const LEFT: &str = "SELECT COUNT(*) FROM orders WHERE cart = $1";
        const RETIRE: &str = "UPDATE carts SET changed_at = $2, version = version + 1, retired = TRUE, \
            lineage = COALESCE(lineage, token) WHERE token = $1";
        const LINEAGE: &str =
            "UPDATE carts SET lineage = (SELECT lineage FROM carts WHERE token = $1) WHERE token = $2";
        let Some(was_retired) = self.is_retired(from).await? else {
            return Ok(Moved::No);
        };
        if !was_retired {
            for sql in [ORDERS, FORM] {
                with_engine!(&mut self.tx, |c| sqlx::query(sql)
                    .bind(&from[..])
                    .bind(&to[..])
                    .execute(&mut **c)
                    .await
                    .map(drop))?;
            }
        }
        let Some(cart) = self.cart(from).await? else {
            return Ok(Moved::No);
        };
        // Before it was held, another window may have done the same, or placed an order.
        let left: i64 = with_engine!(&mut self.tx, |c| sqlx::query_scalar(LEFT)
            .bind(&from[..])
            .fetch_one(&mut **c)
            .await)?;
        if self.is_retired(from).await? != Some(was_retired) || !was_retired && left > 0 {
            return Ok(Moved::Again);
        }
        with_engine!(&mut self.tx, |c| sqlx::query(RETIRE)
            .bind(&from[..])
            .bind(SqlTimestamp(retired))
            .execute(&mut **c)
            .await
            .map(drop))?;
        if !self.put_cart(to, cart, now).await? {
            return Ok(Moved::Again);
        }
        with_engine!(&mut self.tx, |c| sqlx::query(LINEAGE)
            .bind(&from[..])
            .bind(&to[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(Moved::Yes)
    }

    /// Whether a cart's key was retired; none where there is no cart.
    async fn is_retired(&mut self, key: &Key) -> Result<Option<bool>, Error> {
        const SQL: &str = "SELECT retired FROM carts WHERE token = $1";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(&key[..])
            .fetch_optional(&mut **c)
            .await)?)
    }

    /// Takes out of a cart what an order was paid for, and gives the cart a new version: a tab that still shows the
    /// paid cart can change nothing any more. What was put in after the order was placed stays.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn remove_bought(&mut self, key: &Key, bought: &[OrderLine], now: Timestamp) -> Result<(), Error> {
        if let Some(mut cart) = self.cart(key).await? {
            cart.remove_bought(bought);
            // The row is held, so its version is the one that was read.
            self.put_cart(key, cart, now).await?;
        }
        Ok(())
    }
}
