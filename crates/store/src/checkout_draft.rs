//! What a customer typed into the checkout, kept with the cart. It is written after each pause in typing, for many
//! customers together.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::checkout::CheckoutForm;
use sqlx::QueryBuilder;
use sqlx::types::Json;
use tokio::sync::Mutex;

use crate::batcher::Batcher;
use crate::dialect::{Db, retry_busy, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store};

/// What was typed for one cart.
#[derive(Clone)]
struct Draft {
    cart: [u8; 32],
    form: CheckoutForm,
    now: Timestamp,
}

/// Writes drafts in groups.
#[derive(Clone)]
pub(crate) struct Drafts(Batcher<Draft, ()>);

impl Drafts {
    /// `writer` is SQLite's one writer.
    pub(crate) fn new(db: &Db, writer: &Arc<Mutex<()>>) -> Self {
        let (db, writer) = (db.clone(), writer.clone());
        Self(Batcher::new(move |drafts| put(db.clone(), writer.clone(), drafts)))
    }
}

/// Writes drafts, each of a cart of its own.
macro_rules! put {
    ($on:expr, $rows:expr) => {{
        const INTO: &str = "INSERT INTO checkout_drafts (cart, form, changed_at) ";
        const WRITTEN: &str =
            " ON CONFLICT (cart) DO UPDATE SET form = excluded.form, changed_at = excluded.changed_at";
        let mut query = QueryBuilder::new(INTO);
        query.push_values($rows, |mut row, Draft { cart, form, now }| {
            row.push_bind(&cart[..])
                .push_bind(Json(form))
                .push_bind(SqlTimestamp(*now));
        });
        query.push(WRITTEN).build().execute($on).await.map(drop)
    }};
}

/// Writes drafts in one statement and one commit; of several for one cart the last.
async fn put(db: Db, writer: Arc<Mutex<()>>, drafts: Vec<Draft>) -> Result<Vec<()>, Error> {
    let last: HashMap<[u8; 32], &Draft> = drafts.iter().map(|draft| (draft.cart, draft)).collect();
    let mut rows: Vec<&Draft> = last.into_values().collect();
    // Rows are locked in this order: two processes with the same carts wait for each other one way only.
    rows.sort_by_key(|draft| draft.cart);
    let _turn = match &db {
        Db::Sqlite(_) => Some(writer.lock().await),
        Db::Postgres(_) => None,
    };
    with_engine!(&db, |pool| retry_busy(|| async { put!(pool, rows.iter().copied()) })
        .await)?;
    Ok(vec![(); drafts.len()])
}

impl Store {
    /// What was typed for the cart of this key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn checkout_form(&self, cart: &[u8; 32]) -> Result<Option<CheckoutForm>, Error> {
        const SQL: &str = "SELECT form FROM checkout_drafts WHERE cart = $1";
        let row: Option<(Json<CheckoutForm>,)> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&cart[..])
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|(Json(form),)| form))
    }

    /// Keeps what was typed for the cart of this key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_checkout_form(&self, cart: &[u8; 32], form: &CheckoutForm, now: Timestamp) -> Result<(), Error> {
        let form = form.clone();
        self.drafts.0.submit(Draft { cart: *cart, form, now }).await
    }
}

impl Write {
    /// As [`Store::put_checkout_form`], with a change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_checkout_form(
        &mut self,
        cart: &[u8; 32],
        form: &CheckoutForm,
        now: Timestamp,
    ) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO checkout_drafts (cart, form, changed_at) VALUES ($1, $2, $3) \
            ON CONFLICT (cart) DO UPDATE SET form = excluded.form, changed_at = excluded.changed_at";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&cart[..])
            .bind(Json(form))
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets what was typed for the cart of this key: the order has it now.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_checkout_form(&mut self, cart: &[u8; 32]) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM checkout_drafts WHERE cart = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&cart[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
