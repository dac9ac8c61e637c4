//! The language of the search box: words, `"phrases"`, `-word`, `tag:`, `dev:`, `category:`, `compat:`, `price:<50`,
//! `rating:>=4`. Nothing is an error: what is no operator is words, and an operator still without its value waits.

use domain::{Currency, Money};

use crate::query::{FacetKind, MAX_QUERY_CHARS};
use crate::token;
use crate::url::parse_rating;

/// More terms than this are passed over; each word of a phrase is looked up, so each counts as one.
const MAX_TERMS: usize = 24;

/// A comparison of `price:` or `rating:`; a bare number is an upper bound for prices and a lower one for ratings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

impl Comparison {
    pub(crate) fn holds<T: Ord>(self, value: T, bound: T) -> bool {
        match self {
            Self::Less => value < bound,
            Self::AtMost => value <= bound,
            Self::Equal => value == bound,
            Self::AtLeast => value >= bound,
            Self::Greater => value > bound,
        }
    }
}

/// One thing that was asked for; all must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// A token: matched exactly, as a prefix, or, when next to nothing is spelled so, within a few edits.
    Word(String),
    /// Tokens that follow each other in one field.
    Phrase(Vec<String>),
    /// Tokens that must not follow each other in any field; one token: must not stand anywhere.
    Without(Vec<String>),
    /// A facet's value (`true`), or not that value (`false`).
    Facet(FacetKind, String, bool),
    /// Compares the cheapest plan's price, in minor units.
    Price(Comparison, i64),
    /// Compares the average, in hundredths; products without ratings never match.
    Rating(Comparison, u16),
}

impl Term {
    /// How many words or values are looked up for it.
    fn cost(&self) -> usize {
        match self {
            Self::Phrase(words) | Self::Without(words) => words.len(),
            Self::Word(_) | Self::Facet(..) | Self::Price(..) | Self::Rating(..) => 1,
        }
    }

    /// What of it costs no more: the beginning of a phrase, else all or nothing.
    fn within(self, most: usize) -> Option<Self> {
        match self {
            Self::Phrase(mut words) if most > 0 => {
                words.truncate(most);
                Some(Self::Phrase(words))
            }
            term if term.cost() <= most => Some(term),
            _ => None,
        }
    }
}

/// A parsed search text: each term with the part of the text that it came from.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Expression {
    pub terms: Vec<(Term, std::ops::Range<usize>)>,
}

impl Expression {
    /// Parses any text; see the module's description.
    pub fn parse(text: &str, currency: Currency) -> Self {
        let end = text.char_indices().nth(MAX_QUERY_CHARS).map_or(text.len(), |(i, _)| i);
        let mut rest = text.get(..end).unwrap_or(text);
        let mut at = 0;
        let mut expression = Self::default();
        let mut cost = 0;
        while cost < MAX_TERMS {
            let begun = rest.trim_start();
            at += rest.len() - begun.len();
            if begun.is_empty() {
                break;
            }
            let (first, others) = first_chunk(begun);
            let span = at..at + first.len();
            chunk(first, currency, |term| {
                let left = MAX_TERMS.saturating_sub(cost);
                cost += term.cost();
                if let Some(term) = term.within(left) {
                    expression.terms.push((term, span.clone()));
                }
            });
            at = span.end;
            rest = others;
        }
        expression
    }

    /// The words that are searched for, in order; those of phrases too.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.terms.iter().map(|(term, _)| match term {
            Term::Word(word) => std::slice::from_ref(word),
            Term::Phrase(words) => words.as_slice(),
            _ => &[],
        });
        words.flatten().map(String::as_str)
    }
}

/// The chunk that `text` begins with, to the next space outside quotes, and what follows. A quote that nobody closes is
/// none.
fn first_chunk(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut chars = text.char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            '"' if quoted => quoted = false,
            '"' => quoted = chars.as_str().contains('"'),
            c if c.is_whitespace() && !quoted => return text.split_at_checked(i).unwrap_or((text, "")),
            _ => {}
        }
    }
    (text, "")
}

fn chunk(chunk: &str, currency: Currency, mut push: impl FnMut(Term)) {
    let (positive, rest) = match chunk.strip_prefix('-') {
        Some(rest) => (false, rest),
        None => (true, chunk),
    };
    if let Some((name, value)) = rest.split_once(':') {
        match operator(&name.to_lowercase(), value, positive, currency) {
            Operator::Term(term) => return push(term),
            Operator::Waiting => return,
            Operator::None => {}
        }
    }
    let phrase = rest.len() > 2 && rest.starts_with('"') && rest.ends_with('"');
    let mut tokens = token::list(rest);
    match (positive, phrase) {
        _ if tokens.is_empty() => {}
        (false, _) => push(Term::Without(tokens)),
        (true, true) if tokens.len() > 1 => push(Term::Phrase(std::mem::take(&mut tokens))),
        _ => tokens.into_iter().for_each(|t| push(Term::Word(t))),
    }
}

