//! Operators and their values: `tag:maps`, `price:<50`, `price:10-50`, `rating:4+`.

use domain::{Currency, Money};

use super::{Comparison, Term};
use crate::fold::fold;
use crate::query::FacetKind;
use crate::url::parse_rating;

/// What an operator with its value says.
pub(super) enum Operator {
    Terms(Vec<Term>),
    /// Nothing, and why.
    Unclear(String),
}

enum Name {
    Facet(FacetKind),
    Price,
    Rating,
}

fn name(name: &str) -> Option<Name> {
    let name = match fold(name).as_str() {
        "category" => Name::Facet(FacetKind::Category),
        "tag" => Name::Facet(FacetKind::Tag),
        "dev" | "developer" => Name::Facet(FacetKind::Developer),
        "compat" | "compatibility" => Name::Facet(FacetKind::Compatibility),
        "price" => Name::Price,
        "rating" => Name::Rating,
        _ => return None,
    };
    Some(name)
}

pub(super) fn is_operator(text: &str) -> bool {
    name(text).is_some()
}

/// Whether a value is still to come: nothing is there, or what compares and the currency only.
pub(super) fn wants_more(value: &str) -> bool {
    !value.chars().any(|c| c.is_numeric() || c.is_alphabetic())
}

/// Whether a chunk only says what the number before it counts.
pub(super) fn is_unit(operator: &str, chunk: &str) -> bool {
    match name(operator) {
        Some(Name::Rating) => matches!(fold(chunk).as_str(), "star" | "stars" | "★"),
        Some(Name::Price) => matches!(fold(chunk).as_str(), "$" | "€" | "£" | "¥" | "₹"),
        _ => false,
    }
}

const COMPARISONS: [(&str, Comparison); 12] = [
    ("<=", Comparison::AtMost),
    ("=<", Comparison::AtMost),
    ("≤", Comparison::AtMost),
    ("≦", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("=>", Comparison::AtLeast),
    ("≥", Comparison::AtLeast),
    ("≧", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("==", Comparison::Equal),
    ("=", Comparison::Equal),
];

/// What an operator says; `positive` is false after a minus sign. The name is one ([`is_operator`]).
pub(super) fn operator(text: &str, value: &str, positive: bool, currency: Currency) -> Operator {
    let read: fn(&str, Currency) -> Result<Term, String>;
    let bare;
    match name(text) {
        Some(Name::Facet(kind)) => return facet(kind, text, value, positive),
        Some(Name::Price) => {
            read = |text, currency| Ok(Term::Price(Comparison::Equal, price(text, currency)?));
            bare = Comparison::AtMost;
        }
        _ => {
            read = |text, _| Ok(Term::Rating(Comparison::Equal, rating(text)?));
            bare = Comparison::AtLeast;
        }
    }
    // `5 stars`, `$ 50`: spaces say nothing here.
    let value: String = fold(value).split_whitespace().collect();
    let compared = |value: &str, other: Comparison| {
        let begins = |(sign, comparison)| value.strip_prefix(sign).map(|number| (comparison, number));
        let (comparison, number) = COMPARISONS.into_iter().find_map(begins).unwrap_or((other, value));
        // `$<50` as well as `<$50`.
        let currency_first = number.find(['<', '>']).filter(|_| comparison == other);
        match currency_first.and_then(|at| number.split_at_checked(at)) {
            Some((sign, rest)) => {
                let begins = |(sign, comparison)| rest.strip_prefix(sign).map(|number: &str| (comparison, number));
                let (comparison, number) = COMPARISONS.into_iter().find_map(begins).unwrap_or((other, rest));
                (comparison, format!("{sign}{number}"))
            }
            None => (comparison, number.to_owned()),
        }
    };
    let term = |number: &str, comparison| read(number, currency).map(|term| with(term, comparison));
    let range = ["...", "..", "-", "to"]
        .into_iter()
        .find_map(|sign| value.split_once(sign));
    let terms = match (range, value.strip_suffix('+')) {
        (Some((from, to)), _) if !from.is_empty() && !to.is_empty() => {
            term(from, Comparison::AtLeast).and_then(|from| Ok(vec![from, term(to, Comparison::AtMost)?]))
        }
        (_, Some(least)) => term(least, Comparison::AtLeast).map(|term| vec![term]),
        _ => {
            let (comparison, number) = compared(&value, bare);
            term(&number, comparison).map(|term| vec![term])
        }
    };
    match terms {
        Err(reason) => Operator::Unclear(reason),
        Ok(terms) if positive => Operator::Terms(terms),
        Ok(terms) => match &terms[..] {
            [term] => opposite(term).map_or_else(
                || Operator::Unclear("use < or > instead of the minus sign".to_owned()),
                |term| Operator::Terms(vec![term]),
            ),
            _ => Operator::Unclear("a range cannot be left out".to_owned()),
        },
    }
}

fn opposite(term: &Term) -> Option<Term> {
    match term {
        Term::Price(comparison, amount) => Some(Term::Price(comparison.opposite()?, *amount)),
        Term::Rating(comparison, stars) => Some(Term::Rating(comparison.opposite()?, *stars)),
        _ => None,
    }
}

fn with(term: Term, comparison: Comparison) -> Term {
    match term {
        Term::Price(_, amount) => Term::Price(comparison, amount),
        Term::Rating(_, stars) => Term::Rating(comparison, stars),
        term => term,
    }
}

fn facet(kind: FacetKind, typed: &str, value: &str, positive: bool) -> Operator {
    let slug = value.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    if crate::token::joined(&slug).is_empty() {
        return Operator::Unclear(format!("a value is missing, as in {}:name", fold(typed)));
    }
    Operator::Terms(vec![Term::Facet(kind, slug, positive)])
}

/// An amount as people write it: `50`, `$49.50`, `49,50 €`, `1,000`, `free`.
fn price(text: &str, currency: Currency) -> Result<i64, String> {
    let wrong = || format!("must be a price in {currency} such as 49 or 49.50");
    if text == "free" {
        return Ok(0);
    }
    let code = currency.code().to_ascii_lowercase();
    let sign = Money::new(0, currency).to_string();
    let sign: String = sign
        .chars()
        .take_while(|c| !c.is_ascii_digit() && !c.is_whitespace())
        .collect();
    // The dollars of several countries have one sign.
    let signs = [
        code.as_str(),
        sign.as_str(),
        if code.ends_with('d') { "$" } else { code.as_str() },
    ];
    let bare = signs.into_iter().fold(text, |text, sign| {
        let text = text.strip_prefix(sign).unwrap_or(text);
        text.strip_suffix(sign).unwrap_or(text)
    });
    let amount = Money::parse_typed(bare, currency);
    amount.map(|money| money.amount).map_err(|_| wrong())
}

/// Stars as people write them: `4`, `4,5`, `4 stars`.
fn rating(text: &str) -> Result<u16, String> {
    let number = ["stars", "star", "★", "☆", "*", "/5"]
        .into_iter()
        .fold(text, |text, sign| {
            let text = text.strip_prefix(sign).unwrap_or(text);
            text.strip_suffix(sign).unwrap_or(text)
        });
    parse_rating(&number.replace(',', ".")).ok_or_else(|| "must be a number of stars from 0 to 5".to_owned())
}
