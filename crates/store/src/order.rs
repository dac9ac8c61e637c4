//! Orders. They are found by account, or by a number or id; who may see one that is found so, `services` decides
//! (`orders/access.rs`).

use domain::Timestamp;
use domain::account::email_key;
use domain::order::{Buyer, Consent, Order, OrderLine, OrderStatus, ProviderId, Totals};
use domain::tax::Tax;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::cleanup::portion;
use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::unknown_value::{known, read_as};
use crate::write::Write;
use crate::{Error, Store};

/// An order with what only the program needs to know of it.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredOrder {
    pub order: Order,
    /// The key of the cart it was made of, and that cart's version.
    pub cart: Vec<u8>,
    pub cart_version: i64,
    /// What was paid in several payments shares it.
    pub checkout: String,
    /// Among the orders of the checkout, from 0.
    pub position: i64,
    /// How often paying was begun.
    pub attempt: i64,
    /// Why the last attempt failed.
    pub reason: Option<String>,
    /// Counts changes: what was learnt of the payment before another change is stale.
    pub version: i64,
    /// Counts how often the links to it were made void.
    pub link_version: i64,
}

#[derive(FromRow)]
struct OrderRow {
    id: String,
    number: Option<String>,
    status: String,
    account: Option<i64>,
    cart: Vec<u8>,
    cart_version: i64,
    checkout: String,
    position: i64,
    #[sqlx(json)]
    buyer: Buyer,
    #[sqlx(json)]
    lines: Vec<OrderLine>,
    #[sqlx(json)]
    totals: Totals,
    #[sqlx(json)]
    tax: Tax,
    discount_code: Option<String>,
    provider: String,
    attempt: i64,
    reason: Option<String>,
    version: i64,
    consent: Option<Json<Consent>>,
    #[sqlx(try_from = "SqlTimestamp")]
    placed_at: Timestamp,
    paid_at: Option<SqlTimestamp>,
    link_version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, status, account, cart, cart_version, checkout, position, buyer, lines, totals, tax, ",
            "discount_code, provider, attempt, reason, version, consent, placed_at, paid_at, link_version FROM orders ",
            $rest
        )
    };
}

mod account;
mod competing;

read_as!(StoredOrder, OrderRow, "orders", id: String);

impl TryFrom<OrderRow> for StoredOrder {
    type Error = sqlx::Error;

    fn try_from(row: OrderRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            order: Order {
                id: row.id,
                number: row.number,
                status: known("status", &row.status)?,
                buyer: row.buyer,
                lines: row.lines,
                totals: row.totals,
                tax: row.tax,
                discount_code: row.discount_code,
                provider: known("provider", &row.provider)?,
                account: row.account,
                consent: row.consent.map(|Json(consent)| consent),
                placed_at: row.placed_at,
                paid_at: row.paid_at.map(Timestamp::from),
            },
            cart: row.cart,
            cart_version: row.cart_version,
            checkout: row.checkout,
            position: row.position,
            attempt: row.attempt,
            reason: row.reason,
            version: row.version,
            link_version: row.link_version,
        })
    }
}

impl Store {
    /// The order of this id. Whoever asks has proved that it is theirs, or is the program itself.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn order(&self, id: &str) -> Result<Option<StoredOrder>, Error> {
        const SQL: &str = select!("WHERE id = $1");
        let row: Option<StoredOrder> =
            with_engine!(&self.db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?;
        Ok(row)
    }

    /// The order of this number or id, in whichever case it was typed; as [`Store::order`].
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn order_by_number_or_id(&self, name: &str) -> Result<Option<StoredOrder>, Error> {
        const SQL: &str = select!("WHERE number = $1 OR id = $2");
        let name = name.trim();
        // No other text names an order, and PostgreSQL takes no NUL.
        if name.len() > 40 || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Ok(None);
        }
        let row: Option<StoredOrder> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(name.to_ascii_uppercase())
            .bind(name.to_ascii_lowercase())
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// The orders of a checkout, in the order in which they are paid.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn orders_of_checkout(&self, checkout: &str) -> Result<Vec<StoredOrder>, Error> {
        const SQL: &str = select!("WHERE checkout = $1 ORDER BY position");
        let rows: Vec<StoredOrder> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(checkout)
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// What was made of a cart, or of one of its lineage, and is not paid, but may be, the newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn unpaid_orders_of_cart(&self, cart: &[u8; 32]) -> Result<Vec<StoredOrder>, Error> {
        const SQL: &str = select!(
            "WHERE (cart = $1 OR cart IN (SELECT token FROM carts \
             WHERE lineage = (SELECT lineage FROM carts WHERE token = $1))) \
             AND status IN ('open', 'failed', 'pending') ORDER BY placed_at DESC LIMIT 20"
        );
        let rows: Vec<StoredOrder> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&cart[..])
            .fetch_all(pool)
            .await)?;
        Ok(rows)
    }

    /// The order of a cart that was paid last, where that was after a time.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn last_paid_order_of_cart(
        &self,
        cart: &[u8; 32],
        after: Timestamp,
    ) -> Result<Option<StoredOrder>, Error> {
        const SQL: &str =
            select!("WHERE cart = $1 AND status = 'paid' AND paid_at > $2 ORDER BY paid_at DESC, position LIMIT 1");
        let row: Option<StoredOrder> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&cart[..])
            .bind(SqlTimestamp(after))
            .fetch_optional(pool)
            .await)?;
        Ok(row)
    }

    /// The ids of orders that were placed before and are still open, the oldest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn open_orders(&self, before: Timestamp) -> Result<Vec<String>, Error> {
        const SQL: &str = "SELECT id FROM orders WHERE status = 'open' AND placed_at <= $1 ORDER BY placed_at";
        Ok(with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(SqlTimestamp(before))
            .fetch_all(pool)
            .await)?)
    }
}