enum Operator {
    Term(Term),
    /// Known, but its value is still to be typed.
    Waiting,
    None,
}

fn operator(name: &str, value: &str, positive: bool, currency: Currency) -> Operator {
    let facet = match name {
        "category" => Some(FacetKind::Category),
        "tag" => Some(FacetKind::Tag),
        "dev" | "developer" => Some(FacetKind::Developer),
        "compat" | "compatibility" => Some(FacetKind::Compatibility),
        "price" | "rating" => None,
        _ => return Operator::None,
    };
    let value = value.trim_matches('"').trim();
    if let Some(kind) = facet {
        let slug = value.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
        return if slug.is_empty() {
            Operator::Waiting
        } else {
            Operator::Term(Term::Facet(kind, slug, positive))
        };
    }
    let (comparison, number) = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ]
    .into_iter()
    .find_map(|(sign, comparison)| value.strip_prefix(sign).map(|number| (Some(comparison), number)))
    .unwrap_or((None, value));
    if number.is_empty() {
        return Operator::Waiting;
    }
    let term = match name {
        "price" => Money::parse_decimal(number, currency)
            .ok()
            .map(|m| Term::Price(comparison.unwrap_or(Comparison::AtMost), m.amount)),
        _ => parse_rating(number).map(|r| Term::Rating(comparison.unwrap_or(Comparison::AtLeast), r)),
    };
    match term {
        Some(term) if positive => Operator::Term(term),
        _ => Operator::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Vec<Term> {
        Expression::parse(text, Currency::USD)
            .terms
            .into_iter()
            .map(|(term, _)| term)
            .collect()
    }

    fn word(w: &str) -> Term {
        Term::Word(w.to_owned())
    }

    fn tokens(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn understands_the_language() {
        assert_eq!(parse("Swift geo-code"), [word("swift"), word("geo"), word("code")]);
        assert_eq!(
            parse("\"geo code\" maps"),
            [Term::Phrase(tokens("geo code")), word("maps")]
        );
        assert_eq!(
            parse("-legacy -\"two words\""),
            [Term::Without(tokens("legacy")), Term::Without(tokens("two words"))]
        );
        assert_eq!(
            parse("tag:maps dev:\"Acme Labs\" -compat:php Category:apis"),
            [
                Term::Facet(FacetKind::Tag, "maps".into(), true),
                Term::Facet(FacetKind::Developer, "acme-labs".into(), true),
                Term::Facet(FacetKind::Compatibility, "php".into(), false),
                Term::Facet(FacetKind::Category, "apis".into(), true),
            ]
        );
        assert_eq!(
            parse("price:<50 price:>=9.99 price:20 rating:>=4 rating:4.5"),
            [
                Term::Price(Comparison::Less, 5_000),
                Term::Price(Comparison::AtLeast, 999),
                Term::Price(Comparison::AtMost, 2_000),
                Term::Rating(Comparison::AtLeast, 400),
                Term::Rating(Comparison::AtLeast, 450),
            ]
        );
    }

    #[test]
    fn takes_what_is_half_typed_or_odd_as_words_or_waits() {
        assert_eq!(parse("tag: price:< rating:"), []);
        assert_eq!(
            parse("price:cheap http://x"),
            [word("price"), word("cheap"), word("http"), word("x")]
        );
        assert_eq!(parse("\"open quote"), [word("open"), word("quote")]);
        assert_eq!(parse("- -- \"\" … \"one\""), [word("one")]);
    }

    #[test]
    fn terms_cost_at_most_what_the_limit_says() {
        let words = |n: usize| vec!["ab"; n].join(" ");
        for text in [
            words(60),
            words(60).replace(' ', "-"),
            format!("\"{}\" maps", words(60)),
            format!("-\"{}\" maps", words(60)),
            vec!["\"a b c\""; 40].join(" "),
            vec!["tag:a -\"b c\" price:1"; 20].join(" "),
        ] {
            let cost: usize = parse(&text).iter().map(Term::cost).sum();
            assert!(cost <= MAX_TERMS, "{cost} for {text}");
        }
        assert_eq!(parse(&words(60)).len(), MAX_TERMS);
        assert_eq!(parse(&format!("maps \"{}\"", words(23))).len(), 2);
    }

    #[test]
    fn knows_where_each_term_came_from() {
        let text = "  maps  -\"a b\" x";
        let spans: Vec<_> = Expression::parse(text, Currency::USD)
            .terms
            .into_iter()
            .map(|(_, span)| text.get(span).unwrap())
            .collect();
        assert_eq!(spans, ["maps", "-\"a b\"", "x"]);
    }
}
