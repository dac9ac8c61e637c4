//! Discount codes, and how often they were used.

use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use domain::{Slug, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::dialect::on;
use crate::order::StoredOrder;
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

/// How many checkouts hold a use of the code `$1`: orders that were placed with it and may still be paid. Of one that was
/// paid in part the use is counted already, and of the cart `$2` one at most is paid.
macro_rules! held {
    ($others:literal) => {
        concat!(
            "(SELECT COUNT(DISTINCT orders.checkout) FROM orders WHERE orders.discount_code = $1 ",
            "AND orders.status IN ('open', 'pending') ",
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
    starts_at: Option<Stamp>,
    ends_at: Option<Stamp>,
    use_limit: Option<i64>,
    #[sqlx(try_from = "i64")]
    used: u32,
}

impl From<DiscountRow> for Discount {
    fn from(row: DiscountRow) -> Self {
        // The columns hold nothing else: they were written from these types.
        let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            code: row.code,
            off: match row.kind.as_str() {
                "percent" => Off::Percent(BasisPoints(number(row.value))),
                _ => Off::Amount(row.value),
            },
            products: row.products,
            starts_at: row.starts_at.map(Timestamp::from),
            ends_at: row.ends_at.map(Timestamp::from),
            limit: row.use_limit.map(number),
            used: row.used,
        }
    }
}

impl Store {
    /// The discount of a code, which is in capitals, as it is to a cart: uses that unpaid orders hold count, but those of
    /// the cart's own, which another order of it replaces. No cart has an empty key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn discount(&self, code: &str, cart: &[u8]) -> Result<Option<Discount>, Error> {
        const SQL: &str = concat!(
            "SELECT code, kind, value, products, starts_at, ends_at, use_limit, ",
            "used + CASE WHEN use_limit IS NULL THEN 0 ELSE ",
            held!(""),
            " END AS used FROM discounts WHERE code = $1"
        );
        let row: Option<DiscountRow> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(code)
            .bind(cart)
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(Discount::from))
    }

    /// All discounts, by their code.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn discounts(&self) -> Result<Vec<Discount>, Error> {
        const SQL: &str = "SELECT code, kind, value, products, starts_at, ends_at, use_limit, used FROM discounts \
            ORDER BY code";
        let rows: Vec<DiscountRow> = on!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(Discount::from).collect())
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
        let written = on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&discount.code)
            .bind(kind)
            .bind(value)
            .bind(Json(&discount.products))
            .bind(discount.starts_at.map(Stamp))
            .bind(discount.ends_at.map(Stamp))
            .bind(discount.limit.map(i64::from))
            .bind(i64::from(discount.used))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }

    /// Whether an order's checkout may hold a use of a code until it is paid; others who ask wait until this change ends.
    /// A code that was taken away meanwhile stays with whoever was promised it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn hold_discount(&mut self, code: &str, stored: &StoredOrder) -> Result<bool, Error> {
        const LOCK: &str = "UPDATE discounts SET used = used WHERE code = $1 RETURNING use_limit, used";
        const HELD: &str = concat!("SELECT ", held!(" AND orders.checkout <> $3"));
        on!(&mut self.tx, |c| {
            let row: Option<(Option<i64>, i64)> = sqlx::query_as(LOCK).bind(code).fetch_optional(&mut **c).await?;
            let Some((Some(limit), used)) = row else {
                return Ok(true);
            };
            let held: i64 = sqlx::query_scalar(HELD)
                .bind(code)
                .bind(&stored.cart)
                .bind(&stored.checkout)
                .fetch_one(&mut **c)
                .await?;
            Ok(used + held < limit)
        })
    }

    /// Counts a use of a code, if it may be used once more; tells whether it did. Others who use it wait until this
    /// change ends.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn use_discount(&mut self, code: &str) -> Result<bool, Error> {
        const SQL: &str = "UPDATE discounts SET used = used + 1 \
            WHERE code = $1 AND (use_limit IS NULL OR used < use_limit)";
        let written = on!(&mut self.tx, |c| sqlx::query(SQL)
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
        let gone = on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(code)
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(gone == 1)
    }
}
