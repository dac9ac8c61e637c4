//! Exchange rates against the euro, and the tax of an invoice in the seller's own currency (Directive 2006/112/EC,
//! articles 91 and 230). Rates are exact decimals; no floating point touches an amount.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::order::Totals;
use crate::tax::{Tax, TaxKind};
use crate::{Country, Currency, Day, Money, vat};

/// What the euro is in every rate.
const EURO: &str = "EUR";
/// Decimals of a rate.
const DECIMALS: usize = 6;
const ONE: u64 = 1_000_000;
/// Nobody pays a billion of anything for a euro.
const MAX_WHOLE_DIGITS: usize = 9;

/// How much of a currency one euro buys: `1.0876`. Never zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PerEuro(u64);

/// Why a rate was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an exchange rate: expected how much one euro buys, such as 1.0876, with six decimals at most")]
pub struct RateError(pub String);

/// A rate, and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExchangeRate {
    pub currency: Currency,
    pub per_euro: PerEuro,
    /// When it was published.
    pub day: Day,
    /// Who published it: `European Central Bank`.
    pub source: String,
}

/// The tax of an invoice in the seller's own currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConvertedTax {
    pub tax: Money,
    /// The rates by which it was converted: of each of the two currencies that is not the euro.
    pub rates: Vec<ExchangeRate>,
}

impl PerEuro {
    const EURO: Self = Self(ONE);

    /// In millionths.
    pub fn micros(self) -> u64 {
        self.0
    }

    /// From millionths; none where that is no rate.
    pub fn from_micros(micros: u64) -> Option<Self> {
        (1..ONE * 10_u64.pow(MAX_WHOLE_DIGITS as u32))
            .contains(&micros)
            .then_some(Self(micros))
    }
}

/// Reads `1.0876` or `1,0876`.
impl FromStr for PerEuro {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let refused = || RateError(text.to_owned());
        let (whole, part) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), "0"));
        let digits = |t: &str, most| (1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole, MAX_WHOLE_DIGITS) || !digits(part, DECIMALS) {
            return Err(refused());
        }
        let micros = format!("{whole}{part:0<DECIMALS$}");
        micros.parse().ok().and_then(Self::from_micros).ok_or_else(refused)
    }
}

impl TryFrom<String> for PerEuro {
    type Error = RateError;

    fn try_from(text: String) -> Result<Self, RateError> {
        text.parse()
    }
}

impl From<PerEuro> for String {
    fn from(rate: PerEuro) -> Self {
        rate.to_string()
    }
}

/// With as many decimals as it has, but four at least, as rates are published.
impl fmt::Display for PerEuro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / ONE, self.0 % ONE);
        match part % 100 {
            0 => write!(f, "{whole}.{:04}", part / 100),
            _ => write!(f, "{whole}.{}", format!("{part:06}").trim_end_matches('0')),
        }
    }
}

impl ExchangeRate {
    /// `1 EUR = 1.0876 USD (European Central Bank, 30 January 2026)`.
    pub fn sentence(&self) -> String {
        let Self {
            currency,
            per_euro,
            day,
            source,
        } = self;
        format!("1 {EURO} = {per_euro} {currency} ({source}, {day})")
    }
}

impl ConvertedTax {
    /// Converts a tax into a currency, by these rates; none where one of them is missing, or the result is too large.
    pub fn of(tax: Money, currency: Currency, rates: &[ExchangeRate]) -> Option<Self> {
        let needed: Vec<&ExchangeRate> = needed(tax.currency, currency)
            .into_iter()
            .map(|code| rates.iter().find(|rate| rate.currency == code))
            .collect::<Option<_>>()?;
        let per_euro = |code: Currency| {
            let known = needed.iter().find(|rate| rate.currency == code);
            known.map_or(PerEuro::EURO, |rate| rate.per_euro)
        };
        let amount = convert(tax, per_euro(tax.currency), currency, per_euro(currency))?;
        Some(Self {
            tax: Money::new(amount, currency),
            rates: needed.into_iter().cloned().collect(),
        })
    }

    /// Another tax at the same rates: a part of it that is given back.
    pub fn at_same_rates(&self, tax: Money) -> Option<Self> {
        Self::of(tax, self.tax.currency, &self.rates)
    }

    /// Both rates, in a sentence for the document.
    pub fn sentence(&self) -> String {
        let rates: Vec<String> = self.rates.iter().map(ExchangeRate::sentence).collect();
        format!(
            "The tax in {} was converted at {}.",
            self.tax.currency,
            rates.join(" and ")
        )
    }
}

/// The currencies whose rates it takes to convert one currency into another: those that are not the euro.
pub fn needed(from: Currency, to: Currency) -> Vec<Currency> {
    let foreign = |currency: &Currency| from != to && currency.code() != EURO;
    [from, to].into_iter().filter(foreign).collect()
}

/// Half a minor unit is rounded up.
fn convert(money: Money, from: PerEuro, currency: Currency, to: PerEuro) -> Option<i64> {
    let scale = |currency: Currency| 10_i128.pow(currency.exponent());
    let exact = i128::from(money.amount)
        .checked_mul(i128::from(to.0))?
        .checked_mul(scale(currency))?;
    let per = i128::from(from.0) * scale(money.currency);
    i64::try_from((exact + per / 2).div_euclid(per)).ok()
}

