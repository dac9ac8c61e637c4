//! Tax: what an order owes, by the table of rates and by what an authority says about a VAT id.

mod vies;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::tax::{BasisPoints, Place, Tax, TaxRate, decide};
use domain::vat::{self, VatError, VatId};
use domain::{Clock, Country, Timestamp};
use quick_cache::sync::Cache;
use store::Store;

pub use vies::{NoopVerifier, VatVerifier, Vies, verifier};

use crate::{Internal, Limit, LimitError, Limiter, TooMany};

/// How old the rates may be.
const RATES: Duration = Duration::from_secs(60);
/// How long a confirmed id counts as confirmed.
const CONFIRMED: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an id that was not confirmed is not asked about again: a dead authority holds up one page, not each.
const UNCONFIRMED: Duration = Duration::from_secs(60);
/// Of how many ids the answers are remembered.
const REMEMBERED: usize = 10_000;

/// The taxes of the marketplace; clones share what they remember.
#[derive(Clone)]
pub struct Taxes {
    store: Store,
    clock: Arc<dyn Clock>,
    verifier: Arc<dyn VatVerifier>,
    seller: Country,
    rates: Arc<Mutex<Option<Rates>>>,
    answers: Arc<Cache<VatId, Answer>>,
}

/// The table as it was then.
type Rates = (Timestamp, Arc<[TaxRate]>);

/// What an authority said about an id, and when.
#[derive(Clone, Copy)]
struct Answer {
    confirmed: bool,
    at: Timestamp,
}

/// How an order is taxed, and what became of the VAT id that was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    pub tax: Tax,
    /// In its canonical form, form and checksum checked.
    pub vat_id: Option<String>,
    /// Whether an authority confirmed it.
    pub vat_verified: bool,
    /// Whether there would be no tax, had it been confirmed.
    pub vat_unconfirmed: bool,
}

/// Why no tax was decided.
#[derive(Debug, thiserror::Error)]
pub enum TaxRefusal {
    /// The VAT id: for the customer, beside its field.
    #[error(transparent)]
    Vat(#[from] VatError),
    /// An authority was asked about too many ids.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Whether the authority may be asked about an id of which nothing is remembered.
#[derive(Clone, Copy)]
pub enum Lookup<'a> {
    /// It may: whoever asks is no customer.
    Free,
    /// It is not asked, and confirms nothing.
    Never,
    /// It may so often from a network and for a cart.
    Limited {
        limiter: &'a Limiter,
        network: &'a str,
        cart: &'a str,
    },
}

impl Taxes {
    /// Taxes on what is sold from `seller`.
    pub fn new(store: Store, clock: Arc<dyn Clock>, verifier: Arc<dyn VatVerifier>, seller: Country) -> Self {
        Self {
            store,
            clock,
            verifier,
            seller,
            rates: Arc::default(),
            answers: Arc::new(Cache::new(REMEMBERED)),
        }
    }

    /// Decides for a buyer at a place, or anywhere in a country; a blank VAT id is none. An authority that does not answer
    /// confirms nothing, and the buyer pays the tax.
    ///
    /// # Errors
    /// [`TaxRefusal::Vat`] for an id that cannot be one.
    pub async fn decide(&self, place: impl Into<Place>, vat_id: Option<&str>) -> Result<Decision, TaxRefusal> {
        self.decide_by(&place.into(), vat_id, Lookup::Free).await
    }

    /// As [`Taxes::decide`], for a customer.
    ///
    /// # Errors
    /// [`TaxRefusal`].
    pub async fn decide_by(
        &self,
        place: &Place,
        vat_id: Option<&str>,
        lookup: Lookup<'_>,
    ) -> Result<Decision, TaxRefusal> {
        let id = match vat_id.filter(|text| !vat::is_blank(text)) {
            Some(text) => Some(VatId::parse(text, place.country)?),
            None => None,
        };
        let vat_verified = match &id {
            Some(id) => self.is_confirmed(id, lookup).await?,
            None => false,
        };
        let rates = self.current_rates().await?;
        let tax = |verified| decide(place, &rates, self.seller, verified, id.is_some());
        Ok(Decision {
            tax: tax(vat_verified),
            vat_unconfirmed: tax(true) != tax(vat_verified),
            vat_id: id.map(String::from),
            vat_verified,
        })
    }

    /// The table of rates, by the country's code.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn rates(&self) -> Result<Vec<TaxRate>, Internal> {
        Ok(self.store.tax_rates().await?)
    }

    /// Sets the rate of a country; 0 is no tax. Without a name the tax keeps the one it has, which is `VAT` at first.
    /// Servers that run follow within a minute; orders that were placed keep theirs.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn set_rate(
        &self,
        country: Country,
        rate: BasisPoints,
        name: Option<String>,
    ) -> Result<TaxRate, Internal> {
        let known = self.rates().await?.into_iter().find(|known| known.country == country);
        let rate = TaxRate {
            country,
            rate,
            name: name
                .or(known.map(|known| known.name))
                .unwrap_or_else(|| "VAT".to_owned()),
            eu: vat::in_eu(country),
        };
        let mut write = self.store.write().await?;
        write.put_tax_rate(&rate).await?;
        write.save().await?;
        *self.rates.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(rate)
    }

    async fn current_rates(&self) -> Result<Arc<[TaxRate]>, Internal> {
        let now = self.clock.now();
        // What it holds is whole whatever happened to a thread that held it.
        let known = self.rates.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, rates)) = known
            && is_recent(at, now, RATES)
        {
            return Ok(rates);
        }
        let rates: Arc<[TaxRate]> = self.store.tax_rates().await?.into();
        *self.rates.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, rates.clone()));
        Ok(rates)
    }

    async fn is_confirmed(&self, id: &VatId, lookup: Lookup<'_>) -> Result<bool, TaxRefusal> {
        let now = self.clock.now();
        if let Some(Answer { confirmed, at }) = self.answers.get(id)
            && is_recent(at, now, if confirmed { CONFIRMED } else { UNCONFIRMED })
        {
            return Ok(confirmed);
        }
        match lookup {
            Lookup::Free => {}
            Lookup::Never => return Ok(false),
            Lookup::Limited { limiter, network, cart } => {
                let admitted = limiter.check(&Limit::VAT_ID, network, cart).await;
                admitted.map_err(|error| match error {
                    LimitError::TooMany(error) => TaxRefusal::TooMany(error),
                    LimitError::Internal(error) => error.into(),
                })?;
            }
        }
        let confirmed = self.verifier.confirms(id).await;
        self.answers.insert(id.clone(), Answer { confirmed, at: now });
        Ok(confirmed)
    }
}

/// A clock that was set back makes nothing recent.
fn is_recent(at: Timestamp, now: Timestamp, age: Duration) -> bool {
    let micros = i128::from(now.as_micros()) - i128::from(at.as_micros());
    u128::try_from(micros).is_ok_and(|micros| micros < age.as_micros())
}