impl Write {
    /// Writes a new order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_order(&mut self, stored: &StoredOrder) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO orders (id, status, email_key, account, cart, cart_version, checkout, position, \
            buyer, lines, totals, tax, discount_code, provider, consent, placed_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        let order = &stored.order;
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&order.id)
            .bind(order.status.as_str())
            .bind(email_key(&order.buyer.email))
            .bind(order.account)
            .bind(&stored.cart)
            .bind(stored.cart_version)
            .bind(&stored.checkout)
            .bind(stored.position)
            .bind(Json(&order.buyer))
            .bind(Json(&order.lines))
            .bind(Json(&order.totals))
            .bind(Json(&order.tax))
            .bind(&order.discount_code)
            .bind(order.provider.as_str())
            .bind(order.consent.as_ref().map(Json))
            .bind(SqlTimestamp(order.placed_at))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The order of this id, locked until this change ends, at its new version: changes of one order queue up here.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn lock_order(&mut self, id: &str) -> Result<Option<StoredOrder>, Error> {
        const SQL: &str = "UPDATE orders SET version = version + 1 WHERE id = $1 RETURNING id, number, status, account, \
            cart, cart_version, checkout, position, buyer, lines, totals, tax, discount_code, provider, attempt, reason, \
             version, consent, placed_at, paid_at, link_version";
        let row: Option<StoredOrder> = with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(id)
            .fetch_optional(&mut **c)
            .await)?;
        Ok(row)
    }

    /// Whether a code was used by another order of a checkout: one checkout is one use.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn has_used_discount(&mut self, stored: &StoredOrder, code: &str) -> Result<bool, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM orders WHERE checkout = $1 AND id <> $2 AND discount_code = $3 \
            AND paid_at IS NOT NULL";
        let count: i64 = with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(&stored.checkout)
            .bind(&stored.order.id)
            .bind(code)
            .fetch_one(&mut **c)
            .await)?;
        Ok(count > 0)
    }

    /// Writes how an order stands.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_order_status(&mut self, id: &str, status: OrderStatus, reason: Option<&str>) -> Result<(), Error> {
        const SQL: &str = "UPDATE orders SET status = $2, reason = $3 WHERE id = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(id)
            .bind(status.as_str())
            .bind(reason)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Marks an order as paid and gives it its number.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_order_paid(&mut self, id: &str, number: &str, now: Timestamp) -> Result<(), Error> {
        const SQL: &str = "UPDATE orders SET status = 'paid', reason = NULL, number = $2, paid_at = $3 WHERE id = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(id)
            .bind(number)
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Makes the links to an order void: those that are written from now on open it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn void_order_links(&mut self, id: &str) -> Result<(), Error> {
        const SQL: &str = "UPDATE orders SET link_version = link_version + 1 WHERE id = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(id)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Gives an account the orders, licenses and subscriptions that were bought with its address as a guest, and makes
    /// the links that opened the orders void; tells how many orders.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_orders(&mut self, account: i64, email_key: &str) -> Result<u64, Error> {
        const ORDERS: &str = "UPDATE orders SET account = $1, link_version = link_version + 1 \
            WHERE account IS NULL AND email_key = $2";
        const LICENSES: &str = "UPDATE licenses SET account = $1 WHERE account IS NULL AND email_key = $2";
        const SUBSCRIPTIONS: &str = "UPDATE subscriptions SET account = $1 WHERE account IS NULL AND email_key = $2";
        with_engine!(&mut self.tx, |c| {
            let orders = sqlx::query(ORDERS)
                .bind(account)
                .bind(email_key)
                .execute(&mut **c)
                .await?;
            for sql in [LICENSES, SUBSCRIPTIONS] {
                sqlx::query(sql).bind(account).bind(email_key).execute(&mut **c).await?;
            }
            Ok(orders.rows_affected())
        })
    }

    /// The next number of a series, from 1. A change that is not saved takes none: there are no gaps.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn next_of_series(&mut self, name: &str) -> Result<i64, Error> {
        const SQL: &str = "INSERT INTO series (name, next) VALUES ($1, 2) \
            ON CONFLICT (name) DO UPDATE SET next = series.next + 1 RETURNING next - 1";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(name)
            .fetch_one(&mut **c)
            .await)?)
    }

    /// Records a provider's event with the change that acts on it; tells whether it is new.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_event(
        &mut self,
        provider: ProviderId,
        event: &str,
        kind: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        const SQL: &str = "INSERT INTO provider_events (provider, event, kind, received_at) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (provider, event) DO NOTHING";
        let written = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(provider.as_str())
            .bind(event)
            .bind(kind)
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }
}

impl Store {
    /// Deletes the events of providers that came before; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_events(&self, before: Timestamp) -> Result<u64, Error> {
        const SQL: &str = portion!("provider_events", "provider, event", "received_at < $1");
        self.delete_in_portions(SQL, before).await
    }

    /// Whether a provider's event was acted on already.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn knows_event(&self, provider: ProviderId, event: &str) -> Result<bool, Error> {
        const SQL: &str = "SELECT 1 FROM provider_events WHERE provider = $1 AND event = $2";
        let row: Option<(i32,)> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(provider.as_str())
            .bind(event)
            .fetch_optional(pool)
            .await)?;
        Ok(row.is_some())
    }
}
