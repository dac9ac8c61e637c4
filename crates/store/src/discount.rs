//! Discount codes, and how often they were used.

use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use domain::{Slug, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::dialect::on;
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

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
    /// The discount of a code, which is in capitals.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn discount(&self, code: &str) -> Result<Option<Discount>, Error> {
        const SQL: &str = "SELECT code, kind, value, products, starts_at, ends_at, use_limit, used FROM discounts \
            WHERE code = $1";
        let row: Option<DiscountRow> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(code)
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
