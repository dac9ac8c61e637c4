//! Tax on digital services: decided by where the buyer is, frozen with the order.

mod area;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::area::Place;
use crate::country::Country;
use crate::vat;

/// Per cent times one hundred: 1900 is 19 %, 810 is 8.1 %. Displays as `8.1%`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
    /// All of it.
    pub const WHOLE: Self = Self(10_000);
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}%"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}%"),
        }
    }
}

/// Why a percentage was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a percentage from 0 to 100 with at most two decimal places, such as 19 or 8.1")]
pub struct PercentError;

/// Reads `19`, `8.1` or `25.5%`.
impl FromStr for BasisPoints {
    type Err = PercentError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = s.trim().trim_end_matches('%').trim_end();
        let (whole, part) = s.split_once('.').unwrap_or((s, "0"));
        let digits = |t: &str, longest| (1..=longest).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole, 3) || !digits(part, 2) {
            return Err(PercentError);
        }
        let number = |t: &str| t.parse::<u32>().map_err(|_| PercentError);
        let part = number(part)? * if part.len() == 1 { 10 } else { 1 };
        let points = Self(number(whole)? * 100 + part);
        if points > Self::WHOLE {
            return Err(PercentError);
        }
        Ok(points)
    }
}

/// Why an order is taxed as it is; the codes of EN 16931 (UNCL 5305) follow from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// Taxed at the rate (`S`).
    Standard,
    /// The buyer's business accounts for the tax: a verified VAT id of another EU country (`AE`).
    ReverseCharge,
    /// The marketplace owes no tax where the buyer is (`O`).
    OutOfScope,
}

/// How an order is taxed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tax {
    pub country: Country,
    pub kind: TaxKind,
    /// Nothing unless [`TaxKind::Standard`].
    pub rate: BasisPoints,
    /// As people read it: `VAT 19%`, `Reverse charge`, `No tax`.
    pub label: String,
}

/// A row of the table of rates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxRate {
    pub country: Country,
    /// 0 where no tax is owed.
    pub rate: BasisPoints,
    /// What the tax is called there: `VAT`, `MWST`.
    pub name: String,
    /// Whether the country is in the EU's VAT area.
    pub eu: bool,
}

