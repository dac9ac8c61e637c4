//! Invariant 10's judge: the same answers by a plain scan over the entries, with nothing clever in it.

mod tests;

use std::cmp::Reverse;

use domain::Currency;

use crate::build::{Entry, field};
use crate::facets::{Facets, PRICE_STEPS, RATING_STEPS};
use crate::query::{FacetKind, Query, Sort};
use crate::syntax::{Comparison, Expression, Term};
use crate::{token, typo};

/// What [`crate::evaluate`] should say: slugs of the page, total, page, pages, facets.
type Answer = (Vec<String>, usize, usize, usize, Facets);

/// The texts of a product: field and text.
fn texts(entry: &Entry) -> Vec<(u8, &str)> {
    let mut texts = vec![
        (field::TITLE, entry.title.as_str()),
        (field::DEVELOPER, &entry.developer_name),
        (field::SUMMARY, &entry.summary),
    ];
    texts.extend(entry.tags.iter().map(|tag| (field::TAG, tag.as_str())));
    texts
}

/// The fields in which a token fulfils `fits`, for every token that does.
fn hits<'a>(entry: &'a Entry, fits: impl Fn(&str) -> bool + 'a) -> Vec<(String, u8)> {
    let mut hits: Vec<(String, u8)> = Vec::new();
    for (field, text) in texts(entry) {
        for token in token::list(text).into_iter().filter(|t| fits(t)) {
            match hits.iter_mut().find(|(t, _)| *t == token) {
                Some((_, fields)) => *fields |= field,
                None => hits.push((token, field)),
            }
        }
    }
    hits
}

fn weight(fields: u8) -> u64 {
    [
        (field::TITLE, 8),
        (field::TAG, 4),
        (field::DEVELOPER, 3),
        (field::SUMMARY, 2),
    ]
    .into_iter()
    .filter(|(field, _)| fields & field != 0)
    .map(|(_, weight)| weight)
    .sum()
}

/// The best score of a word in a product, if it has the word at all.
fn word_score(entries: &[Entry], entry: &Entry, word: &str) -> Option<u64> {
    let written = |e: &Entry| !hits(e, |t| t.starts_with(word)).is_empty();
    let few = entries.iter().filter(|e| written(e)).count() < 3;
    let allowed = if few { typo::tolerance(word) } else { 0 };
    let quality = |token: &str| {
        let edits = typo::distance(word, token);
        match () {
            () if token == word => 64,
            () if token.starts_with(word) => 32,
            () if edits <= allowed && edits == 1 => 3,
            () if edits <= allowed && edits == 2 => 1,
            () => 0,
        }
    };
    hits(entry, |t| quality(t) > 0)
        .into_iter()
        .map(|(t, fields)| quality(&t) * weight(fields))
        .max()
}

/// The fields in which the tokens stand in a row.
fn rows(entry: &Entry, tokens: &[String]) -> u8 {
    texts(entry)
        .into_iter()
        .filter(|(_, text)| token::list(text).windows(tokens.len()).any(|row| row == tokens))
        .fold(0, |fields, (field, _)| fields | field)
}

/// The score of a product for the text, if it fulfils every term.
fn text_score(entries: &[Entry], entry: &Entry, expression: &Expression) -> Option<u64> {
    let (mut score, mut words) = (0, Vec::new());
    let title = token::list(&entry.title);
    for (term, _) in &expression.terms {
        let holds = match term {
            Term::Word(word) if words.contains(word) => true,
            Term::Word(word) => {
                words.push(word.clone());
                score += word_score(entries, entry, word)?;
                true
            }
            Term::Phrase(tokens) => {
                let fields = rows(entry, tokens);
                score += weight(fields) * 64 * tokens.len() as u64;
                fields != 0
            }
            Term::Without(tokens) => rows(entry, tokens) == 0,
            Term::Facet(kind, value, wanted) => {
                let known = entries.iter().any(|e| e.facet(*kind).contains(value));
                let means = |v: &String| {
                    if known {
                        v == value
                    } else {
                        v.starts_with(value.as_str())
                    }
                };
                entry.facet(*kind).iter().any(means) == *wanted
            }
            Term::Price(comparison, bound) => compare(*comparison, entry.price, *bound),
            Term::Rating(comparison, bound) => entry.rating.is_some_and(|(r, _)| compare(*comparison, r, *bound)),
        };
        if !holds {
            return None;
        }
    }
    let named: Vec<&str> = expression.words().collect();
    let whole = !title.is_empty() && title.iter().all(|token| named.contains(&token.as_str()));
    Some(if whole { score + 8_000 } else { score })
}

