//! Queries of programs: read as `openapi.json` describes them, to the letter, or refused.

use domain::Currency;

use super::address::{Ignored, MAX_LIMIT, MAX_VALUES, said};
use super::{FacetKind, MAX_QUERY_CHARS, Query};
use crate::syntax::Expression;

/// The most digits before the point of a price.
const MAX_DIGITS: usize = 15;

impl Query {
    /// Reads a query string as [`Query::parse`] does, but refuses what that leaves out or cuts. A lowest price above the
    /// highest is none of that: nothing costs so.
    ///
    /// # Errors
    /// The first parameter that is not as it should be.
    pub fn parse_strictly(query_string: &str, currency: Currency) -> Result<Self, Ignored> {
        let mut query = Self::default();
        let mut names: Vec<String> = Vec::new();
        for (name, value) in said(query_string) {
            let refuse = |reason: String| Ignored::new(&name, &value, reason);
            let many = FacetKind::ALL.into_iter().any(|kind| kind.parameter() == name);
            let before = names.iter().filter(|known| **known == name).count();
            if before > 0 && !many {
                return Err(refuse("is given more than once".to_owned()));
            }
            if before >= MAX_VALUES {
                return Err(refuse(format!("up to {MAX_VALUES} values are used")));
            }
            if !value.is_empty() {
                check(&name, &value).map_err(|reason| refuse(reason.to_owned()))?;
                query.set(&name, &value, currency).map_err(refuse)?;
            }
            names.push(name);
        }
        // An operator that says nothing is a mistake; words past the limit are only words.
        match Expression::parse(&query.text, currency).unclear.into_iter().next() {
            Some(ignored) => Err(ignored),
            None => Ok(query),
        }
    }
}

/// What the lenient reader would take all the same.
fn check(name: &str, value: &str) -> Result<(), &'static str> {
    let fits = |good: bool, reason| if good { Ok(()) } else { Err(reason) };
    match name {
        "q" => fits(
            value.chars().count() <= MAX_QUERY_CHARS,
            "only the first 200 characters are used",
        ),
        "min_price" | "max_price" => fits(is_decimal(value, MAX_DIGITS), "must be a number such as 49 or 49.50"),
        "min_rating" => fits(is_decimal(value, 1), "must be a number from 0 to 5"),
        "page" => fits(!value.starts_with('0'), "must be a whole number from 1"),
        "limit" => fits(!value.starts_with('0'), "must be a number from 1 to 100"),
        _ => Ok(()),
    }
}

/// `49` or `49.50`, with so many digits before the point.
fn is_decimal(text: &str, most: usize) -> bool {
    let digits = |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    digits(whole, most) && fraction.is_none_or(|fraction| digits(fraction, 2))
}

const _: () = assert!(MAX_QUERY_CHARS == 200 && MAX_LIMIT == 100, "as the refusals say");

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Query, String> {
        Query::parse_strictly(text, Currency::USD).map_err(|ignored| ignored.parameter)
    }

    #[test]
    fn parse_strictly_takes_what_is_described() {
        for good in [
            "",
            "q=&tag=&sort=&page=&limit=&min_price=&utm_source=mail",
            "q=%20maps%00&category=apis&category=Themes&min_price=9&max_price=49.50&min_rating=4.5",
            "min_price=50&max_price=10",
            "page=99999999999999999999&limit=100&sort=newest",
        ] {
            assert!(parse(good).is_ok(), "{good}: {:?}", parse(good));
        }
        let empty = parse("min_price=50&max_price=10").unwrap();
        assert_eq!((empty.min_price, empty.max_price), (Some(5_000), Some(1_000)));
    }

    #[test]
    fn parse_strictly_names_the_rest() {
        let many = "&tag=a".repeat(33);
        for (bad, parameter) in [
            ("colour=red", "colour"),
            ("q=maps+price:abc", "q"),
            ("sort=up", "sort"),
            ("sort=newest&sort=newest", "sort"),
            ("page=0", "page"),
            ("page=01", "page"),
            ("limit=101", "limit"),
            ("min_price=%2049", "min_price"),
            ("min_price=.5", "min_price"),
            ("max_price=1.500", "max_price"),
            ("max_price=1234567890123456", "max_price"),
            ("min_rating=04", "min_rating"),
            ("min_rating=5.01", "min_rating"),
            ("tag=%20a", "tag"),
            ("tag=%C3%A9", "tag"),
            ("tag=\u{212a}", "tag"),
            (&many, "tag"),
        ] {
            assert_eq!(parse(bad), Err(parameter.to_owned()), "{bad}");
        }
        assert_eq!(parse(&format!("q={}", "%20".repeat(201))), Err("q".to_owned()));
    }
}