/// How a digital service is taxed that someone at a place buys.
///
/// The buyer's country has the tax (Directive 2006/112/EC, articles 44 and 58), at its rate of the table; where the
/// table has none there is no tax. Its territories outside its VAT area have none of it, and countries inside a
/// neighbour's have the neighbour's. A business of another country of the EU than the seller's accounts for the tax
/// itself (article 196), but only where an authority has confirmed its VAT id. Countries that share their VAT, as
/// Monaco and France do, count as one.
pub fn decide(place: &Place, rates: &[TaxRate], seller: Country, vat_verified: bool, is_business: bool) -> Tax {
    let untaxed = |kind, label: &str| Tax {
        country: place.country,
        kind,
        rate: BasisPoints(0),
        label: label.to_owned(),
    };
    let mut counts = place.taxed_as();
    let rate = counts.find_map(|country| rates.iter().find(|rate| rate.country == country));
    let abroad = |country| vat::prefix(country) != vat::prefix(seller);
    match rate.filter(|rate| rate.rate.0 > 0) {
        None => untaxed(TaxKind::OutOfScope, "No tax"),
        Some(rate) if rate.eu && is_business && vat_verified && abroad(rate.country) => {
            untaxed(TaxKind::ReverseCharge, "Reverse charge")
        }
        Some(TaxRate { rate, name, .. }) => Tax {
            country: place.country,
            kind: TaxKind::Standard,
            rate: *rate,
            label: format!("{name} {rate}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().expect("a country of the test")
    }

    fn rates() -> Vec<TaxRate> {
        let rate = |code, rate, eu| TaxRate {
            country: country(code),
            rate: BasisPoints(rate),
            name: "VAT".to_owned(),
            eu,
        };
        vec![
            rate("DE", 1_900, true),
            rate("FI", 2_550, true),
            rate("FR", 2_000, true),
            rate("CH", 810, false),
            rate("GB", 2_000, false),
            rate("JP", 0, false),
        ]
    }

    #[test]
    fn the_buyers_country_and_a_verified_business_decide() {
        let label = |buyer, seller, verified, business| {
            let tax = decide(&country(buyer).into(), &rates(), country(seller), verified, business);
            assert_eq!(tax.country, country(buyer));
            assert_eq!(tax.kind == TaxKind::Standard, tax.rate.0 > 0);
            tax.label
        };
        // People, and businesses that nobody has confirmed.
        assert_eq!(label("DE", "DE", false, false), "VAT 19%");
        assert_eq!(label("FI", "DE", false, false), "VAT 25.5%");
        assert_eq!(label("FI", "DE", false, true), "VAT 25.5%");
        assert_eq!(label("FI", "DE", true, false), "VAT 25.5%");
        // Confirmed businesses, abroad and at home.
        assert_eq!(label("FI", "DE", true, true), "Reverse charge");
        assert_eq!(label("DE", "DE", true, true), "VAT 19%");
        assert_eq!(label("MC", "FR", true, true), "VAT 20%");
        assert_eq!(label("FR", "US", true, true), "Reverse charge");
        // Outside of the EU nothing is reversed.
        assert_eq!(label("CH", "DE", true, true), "VAT 8.1%");
        assert_eq!(label("GB", "DE", true, true), "VAT 20%");
        assert_eq!(label("US", "DE", false, false), "No tax");
        assert_eq!(label("JP", "DE", true, true), "No tax");
        assert_eq!(
            decide(&country("US").into(), &rates(), country("DE"), false, false).kind,
            TaxKind::OutOfScope
        );
    }

    #[test]
    fn decide_knows_territories_and_neighbours() {
        let table = |more: &[(&str, u32)]| {
            let mut rates = rates();
            rates.extend(more.iter().map(|(code, rate)| TaxRate {
                country: country(code),
                rate: BasisPoints(*rate),
                name: "VAT".to_owned(),
                eu: vat::in_eu(country(code)),
            }));
            rates
        };
        let label = |rates: &[TaxRate], code: &str, postal_code: &str, is_business| {
            let place = Place {
                country: country(code),
                postal_code: postal_code.to_owned(),
            };
            let tax = decide(&place, rates, country("FR"), is_business, is_business);
            assert_eq!(tax.country, place.country);
            tax.label
        };
        let rates = table(&[]);
        for (code, postal_code, expected) in [
            ("MC", "98000", "VAT 20%"),
            ("IM", "IM1 1AA", "VAT 20%"),
            ("LI", "9490", "VAT 8.1%"),
            ("DE", "10117", "VAT 19%"),
            ("DE", "27498", "No tax"),
            ("FI", "22100", "No tax"),
            ("AX", "22100", "No tax"),
            ("FR", "97400", "No tax"),
            ("GB", "JE2 4WE", "No tax"),
            ("GB", "IM1 1AA", "VAT 20%"),
        ] {
            assert_eq!(
                label(&rates, code, postal_code, false),
                expected,
                "{code} {postal_code}"
            );
        }
        // A business outside has nothing to reverse, and one of Monaco is at home in France.
        assert_eq!(label(&rates, "DE", "78266", true), "No tax");
        assert_eq!(label(&rates, "MC", "98000", true), "VAT 20%");
        assert_eq!(label(&rates, "DE", "10117", true), "Reverse charge");
        // A rate that was set for a territory counts, by whichever way it is addressed; so does one of nothing.
        let rates = table(&[("RE", 850), ("LI", 0)]);
        assert_eq!(label(&rates, "RE", "97400", true), "VAT 8.5%");
        assert_eq!(label(&rates, "FR", "97400", false), "VAT 8.5%");
        assert_eq!(label(&rates, "LI", "9490", false), "No tax");
    }

    #[test]
    fn percentages_are_read_and_shown() {
        for (text, points, shown) in [
            ("19", 1_900, "19%"),
            (" 8.1 ", 810, "8.1%"),
            ("25.50%", 2_550, "25.5%"),
            ("5.05 %", 505, "5.05%"),
            ("0", 0, "0%"),
            ("100", 10_000, "100%"),
        ] {
            assert_eq!(text.parse(), Ok(BasisPoints(points)), "{text}");
            assert_eq!(BasisPoints(points).to_string(), shown);
        }
        for bad in ["", "%", ".5", "5.", "-1", "100.01", "1e1", "19,5", "1.234", "٣"] {
            assert_eq!(bad.parse::<BasisPoints>(), Err(PercentError), "{bad}");
        }
    }
}
