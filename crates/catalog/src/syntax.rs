//! The language of the search box: words, `"phrases"`, `-word`, `tag:`, `dev:`, `category:`, `compat:`, `price:<50`,
//! `rating:>=4`. Nothing is an error: what is no operator is words, and what is left out is named.

mod chunk;
mod operator;

use domain::Currency;

use crate::query::{FacetKind, Ignored, MAX_QUERY_CHARS};
use crate::{spelling, token};

use chunk::{Said, first_chunk};

/// More terms than this are left out; each word of a phrase is looked up, so each counts as one.
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

    /// What holds where this does not; none for being equal.
    fn opposite(self) -> Option<Self> {
        match self {
            Self::Less => Some(Self::AtLeast),
            Self::AtMost => Some(Self::Greater),
            Self::Equal => None,
            Self::AtLeast => Some(Self::Less),
            Self::Greater => Some(Self::AtMost),
        }
    }
}

/// One thing that was asked for; all must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// A word: matched as typed, in another spelling, as a beginning, or, when next to nothing is spelled so, within a
    /// few edits.
    Word(String),
    /// Words that follow each other in one field.
    Phrase(Vec<String>),
    /// Words that must not follow each other in any field; one word: must not stand anywhere.
    Without(Vec<String>),
    /// A facet's value (`true`), or not that value (`false`).
    Facet(FacetKind, String, bool),
    /// Compares the cheapest plan's price, in minor units.
    Price(Comparison, i64),
    /// Compares the average, in hundredths; products without ratings never match.
    Rating(Comparison, u16),
    /// Signs and nothing else: nothing has them.
    Nothing,
}

impl Term {
    /// How many words or values are looked up for it.
    fn cost(&self) -> usize {
        match self {
            Self::Phrase(words) | Self::Without(words) => words.len(),
            Self::Word(_) | Self::Facet(..) | Self::Price(..) | Self::Rating(..) | Self::Nothing => 1,
        }
    }
}

/// A word that is searched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Asked<'a> {
    pub word: &'a str,
    /// Whether it is too common to be missed: it ranks only. Where all are common, none is.
    pub common: bool,
    /// Whether longer words that begin so are found: not for one or two letters before another word (`wi-fi`).
    pub begins: bool,
}

/// A parsed search text: each term with the part of the text that it came from.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Expression {
    pub terms: Vec<(Term, std::ops::Range<usize>)>,
    /// Operators whose values say nothing, and why; they were left out.
    pub unclear: Vec<Ignored>,
    /// What was left out for being too much.
    pub beyond: Option<Ignored>,
}

impl Expression {
    /// Parses any text; see the module's description.
    pub fn parse(text: &str, currency: Currency) -> Self {
        let end = text.char_indices().nth(MAX_QUERY_CHARS).map_or(text.len(), |(i, _)| i);
        let mut rest = text.get(..end).unwrap_or(text);
        let mut at = 0;
        let mut expression = Self::default();
        let mut cost = 0;
        let mut signs = None;
        let mut beyond: Vec<&str> = Vec::new();
        loop {
            let begun = rest.trim_start();
            at += rest.len() - begun.len();
            if begun.is_empty() {
                break;
            }
            let (first, others) = first_chunk(begun);
            let span = at..at + first.len();
            at = span.end;
            rest = others;
            let terms = match chunk::read(first, currency) {
                Said::Terms(terms) => terms,
                Said::Unclear(reason) => {
                    expression.unclear.push(Ignored::new("q", first, reason));
                    continue;
                }
                Said::Nothing => {
                    signs = signs.or(Some(span));
                    continue;
                }
            };
            let more: usize = terms.iter().map(Term::cost).sum();
            if cost + more > MAX_TERMS {
                beyond.push(first);
                continue;
            }
            cost += more;
            expression
                .terms
                .extend(terms.into_iter().map(|term| (term, span.clone())));
        }
        if !beyond.is_empty() {
            let reason = format!("a search takes up to {MAX_TERMS} words");
            expression.beyond = Some(Ignored::long("q", beyond.join(" "), reason));
        }
        if let (Some(span), true, true) = (signs, expression.terms.is_empty(), expression.unclear.is_empty()) {
            expression.terms.push((Term::Nothing, span));
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

    /// The words that stand next to each other outside of phrases, each word once.
    pub(crate) fn runs(&self) -> Vec<Vec<Asked<'_>>> {
        let distinct = self.distinct_words();
        let mut left: Vec<&str> = distinct.iter().map(|asked| asked.word).collect();
        let mut runs: Vec<Vec<Asked>> = Vec::new();
        let mut follows = false;
        for (term, _) in &self.terms {
            let Term::Word(word) = term else {
                follows = false;
                continue;
            };
            if let Some(at) = left.iter().position(|left| left == word) {
                left.remove(at);
                let asked = distinct.iter().find(|asked| asked.word == *word);
                match (runs.last_mut(), asked) {
                    (Some(run), Some(asked)) if follows => run.push(*asked),
                    (_, asked) => runs.push(asked.into_iter().copied().collect()),
                }
                follows = true;
            }
        }
        runs
    }

    /// All words that are searched for, each once.
    pub(crate) fn distinct_words(&self) -> Vec<Asked<'_>> {
        let telling = self.tells();
        let last = match self.terms.last() {
            Some((Term::Word(word), _)) => word.as_str(),
            _ => "",
        };
        let mut distinct: Vec<Asked> = Vec::new();
        for word in self.words() {
            if !distinct.iter().any(|known| known.word == word) {
                let short = word.chars().nth(2).is_none() && !token::is_unspaced_word(word);
                distinct.push(Asked {
                    word,
                    common: telling && spelling::is_common(word),
                    begins: !short || word == last,
                });
            }
        }
        distinct
    }

    /// Whether any of the words is not a common one.
    fn tells(&self) -> bool {
        self.words().any(|word| !spelling::is_common(word))
    }
}

#[cfg(test)]
mod tests;