fn compare<T: PartialOrd>(comparison: Comparison, a: T, b: T) -> bool {
    match comparison {
        Comparison::Less => a < b,
        Comparison::AtMost => a <= b,
        Comparison::Equal => a == b,
        Comparison::AtLeast => a >= b,
        Comparison::Greater => a > b,
    }
}

/// Whether a product passes a query's filters, one of them left out.
fn passes(entry: &Entry, query: &Query, except: &str) -> bool {
    let facets = FacetKind::ALL
        .into_iter()
        .filter(|kind| kind.parameter() != except)
        .all(|kind| {
            let wanted = query.values(kind);
            wanted.is_empty() || entry.facet(kind).iter().any(|v| wanted.contains(v))
        });
    let price = except == "price"
        || (query.min_price.is_none_or(|min| entry.price >= min)
            && query.max_price.is_none_or(|max| entry.price <= max));
    let rating = except == "rating"
        || query
            .min_rating
            .is_none_or(|min| entry.rating.map_or(0, |(r, _)| r) >= min);
    facets && price && rating
}

fn answer(entries: &[Entry], query: &Query) -> Answer {
    let expression = Expression::parse(&query.text, Currency::USD);
    let found: Vec<(&Entry, u64)> = entries
        .iter()
        .filter_map(|e| Some((e, text_score(entries, e, &expression)?)))
        .collect();
    let but = |except: &str| {
        found
            .iter()
            .map(|(e, _)| *e)
            .filter(|e| passes(e, query, except))
            .collect::<Vec<_>>()
    };
    let facets = Facets {
        counts: FacetKind::ALL.map(|kind| {
            let mut values: Vec<&String> = entries.iter().flat_map(|e| e.facet(kind)).collect();
            values.sort();
            values.dedup();
            let having = but(kind.parameter());
            values
                .into_iter()
                .map(|v| having.iter().filter(|e| e.facet(kind).contains(v)).count() as u32)
                .collect()
        }),
        price_range: but("price")
            .iter()
            .map(|e| e.price)
            .min()
            .zip(but("price").iter().map(|e| e.price).max()),
        price_steps: PRICE_STEPS.map(|step| but("price").iter().filter(|e| e.price <= step * 100).count() as u32),
        rating_steps: RATING_STEPS.map(|s| {
            but("rating")
                .iter()
                .filter(|e| e.rating.is_some_and(|(r, _)| r >= s))
                .count() as u32
        }),
    };
    let mut results: Vec<_> = found.into_iter().filter(|(e, _)| passes(e, query, "")).collect();
    let ranked = expression
        .terms
        .iter()
        .any(|(t, _)| matches!(t, Term::Word(_) | Term::Phrase(_)));
    results.sort_by_key(|(e, score)| {
        let (average, count) = e.rating.unwrap_or((0, 0));
        let first = match query.sort {
            Sort::Relevance if ranked => (-(*score as i64), 0),
            Sort::Relevance | Sort::Popular => (0, 0),
            Sort::Newest => (-e.published_at.as_micros(), 0),
            Sort::Rating => (-i64::from(average), -i64::from(count)),
            Sort::PriceUp => (e.price, 0),
            Sort::PriceDown => (-e.price, 0),
        };
        (first, Reverse(e.popularity), e.slug.clone())
    });
    let pages = results.len().div_ceil(query.limit).max(1);
    let page = query.page.clamp(1, pages);
    let shown = results.iter().skip((page - 1) * query.limit).take(query.limit);
    (
        shown.map(|(e, _)| e.slug.clone()).collect(),
        results.len(),
        page,
        pages,
        facets,
    )
}
