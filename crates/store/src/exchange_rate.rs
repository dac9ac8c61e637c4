//! Exchange rates against the euro: the last one of each currency.

use domain::Currency;
use domain::exchange::{ExchangeRate, PerEuro};
use sqlx::FromRow;

use crate::dialect::with_engine;
use crate::unknown_value::{unknown, unreadable};
use crate::write::Write;
use crate::{Error, Store};

#[derive(FromRow)]
struct RateRow {
    currency: String,
    per_euro: i64,
    day: String,
    source: String,
}

impl RateRow {
    fn read(self) -> Result<ExchangeRate, Error> {
        let Self {
            currency,
            per_euro,
            day,
            source,
        } = self;
        let unreadable =
            |column, value: &str| unreadable("exchange_rates", Ok(currency.clone()), &unknown(column, value));
        Ok(ExchangeRate {
            currency: currency.parse().map_err(|_| unreadable("currency", &currency))?,
            per_euro: u64::try_from(per_euro)
                .ok()
                .and_then(PerEuro::from_micros)
                .ok_or_else(|| unreadable("per_euro", &per_euro.to_string()))?,
            day: day.parse().map_err(|_| unreadable("day", &day))?,
            source,
        })
    }
}

impl Store {
    /// All rates, by the currency's code.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn exchange_rates(&self) -> Result<Vec<ExchangeRate>, Error> {
        const SQL: &str = "SELECT currency, per_euro, day, source FROM exchange_rates ORDER BY currency";
        let rows: Vec<RateRow> = with_engine!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await)?;
        rows.into_iter().map(RateRow::read).collect()
    }
}

impl Write {
    /// The rate of a currency.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn exchange_rate(&mut self, currency: Currency) -> Result<Option<ExchangeRate>, Error> {
        const SQL: &str = "SELECT currency, per_euro, day, source FROM exchange_rates WHERE currency = $1";
        let row: Option<RateRow> = with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(currency.code())
            .fetch_optional(&mut **c)
            .await)?;
        row.map(RateRow::read).transpose()
    }

    /// Writes a currency's rate over the one before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_exchange_rate(&mut self, rate: &ExchangeRate) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO exchange_rates (currency, per_euro, day, source) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (currency) DO UPDATE \
            SET per_euro = excluded.per_euro, day = excluded.day, source = excluded.source";
        self.put_rate(SQL, rate).await
    }

    /// As [`Write::put_exchange_rate`], but leaves alone what was published later, or by another source for the same day.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn renew_exchange_rate(&mut self, rate: &ExchangeRate) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO exchange_rates (currency, per_euro, day, source) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (currency) DO UPDATE \
            SET per_euro = excluded.per_euro, day = excluded.day, source = excluded.source \
            WHERE exchange_rates.day < excluded.day \
            OR (exchange_rates.day = excluded.day AND exchange_rates.source = excluded.source)";
        self.put_rate(SQL, rate).await
    }

    async fn put_rate(&mut self, sql: &'static str, rate: &ExchangeRate) -> Result<(), Error> {
        let micros = i64::try_from(rate.per_euro.micros()).unwrap_or(i64::MAX);
        with_engine!(&mut self.tx, |c| sqlx::query(sql)
            .bind(rate.currency.code())
            .bind(micros)
            .bind(rate.day.iso())
            .bind(&rate.source)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
