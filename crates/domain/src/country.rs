//! Countries by their ISO 3166-1 code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Every country, a line each: the code, a space, and the name that English speakers know it by (Unicode CLDR, which
/// leaves out ISO's formal parts). Sorted by name, accents aside. One text is the least that a browser can download.
const NAMES: &str = include_str!("country/names.txt");

/// Where consumers may withdraw from a purchase: the 27 of the European Union, the other three of the EEA, and the United
/// Kingdom.
const WITHDRAWAL: [&str; 31] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "GB",
];

/// A country of ISO 3166-1 by its alpha-2 code: two capital letters, such as `DE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// Why a country was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a country: expected a code of ISO 3166-1 in capital letters, such as DE")]
pub struct CountryError(pub String);

impl Country {
    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a country is two ASCII letters")
    }

    /// What people call it: `Germany`.
    pub fn name(self) -> &'static str {
        names()
            .find(|(code, _)| code.as_bytes() == self.0)
            .map_or("", |(_, name)| name)
    }

    /// Whether consumers there may withdraw from a purchase on the web within 14 days, and lose that right for digital
    /// content only where they agreed to its immediate delivery and knew what they lose: the European Union and the rest
    /// of the EEA by Directive 2011/83/EU, article 16(m), and the United Kingdom by the Consumer Contracts (Information,
    /// Cancellation and Additional Charges) Regulations 2013, regulation 37.
    pub fn has_right_of_withdrawal(self) -> bool {
        WITHDRAWAL.contains(&self.code())
    }

    /// All of them, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        names().filter_map(|(code, _)| <[u8; 2]>::try_from(code.as_bytes()).ok().map(Self))
    }
}

fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter_map(|line| line.split_once(' '))
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::all()
            .find(|country| country.0 == s.as_bytes())
            .ok_or_else(|| CountryError(s.chars().take(20).collect()))
    }
}

impl TryFrom<String> for Country {
    type Error = CountryError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_country_of_the_standard_has_a_code_and_a_name() {
        assert_eq!(Country::all().count(), 249);
        assert_eq!(NAMES.lines().count(), 249);
        let codes: BTreeSet<Country> = Country::all().collect();
        assert_eq!(codes.len(), 249);
        for country in codes {
            assert!(country.0.iter().all(u8::is_ascii_uppercase), "{country}");
            assert_eq!(country.code().parse(), Ok(country));
            let name = country.name();
            assert!(!name.is_empty() && name.trim() == name, "{country}: `{name}`");
        }
    }

    #[test]
    fn names_are_in_the_order_of_a_list() {
        let plain = |c| match c {
            'Å' => 'A',
            'ã' => 'a',
            'ç' => 'c',
            'é' => 'e',
            'í' => 'i',
            'ô' => 'o',
            'ü' => 'u',
            c => c,
        };
        let names: Vec<String> = Country::all()
            .map(|c| c.name().chars().map(plain).collect::<String>().to_ascii_lowercase())
            .collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn has_right_of_withdrawal_in_the_eea_and_the_united_kingdom() {
        let with: Vec<Country> = Country::all().filter(|c| c.has_right_of_withdrawal()).collect();
        assert_eq!(
            with.len(),
            WITHDRAWAL.len(),
            "each is a country, and named once: {with:?}"
        );
        let without = ["CH", "US", "MC", "IM", "UA", "TR"];
        assert!(without.iter().all(|code| !with.iter().any(|c| c.code() == *code)));
    }

    #[test]
    fn codes_that_nobody_has_are_refused() {
        assert_eq!("GB".parse::<Country>().map(Country::name), Ok("United Kingdom"));
        for bad in ["", "D", "de", "DEU", "ZZ", "EU", "UK", "XI", "É", "D ", "\nAX"] {
            let error = bad.parse::<Country>().expect_err(bad);
            assert!(error.to_string().starts_with(&format!("`{bad}` is not")), "{error}");
        }
        assert!(serde_json::from_str::<Country>("\"ZZ\"").is_err());
    }
}
