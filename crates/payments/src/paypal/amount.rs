//! Amounts as PayPal writes them: decimals in texts, beside their currency.

use domain::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::Error;

/// PayPal takes whole units of these alone, although they have smaller ones
/// (<https://developer.paypal.com/api/rest/reference/currency-codes/>).
const WHOLE: &[&str] = &["HUF", "TWD"];

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Amount {
    pub currency_code: String,
    pub value: String,
}

impl Amount {
    /// Our money for PayPal.
    ///
    /// # Errors
    /// [`Error::Refused`] where PayPal has no such amount.
    pub fn of(money: Money) -> Result<Self, Error> {
        let whole = WHOLE.contains(&money.currency.code());
        let value = if whole { money.to_decimal() } else { money.to_plain() };
        if whole && value.contains('.') {
            return Err(Error::Refused(format!("PayPal takes no {money}")));
        }
        Ok(Self {
            currency_code: money.currency.code().to_owned(),
            value,
        })
    }

    /// Our money of an amount from PayPal.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the answer makes no sense.
    pub fn money(&self) -> Result<Money, Error> {
        let nonsense = || Error::Unavailable(format!("an amount of `{}` {}", self.value, self.currency_code));
        let currency: Currency = self.currency_code.parse().map_err(|_| nonsense())?;
        // What leaves the account is negative in lists of transactions.
        let (sign, digits) = self
            .value
            .strip_prefix('-')
            .map_or((1, self.value.as_str()), |rest| (-1, rest));
        let money = Money::parse_decimal(digits, currency).map_err(|_| nonsense())?;
        Ok(Money::new(sign * money.amount, currency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_go_there_and_back() {
        for (code, amount, value) in [
            ("USD", 4_900, "49.00"),
            ("EUR", 5, "0.05"),
            ("JPY", 1_200, "1200"),
            ("HUF", 5_000, "50"),
        ] {
            let money = Money::new(amount, code.parse().expect("a code of the test"));
            let theirs = Amount::of(money).expect("it fits");
            assert_eq!(
                (theirs.value.as_str(), theirs.money().expect("it reads back")),
                (value, money)
            );
        }
        assert!(Amount::of(Money::new(5_001, "HUF".parse().expect("a code"))).is_err());
        let amount = |value: &str| Amount {
            currency_code: "USD".to_owned(),
            value: value.to_owned(),
        };
        assert_eq!(
            amount("-9.50").money().expect("it reads"),
            Money::new(-950, Currency::USD)
        );
        assert!(amount("9.505").money().is_err() && amount("many").money().is_err());
    }
}
