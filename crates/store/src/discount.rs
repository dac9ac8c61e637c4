//! Discount codes, and how often they were used.

use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use domain::{Slug, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::dialect::with_engine;
use crate::order::StoredOrder;
use crate::timestamp::SqlTimestamp;
use crate::unknown_value::{unknown, unreadable};
use crate::write::Write;
use crate::{Error, Store};

/// How many checkouts hold a use of the code `$1` at the time `$3`: orders that are being paid with it, and those that were
/// placed a short while ago. Of one that was paid in part the use is counted already, and of the cart `$2` one at most is
/// paid.
macro_rules! held {
    ($others:literal) => {
        concat!(
            "(SELECT COUNT(DISTINCT orders.checkout) FROM orders WHERE orders.discount_code = $1 ",
            "AND (orders.status = 'pending' OR (orders.status = 'open' AND orders.code_held_until > $3)) ",
            "AND NOT EXISTS (SELECT 1 FROM orders AS part WHERE part.checkout = orders.checkout ",
            "AND part.discount_code = $1 AND part.paid_at IS NOT NULL) ",
            "AND NOT (orders.cart = $2 AND orders.status = 'open')",
            $others,
            ")"
        )
    };
}

#[derive(FromRow)]
struct DiscountRow {
    code: String,
    kind: String,
    value: i64,
    #[sqlx(json)]
    products: Vec<Slug>,
    starts_at: Option<SqlTimestamp>,
    ends_at: Option<SqlTimestamp>,
    use_limit: Option<i64>,
    #[sqlx(try_from = "i64")]
    used: u32,
}

impl DiscountRow {
    fn read(self) -> Result<Discount, Error> {
        let code = self.code.clone();
        let read = Discount::try_from(self);
        Ok(read.map_err(|error| unreadable("discounts", Ok(code), &error))?)
    }
}

impl TryFrom<DiscountRow> for Discount {
    type Error = sqlx::Error;

    fn try_from(row: DiscountRow) -> Result<Self, sqlx::Error> {
        // The columns hold nothing else: they were written from these types.
        let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Self {
            off: match row.kind.as_str() {
                "percent" => Off::Percent(BasisPoints(number(row.value))),
                "amount" => Off::Amount(row.value),
                kind => return Err(unknown("kind", kind)),
            },
            code: row.code,
            products: row.products,
            starts_at: row.starts_at.map(Timestamp::from),
            ends_at: row.ends_at.map(Timestamp::from),
            limit: row.use_limit.map(number),
            used: row.used,
        })
    }
}

/// Whether a checkout may have a use of a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeHold {
    /// Everybody may: the code has no limit, or was taken away after it was promised.
    Unlimited,
    /// It is held for the order until the time that was given.
    Held,
    UsedUp,
}

impl Store {
    /// The discount of a code, which is in capitals, as it is to a cart: uses that unpaid orders hold count, but those of
    /// the cart's own, which another order of it replaces. No cart has an empty key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn discount(&self, code: &str, cart: &[u8], now: Timestamp) -> Result<Option<Discount>, Error> {
        const SQL: &str = concat!(
            "SELECT code, kind, value, products, starts_at, ends_at, use_limit, ",
            "used + CASE WHEN use_limit IS NULL THEN 0 ELSE ",
            held!(""),
            " END AS used FROM discounts WHERE code = $1"
        );
        let row: Option<DiscountRow> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(code)
            .bind(cart)
            .bind(SqlTimestamp(now))
            .fetch_optional(pool)
            .await)?;
        row.map(DiscountRow::read).transpose()
    }

    /// Whether a code may be used only so often.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn is_code_limited(&self, code: &str) -> Result<bool, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM discounts WHERE code = $1 AND use_limit IS NOT NULL";
        let count: i64 = with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(code)
            .fetch_one(pool)
            .await)?;
        Ok(count > 0)
    }

    /// Whether an order holds a use of its code at this time.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn holds_code(&self, order: &str, now: Timestamp) -> Result<bool, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM orders WHERE id = $1 AND code_held_until > $2";
        let count: i64 = with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(order)
            .bind(SqlTimestamp(now))
            .fetch_one(pool)
            .await)?;
        Ok(count > 0)
    }

    /// All discounts, by their code.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn discounts(&self) -> Result<Vec<Discount>, Error> {
        const SQL: &str = "SELECT code, kind, value, products, starts_at, ends_at, use_limit, used FROM discounts \
            ORDER BY code";
        let rows: Vec<DiscountRow> = with_engine!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await)?;
        rows.into_iter().map(DiscountRow::read).collect()
    }
}

impl Write {
    /// Writes a new discount; tells whether its code was free.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_discount(&mut self, discount: &Discount) -> Result<bool, Error> {
        const SQL: &str = "INSERT INTO discounts \
            (code, kind, value, products, starts_at, ends_at, use_limit, used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
            ON CONFLICT (code) DO NOTHING";
        let (kind, value) = match discount.off {
            Off::Percent(BasisPoints(points)) => ("percent", i64::from(points)),
            Off::Amount(amount) => ("amount", amount),
        };
        let written = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&discount.code)
            .bind(kind)
            .bind(value)
            .bind(Json(&discount.products))
            .bind(discount.starts_at.map(SqlTimestamp))
            .bind(discount.ends_at.map(SqlTimestamp))
            .bind(discount.limit.map(i64::from))
            .bind(i64::from(discount.used))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }

    /// Whether an order's checkout may have a use of a code; others who ask wait until this change ends. A code that was
    /// taken away meanwhile stays with whoever was promised it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn hold_discount(&mut self, code: &str, stored: &StoredOrder, now: Timestamp) -> Result<CodeHold, Error> {
        const LOCK: &str = "UPDATE discounts SET used = used WHERE code = $1 RETURNING use_limit, used";
        const HELD: &str = concat!("SELECT ", held!(" AND orders.checkout <> $4"));
        with_engine!(&mut self.tx, |c| {
            let row: Option<(Option<i64>, i64)> = sqlx::query_as(LOCK).bind(code).fetch_optional(&mut **c).await?;
            let Some((Some(limit), used)) = row else {
                return Ok(CodeHold::Unlimited);
            };
            let held: i64 = sqlx::query_scalar(HELD)
                .bind(code)
                .bind(&stored.cart)
                .bind(SqlTimestamp(now))
                .bind(&stored.checkout)
                .fetch_one(&mut **c)
                .await?;
            Ok(if used + held < limit {
                CodeHold::Held
            } else {
                CodeHold::UsedUp
            })
        })
    }

    /// Lets an order that is open hold its code until then.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn hold_code_until(&mut self, order: &str, until: Timestamp) -> Result<(), Error> {
        const SQL: &str = "UPDATE orders SET code_held_until = $2 WHERE id = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(order)
            .bind(SqlTimestamp(until))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Counts a use of a code, if it may be used once more; tells whether it did. Others who use it wait until this
    /// change ends.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn use_discount(&mut self, code: &str) -> Result<bool, Error> {
        const SQL: &str = "UPDATE discounts SET used = used + 1 \
            WHERE code = $1 AND (use_limit IS NULL OR used < use_limit)";
        let written = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(code)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }

    /// Forgets a code; tells whether there was one. Orders keep what it gave them.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_discount(&mut self, code: &str) -> Result<bool, Error> {
        const SQL: &str = "DELETE FROM discounts WHERE code = $1";
        let gone = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(code)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(gone == 1)
    }
}
