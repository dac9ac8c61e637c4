//! Money: an `i64` count of minor units and an ISO 4217 currency. No floating point touches an amount.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a currency code was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a currency: expected three capital letters (ISO 4217), such as USD")]
pub struct CurrencyError(pub String);

impl Currency {
    pub const USD: Self = Self(*b"USD");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is three ASCII letters")
    }

    /// How many decimal digits the minor unit has (ISO 4217, table A.1): 2 for most, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// What stands before an amount: a sign where the currency has one that nobody mistakes, else the code and a space.
    fn prefix(&self) -> &str {
        match &self.0 {
            b"USD" => "$",
            b"EUR" => "€",
            b"GBP" => "£",
            b"JPY" => "¥",
            b"INR" => "₹",
            _ => self.code(),
        }
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match <[u8; 3]>::try_from(s.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(CurrencyError(s.to_owned())),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Currency> for String {
    fn from(c: Currency) -> Self {
        c.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units (cents) of a currency. Displays the same on server and client: `$1,234.50`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    pub amount: i64,
    pub currency: Currency,
}

/// Why a decimal amount was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("must be a number such as 49 or 49.50")]
    NotANumber,
    #[error("has too many decimal places for this currency")]
    TooPrecise,
    #[error("is too large")]
    OutOfRange,
}

impl Money {
    /// Money of `amount` minor units.
    pub fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Reads a non-negative decimal in whole currency units, `49` or `49.50`, without floating point.
    ///
    /// # Errors
    /// [`AmountError`] when it is no such number, has more decimals than the currency, or does not fit.
    pub fn parse_decimal(s: &str, currency: Currency) -> Result<Self, AmountError> {
        let s = s.trim();
        let (whole, fraction) = s.split_once('.').unwrap_or((s, ""));
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return Err(AmountError::NotANumber);
        }
        let exponent = currency.exponent() as usize;
        let kept = fraction.trim_end_matches('0');
        if kept.len() > exponent {
            return Err(AmountError::TooPrecise);
        }
        let mut amount: i64 = 0;
        for b in whole
            .bytes()
            .chain(kept.bytes())
            .chain(std::iter::repeat_n(b'0', exponent - kept.len()))
        {
            amount = amount
                .checked_mul(10)
                .and_then(|a| a.checked_add(i64::from(b - b'0')))
                .ok_or(AmountError::OutOfRange)?;
        }
        Ok(Self::new(amount, currency))
    }

    /// Reads an amount as people type it: with a decimal comma or point, groups of thousands, the currency's sign or code.
    /// `49,50`, `1.234,50`, `1,234.50`, `1 234,5`, `$49`. One comma or point before exactly three digits divides
    /// thousands, unless the currency has three decimal places.
    ///
    /// # Errors
    /// As [`Money::parse_decimal`].
    pub fn parse_typed(s: &str, currency: Currency) -> Result<Self, AmountError> {
        let typed: String = s.chars().map(crate::typed::half_width).collect();
        let number = without_sign(typed.trim(), currency);
        let (whole, fraction) = match number.rfind(['.', ',']) {
            Some(at) if is_decimal_mark(number, at, currency) => {
                let (whole, fraction) = number.split_at_checked(at).ok_or(AmountError::NotANumber)?;
                (whole, fraction.trim_start_matches(['.', ',']))
            }
            _ => (number, ""),
        };
        let whole = without_groups(whole).ok_or(AmountError::NotANumber)?;
        Self::parse_decimal(&format!("{whole}.{fraction}"), currency)
    }

    /// The amount as a plain decimal, as [`Money::parse_decimal`] reads it: `49.50`; whole amounts stay short: `49`.
    pub fn to_decimal(self) -> String {
        let s = self.to_plain();
        match s.split_once('.') {
            Some((whole, f)) if f.bytes().all(|b| b == b'0') => whole.to_owned(),
            _ => s,
        }
    }

    /// The amount as a plain decimal with all digits of the minor unit: `49.00` (schema.org `price`).
    pub fn to_plain(self) -> String {
        let exponent = self.currency.exponent() as usize;
        let sign = if self.amount < 0 { "-" } else { "" };
        let digits = self.amount.unsigned_abs().to_string();
        let digits = format!("{}{digits}", "0".repeat((exponent + 1).saturating_sub(digits.len())));
        let (whole, fraction) = digits
            .split_at_checked(digits.len() - exponent)
            .unwrap_or((&digits, ""));
        if exponent == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.to_plain();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(w, f)| (w, Some(f)));
        let prefix = self.currency.prefix();
        f.write_str(sign)?;
        f.write_str(prefix)?;
        if prefix.len() == 3 && prefix == self.currency.code() {
            f.write_str("\u{a0}")?;
        }
        for (i, digit) in whole.char_indices() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        fraction.map_or(Ok(()), |fraction| write!(f, ".{fraction}"))
    }
}

