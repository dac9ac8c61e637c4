//! Exchange rates: set by the seller, or fetched from the European Central Bank by a job. By them invoices state VAT of the
//! EU in the seller's own currency (docs/adr/0012).

mod ecb;

use std::sync::Arc;
use std::time::Duration;

use domain::exchange::ExchangeRate;
use domain::{Clock, Currency, Timestamp};
use serde_json::json;
use store::{NewJob, Store};

use crate::{Internal, Jobs};

/// Where the European Central Bank publishes its reference rates, on each working day at about 16:00.
pub const ECB_URL: &str = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml";

const KIND: &str = "exchange_rates";
/// How often they are fetched.
const EVERY_SECONDS: i64 = 3 * 3_600;
const PATIENCE: Duration = Duration::from_secs(20);
/// The real answer has 2 KB.
const MAX_ANSWER_BYTES: usize = 256 * 1_024;
/// What the rates of a developer's machine say of themselves.
const DEMO_SOURCE: &str = "made up for the demo";
const DEMO: [(&str, &str); 10] = [
    ("USD", "1.1250"),
    ("GBP", "0.8625"),
    ("CHF", "0.9375"),
    ("JPY", "165.00"),
    ("CZK", "25.000"),
    ("DKK", "7.4600"),
    ("HUF", "400.00"),
    ("PLN", "4.2500"),
    ("RON", "5.0000"),
    ("SEK", "11.250"),
];

/// The rates of the marketplace.
#[derive(Clone)]
pub struct ExchangeRates {
    store: Store,
    clock: Arc<dyn Clock>,
    url: Option<String>,
}

/// Why no rates were fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("EXCHANGE_RATES_URL is not set")]
    NoUrl,
    #[error("the exchange rates cannot be fetched: {0}")]
    Http(#[from] reqwest::Error),
    #[error("the exchange rates cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl ExchangeRates {
    /// Rates that are fetched from `url`, a file such as [`ECB_URL`]; without one they are those that are set.
    pub fn new(store: Store, clock: Arc<dyn Clock>, url: Option<String>) -> Self {
        Self { store, clock, url }
    }

    /// All rates, by the currency's code.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn list(&self) -> Result<Vec<ExchangeRate>, Internal> {
        Ok(self.store.exchange_rates().await?)
    }

    /// Which rates are missing to convert one currency into another.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn missing(&self, from: Currency, to: Currency) -> Result<Vec<Currency>, Internal> {
        let known = self.list().await?;
        let mut needed = domain::exchange::needed(from, to);
        needed.retain(|code| !known.iter().any(|rate| rate.currency == *code));
        Ok(needed)
    }

    /// Sets the rate of a currency, whatever it was.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn set(&self, rate: &ExchangeRate) -> Result<(), Internal> {
        let mut write = self.store.write().await?;
        write.put_exchange_rate(rate).await?;
        Ok(write.save().await?)
    }

    /// Sets made-up rates where there are none: for the demo on a developer's machine.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn seed_demo(&self) -> Result<(), Internal> {
        if !self.list().await?.is_empty() {
            return Ok(());
        }
        let day = self.clock.now().on(domain::UtcOffset::UTC);
        let mut write = self.store.write().await?;
        for (code, per_euro) in DEMO {
            let rate = ExchangeRate {
                currency: code.parse().expect("a currency of the demo"),
                per_euro: per_euro.parse().expect("a rate of the demo"),
                day,
                source: DEMO_SOURCE.to_owned(),
            };
            write.put_exchange_rate(&rate).await?;
        }
        Ok(write.save().await?)
    }

    /// Fetches the rates of today. Rates that are known from a later day stay.
    ///
    /// # Errors
    /// [`FetchError`]; then the rates are as they were.
    pub async fn fetch(&self) -> Result<Vec<ExchangeRate>, FetchError> {
        let url = self.url.as_deref().ok_or(FetchError::NoUrl)?;
        let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
        let mut answer = client.get(url).send().await?.error_for_status()?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if bytes.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(FetchError::Unreadable(format!("more than {MAX_ANSWER_BYTES} bytes")));
            }
            bytes.extend_from_slice(&chunk);
        }
        let rates = ecb::read(&bytes).map_err(FetchError::Unreadable)?;
        let save = async {
            let mut write = self.store.write().await?;
            for rate in &rates {
                write.renew_exchange_rate(rate).await?;
            }
            write.save().await
        };
        save.await.map_err(Internal::from)?;
        Ok(rates)
    }

    /// The handler of the job that fetches them, which writes the next one.
    pub fn on_jobs(&self, jobs: Jobs) -> Jobs {
        let rates = self.clone();
        jobs.on(KIND, move |_| {
            let rates = rates.clone();
            async move {
                // Where nothing is fetched any more, a job from before has nothing to do.
                if rates.url.is_none() {
                    return Ok(());
                }
                rates.schedule(EVERY_SECONDS).await?;
                let fetched = rates.fetch().await?;
                tracing::info!(rates = fetched.len(), "fetched the exchange rates");
                Ok(())
            }
        })
    }

    /// Writes the job of the hours that so many seconds lie ahead, unless it is written or nothing is fetched.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn schedule(&self, ahead_seconds: i64) -> Result<(), Internal> {
        if self.url.is_none() {
            return Ok(());
        }
        let now = self.clock.now();
        let slot = (now.as_seconds() + ahead_seconds).div_euclid(EVERY_SECONDS);
        let mut write = self.store.write().await?;
        let job = NewJob {
            kind: KIND,
            key: Some(&format!("{KIND}:{slot}")),
            payload: json!({}),
            run_at: Timestamp::from_micros(slot * EVERY_SECONDS * 1_000_000),
        };
        write.push_job(&job, now).await?;
        Ok(write.save().await?)
    }
}