/// The currency in which a seller of this country accounts for VAT: that of their member state, and the euro for sellers
/// from outside of the EU, whose returns to the One Stop Shop are in euros (article 366).
pub fn accounting_currency(seller: Country) -> Currency {
    let code = match seller.code() {
        "CZ" => "CZK",
        "DK" => "DKK",
        "HU" => "HUF",
        "PL" => "PLN",
        "RO" => "RON",
        "SE" => "SEK",
        _ => EURO,
    };
    code.parse().expect("the codes above are currencies")
}

/// Whether an invoice must state its tax in `accounting` too: it charges VAT of the EU, in another currency.
pub fn must_convert(tax: &Tax, totals: &Totals, accounting: Currency) -> bool {
    tax.kind == TaxKind::Standard && vat::in_eu(tax.country) && totals.tax > 0 && totals.currency != accounting
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().expect("a code of the test")
    }

    fn rate(code: &str, per_euro: &str) -> ExchangeRate {
        ExchangeRate {
            currency: currency(code),
            per_euro: per_euro.parse().expect("a rate of the test"),
            day: "2026-01-30".parse().expect("a day of the test"),
            source: "European Central Bank".to_owned(),
        }
    }

    #[test]
    fn rates_are_read_and_shown() {
        for (text, shown) in [
            ("1.0876", "1.0876"),
            ("1,5", "1.5000"),
            (" 395 ", "395.0000"),
            ("0.000001", "0.000001"),
            ("17432.12345", "17432.12345"),
            ("999999999.999999", "999999999.999999"),
        ] {
            assert_eq!(
                text.parse::<PerEuro>().map(|rate| rate.to_string()),
                Ok(shown.to_owned())
            );
        }
        for bad in [
            "",
            "0",
            "0.0",
            "-1",
            "1e3",
            "1.",
            ".5",
            "1.1234567",
            "1000000000",
            "1.2.3",
            "1.٣",
            "NaN",
        ] {
            assert!(bad.parse::<PerEuro>().is_err(), "{bad}");
        }
    }

    #[test]
    fn taxes_are_converted_to_the_cent() {
        let rates = [
            rate("USD", "1.0876"),
            rate("CZK", "25.1234"),
            rate("JPY", "162.5"),
            rate("HUF", "400"),
        ];
        for (amount, from, to, result) in [
            (931, "USD", "EUR", Some(856)),
            (931, "EUR", "USD", Some(1_013)),
            (1_000, "USD", "CZK", Some(23_100)),
            (1_000, "JPY", "EUR", Some(615)),
            (1_000, "EUR", "JPY", Some(1_625)),
            (2, "HUF", "EUR", Some(0)),
            (200, "HUF", "EUR", Some(1)),
            (0, "USD", "EUR", Some(0)),
            (1_000, "GBP", "EUR", None),
            (1_000, "USD", "PLN", None),
            (i64::MAX, "EUR", "HUF", None),
        ] {
            let tax = Money::new(amount, currency(from));
            let converted = ConvertedTax::of(tax, currency(to), &rates);
            assert_eq!(converted.map(|it| it.tax.amount), result, "{amount} {from} in {to}");
        }
    }

    #[test]
    fn the_sentence_names_rates_sources_and_days() {
        let rates = [rate("USD", "1.0876"), rate("CZK", "25.1234")];
        let tax = Money::new(1_000, Currency::USD);
        let sentence = |to| ConvertedTax::of(tax, currency(to), &rates).map(|it| it.sentence());
        assert_eq!(
            sentence("EUR").as_deref(),
            Some("The tax in EUR was converted at 1 EUR = 1.0876 USD (European Central Bank, 30 January 2026).")
        );
        let both = sentence("CZK").unwrap_or_default();
        assert!(
            both.contains("1.0876 USD") && both.contains(" and 1 EUR = 25.1234 CZK"),
            "{both}"
        );
    }

    #[test]
    fn every_member_state_has_its_currency() {
        for (country, code) in [
            ("DE", "EUR"),
            ("BG", "EUR"),
            ("HR", "EUR"),
            ("CZ", "CZK"),
            ("DK", "DKK"),
            ("HU", "HUF"),
            ("PL", "PLN"),
            ("RO", "RON"),
            ("SE", "SEK"),
            ("US", "EUR"),
        ] {
            let country = country.parse().expect("a country");
            assert_eq!(accounting_currency(country).code(), code);
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_nearly_the_same(amount in 0_i64..1_000_000_000_000, micros in 100_000_u64..1_000_000_000) {
            let mut usd = rate("USD", "1");
            usd.per_euro = PerEuro::from_micros(micros).expect("a rate");
            let there = ConvertedTax::of(Money::new(amount, Currency::USD), currency("EUR"), &[usd.clone()]).expect("known");
            let back = ConvertedTax::of(there.tax, Currency::USD, &[usd]).expect("known");
            let cent = i64::try_from(micros / ONE).expect("small") + 1;
            prop_assert!((back.tax.amount - amount).abs() <= cent);
        }
    }
}
