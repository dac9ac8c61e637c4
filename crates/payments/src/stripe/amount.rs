//! Amounts as Stripe counts them: in the smallest unit, which for a few currencies is not ISO 4217's.
//!
//! <https://docs.stripe.com/currencies#special-cases>

use domain::{Currency, Money};

use crate::Error;

/// Stripe counts in hundredths what has no smaller unit.
const HUNDREDTHS: &[&str] = &["ISK", "UGX"];
/// Stripe counts in whole units what has hundredths by ISO 4217.
const WHOLE: &[&str] = &["MGA"];

/// An amount for Stripe, of so many minor units of ours.
///
/// # Errors
/// [`Error::Refused`] where Stripe has no such amount.
pub fn to_stripe(amount: i64, currency: Currency) -> Result<i64, Error> {
    let none = || Error::Refused(format!("Stripe takes no {}", Money::new(amount, currency)));
    if HUNDREDTHS.contains(&currency.code()) {
        amount.checked_mul(100).ok_or_else(none)
    } else if WHOLE.contains(&currency.code()) {
        if amount % 100 == 0 {
            Ok(amount / 100)
        } else {
            Err(none())
        }
    } else {
        Ok(amount)
    }
}

/// Our money of an amount from Stripe, whose currencies are in small letters.
///
/// # Errors
/// [`Error::Unavailable`] where the answer makes no sense.
pub fn from_stripe(amount: i64, currency: &str) -> Result<Money, Error> {
    let nonsense = |_| Error::Unavailable(format!("an amount in `{currency}`"));
    let currency: Currency = currency.to_ascii_uppercase().parse().map_err(nonsense)?;
    let amount = if HUNDREDTHS.contains(&currency.code()) {
        amount / 100
    } else if WHOLE.contains(&currency.code()) {
        amount.saturating_mul(100)
    } else {
        amount
    };
    Ok(Money::new(amount, currency))
}

/// As the API writes a currency.
pub fn code(currency: Currency) -> String {
    currency.code().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_go_there_and_back() {
        for (code, ours, theirs) in [
            ("USD", 4_950, 4_950),
            ("JPY", 1_200, 1_200),
            ("ISK", 700, 70_000),
            ("MGA", 500, 5),
        ] {
            let currency = code.parse().expect("a code of the test");
            assert_eq!(to_stripe(ours, currency).expect("it fits"), theirs, "{code}");
            let back = from_stripe(theirs, &code.to_ascii_lowercase()).expect("it reads back");
            assert_eq!(back, Money::new(ours, currency));
        }
        assert!(to_stripe(501, "MGA".parse().expect("a code")).is_err());
        assert!(from_stripe(1, "dollars").is_err());
    }
}