/// A number without the currency's sign or code at either end.
fn without_sign(text: &str, currency: Currency) -> &str {
    for sign in [
        currency.prefix(),
        currency.code(),
        currency.code().to_ascii_lowercase().as_str(),
    ] {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return rest.trim();
        }
    }
    text
}

/// Whether the last comma or point of a number, at this byte, begins its decimal places.
fn is_decimal_mark(number: &str, at: usize, currency: Currency) -> bool {
    let Some((before, after)) = number.split_at_checked(at) else {
        return false;
    };
    let mark = after.chars().next();
    let places = after.chars().count() - 1;
    match before.rfind(['.', ',']) {
        // The last of both kinds is the decimal one; the same twice divides thousands.
        Some(other) => before.get(other..).and_then(|rest| rest.chars().next()) != mark,
        None if places != 3 => true,
        // `0.500` is no thousand.
        None if before.trim_start_matches('0').is_empty() => true,
        None => currency.exponent() == 3 && mark == Some('.'),
    }
}

/// The digits of a whole number whose thousands may be divided, all by the same mark; none where it is no such number.
/// India divides `1,00,000`.
fn without_groups(whole: &str) -> Option<String> {
    const MARKS: [char; 7] = [',', '.', ' ', '\'', '\u{2019}', '\u{a0}', '\u{202f}'];
    let Some(mark) = whole.chars().find(|c| MARKS.contains(c)) else {
        return Some(whole.to_owned());
    };
    let groups: Vec<&str> = whole.split(mark).collect();
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let divides = |group: &&str| group.len() == 3 || group.len() == 2 && mark == ',';
    let fits = (1..=3).contains(&first.len()) && last.len() == 3 && middle.iter().all(divides);
    fits.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().expect("a code of the test")
    }

    #[test]
    fn shows_signs_groups_and_minor_units() {
        let show = |amount, code| Money::new(amount, currency(code)).to_string();
        assert_eq!(show(0, "USD"), "$0.00");
        assert_eq!(show(5, "USD"), "$0.05");
        assert_eq!(show(123_456_789, "EUR"), "€1,234,567.89");
        assert_eq!(show(-1_050, "GBP"), "-£10.50");
        assert_eq!(show(1_200, "JPY"), "¥1,200");
        assert_eq!(show(1_234, "KWD"), "KWD\u{a0}1.234");
        assert_eq!(show(i64::MIN, "USD"), "-$92,233,720,368,547,758.08");
    }

    #[test]
    fn reads_decimals_and_says_what_is_wrong() {
        let read = |s| Money::parse_decimal(s, Currency::USD).map(|m| m.amount);
        assert_eq!(read("49"), Ok(4_900));
        assert_eq!(read(" 49.5 "), Ok(4_950));
        assert_eq!(read(".99"), Ok(99));
        assert_eq!(read("49.500"), Ok(4_950));
        assert_eq!(read("49.505"), Err(AmountError::TooPrecise));
        for bad in ["", ".", "-1", "1e3", "4 9", "1,000", "NaN", "٣"] {
            assert_eq!(read(bad), Err(AmountError::NotANumber), "{bad}");
        }
        assert_eq!(read("99999999999999999999"), Err(AmountError::OutOfRange));
    }

    #[test]
    fn parse_typed_reads_what_people_type() {
        let read = |s, code| Money::parse_typed(s, currency(code)).map(|m| m.amount);
        for (typed, cents) in [
            ("49", 4_900),
            ("49,50", 4_950),
            ("49.50", 4_950),
            (" 49,5 ", 4_950),
            (",99", 99),
            ("49,", 4_900),
            ("0,500", 50),
            ("1,234.50", 123_450),
            ("1.234,50", 123_450),
            ("1 234,50", 123_450),
            ("1\u{a0}234,50", 123_450),
            ("1\u{202f}234", 123_400),
            ("1'234.50", 123_450),
            ("1\u{2019}234", 123_400),
            ("1,234", 123_400),
            ("1.234", 123_400),
            ("1.234.567", 123_456_700),
            ("1,234,567.8", 123_456_780),
            ("1,00,000", 10_000_000),
            ("$49.50", 4_950),
            ("49,50 $", 4_950),
            ("USD 49", 4_900),
            ("49 usd", 4_900),
            ("\u{ff14}\u{ff19}\u{ff0c}\u{ff15}", 4_950),
        ] {
            assert_eq!(read(typed, "USD"), Ok(cents), "{typed}");
        }
        for bad in [
            "",
            "-1",
            "1e3",
            "cheap",
            "4 9",
            "1,2,3",
            "1.23.456,5",
            "1,,234",
            "1.234.50",
            "1,234 567",
            "\u{20ac}49",
            ".",
            ",",
            "$",
            "49,50,",
            "12345,678.9",
            "\u{663}",
        ] {
            assert_eq!(read(bad, "USD"), Err(AmountError::NotANumber), "{bad}");
        }
        assert_eq!(read("49,505", "USD"), Ok(4_950_500), "thousands");
        assert_eq!(read("49,5000", "USD"), Ok(4_950), "zeros at the end say nothing");
        assert_eq!(read("49,5051", "USD"), Err(AmountError::TooPrecise));
        assert_eq!(read("99999999999999999999", "USD"), Err(AmountError::OutOfRange));
        assert_eq!((read("1.500", "KWD"), read("1,500", "KWD")), (Ok(1_500), Ok(1_500_000)));
        assert_eq!(
            (read("1.500", "JPY"), read("1,5", "JPY")),
            (Ok(1_500), Err(AmountError::TooPrecise))
        );
        assert_eq!(read("\u{20ac}1.234,50", "EUR"), Ok(123_450));
    }

    #[test]
    fn refuses_codes_that_are_no_currency() {
        for bad in ["usd", "US", "USDT", "U$D", "€€€"] {
            assert!(bad.parse::<Currency>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_decimal_reads_back(amount in 0..=i64::MAX, code in prop::sample::select(vec!["USD", "JPY", "KWD"])) {
            let money = Money::new(amount, currency(code));
            prop_assert_eq!(Money::parse_decimal(&money.to_decimal(), money.currency), Ok(money));
            prop_assert_eq!(Money::parse_decimal(&money.to_plain(), money.currency), Ok(money));
            // As pages show it, and as addresses have it.
            prop_assert_eq!(Money::parse_typed(&money.to_string(), money.currency), Ok(money));
            prop_assert_eq!(Money::parse_typed(&money.to_plain(), money.currency), Ok(money));
            prop_assert_eq!(Money::parse_typed(&money.to_decimal(), money.currency), Ok(money));
        }

        #[test]
        fn parse_typed_takes_any_text(text in ".{0,20}", digits in "[0-9., '$]{0,12}") {
            for text in [text, digits] {
                let _ = Money::parse_typed(&text, Currency::USD);
            }
        }
    }
}
