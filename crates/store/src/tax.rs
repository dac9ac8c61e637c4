//! What is owed on a digital service, by the buyer's country.

use domain::Country;
use domain::tax::{BasisPoints, TaxRate};
use sqlx::FromRow;

use crate::dialect::with_engine;
use crate::write::Write;
use crate::{Error, Store};

#[derive(FromRow)]
struct TaxRow {
    #[sqlx(try_from = "String")]
    country: Country,
    #[sqlx(try_from = "i64")]
    rate: u32,
    name: String,
    eu: bool,
}

impl Store {
    /// All rates, by the country's code.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn tax_rates(&self) -> Result<Vec<TaxRate>, Error> {
        const SQL: &str = "SELECT country, rate, name, eu FROM tax_rates ORDER BY country";
        let rows: Vec<TaxRow> = with_engine!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await)?;
        let rate = |TaxRow {
                        country,
                        rate,
                        name,
                        eu,
                    }| TaxRate {
            country,
            rate: BasisPoints(rate),
            name,
            eu,
        };
        Ok(rows.into_iter().map(rate).collect())
    }
}

impl Write {
    /// Writes a country's rate over the one before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_tax_rate(&mut self, rate: &TaxRate) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO tax_rates (country, rate, name, eu) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (country) DO UPDATE SET rate = excluded.rate, name = excluded.name, eu = excluded.eu";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(rate.country.code())
            .bind(i64::from(rate.rate.0))
            .bind(&rate.name)
            .bind(rate.eu)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
