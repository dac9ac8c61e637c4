//! Invariant 10's judge: the same answers by a plain scan over the entries, with nothing clever in it.

mod tests;

use std::cmp::Reverse;

use domain::Currency;

use crate::build::{Entry, field};
use crate::facets::{Facets, PRICE_STEPS, RATING_STEPS};
use crate::query::{FacetKind, Query, Sort};
use crate::search::word;
use crate::spelling::{self, Spelling};
use crate::syntax::{Asked, Comparison, Expression, Term};
use crate::{telling, token, typo};

/// What [`crate::evaluate`] should say: slugs of the page, total, page, pages, facets.
type Answer = (Vec<String>, usize, usize, usize, Facets);

/// A token of a product: the field it stands in and the text.
type Having = Vec<(u8, String)>;

/// The texts of a product whose words have an order: field and text.
fn texts(entry: &Entry) -> Vec<(u8, String)> {
    let mut texts = vec![
        (field::TITLE, entry.title.clone()),
        (field::DEVELOPER, entry.developer_name.clone()),
        (field::SUMMARY, entry.summary.clone()),
    ];
    texts.extend(entry.tags.iter().map(|tag| (field::TAG, tag.clone())));
    for (field, value) in values(entry) {
        texts.push((field, value.clone()));
        texts.push((field, domain::slug::label(&value)));
    }
    texts
}

fn values(entry: &Entry) -> Vec<(u8, String)> {
    let mut values = vec![(field::CATEGORY, entry.category.clone())];
    values.extend(
        entry
            .compatibility
            .iter()
            .map(|value| (field::COMPATIBILITY, value.clone())),
    );
    values
}

/// A product with what is looked at again and again.
struct Read<'a> {
    entry: &'a Entry,
    tokens: Having,
}

/// All products with their tokens; those of one field of category or compatibility for each value.
fn read(entries: &[Entry]) -> Vec<Read<'_>> {
    let all: Vec<&Entry> = entries.iter().collect();
    let telling = telling::words(&all);
    let of = |(entry, telling): (&'_ Entry, std::collections::BTreeSet<String>)| {
        let mut tokens: Having = Vec::new();
        for (field, text) in texts(entry) {
            token::for_each(&text, |_, token| tokens.push((field, token.to_owned())));
        }
        tokens.extend(telling.into_iter().map(|word| (field::DESCRIPTION, word)));
        tokens
    };
    let read = entries.iter().zip(telling).map(|(entry, telling)| Read {
        entry,
        tokens: of((entry, telling)),
    });
    read.collect()
}

fn weight(fields: u8) -> u64 {
    match fields {
        0 => 1,
        field::COMPATIBILITY | field::CATEGORY => 2,
        fields => [
            (field::TITLE, 16),
            (field::TAG, 8),
            (field::DEVELOPER, 6),
            (field::SUMMARY, 4),
        ]
        .into_iter()
        .filter(|(field, _)| fields & field != 0)
        .map(|(_, weight)| weight)
        .sum(),
    }
}

/// The best worth of the product's tokens: what stands in several fields counts in all of them, a facet by itself.
fn best(product: &Read, worth: impl Fn(&str, u64) -> u64) -> Option<u64> {
    let mut found = Vec::new();
    for (field, token) in &product.tokens {
        let weight = match *field {
            field::COMPATIBILITY | field::CATEGORY | field::DESCRIPTION => weight(*field),
            _ => {
                let same = product.tokens.iter().filter(|(_, other)| other == token);
                let fields = same.map(|(field, _)| field & 15).fold(0, |all, field| all | field);
                weight(fields)
            }
        };
        found.push(worth(token, weight));
    }
    found.into_iter().max().filter(|&worth| worth > 0)
}

/// The fields in which the words stand in a row, those of facets apart.
fn rows(product: &Read, words: &[String]) -> Vec<u8> {
    if let [word] = words {
        let having = product
            .tokens
            .iter()
            .filter(|(_, token)| token == word)
            .map(|(field, _)| *field);
        let (facets, fields): (Vec<u8>, Vec<u8>) = having.partition(|field| field & 48 != 0);
        let mut rows = facets;
        if !fields.is_empty() {
            rows.push(fields.into_iter().fold(0, |all, field| all | field));
        }
        return rows;
    }
    let having = |text: &str| token::list(text).windows(words.len()).any(|row| row == words);
    let fields = texts(product.entry)
        .into_iter()
        .filter(|(_, text)| having(text))
        .map(|(field, _)| field);
    let (mut facets, fields): (Vec<u8>, Vec<u8>) = fields.partition(|field| field & 48 != 0);
    let fields = fields.into_iter().fold(0, |all, field| all | field);
    if fields != 0 {
        facets.push(fields);
    }
    facets
}

/// How well a product has a word that is written as it was typed, begun, or in another spelling.
fn written(product: &Read, word: &str, begins: bool) -> Option<u64> {
    let direct = best(product, |token, weight| match () {
        () if token == word => weight * 64,
        () if begins && token.starts_with(word) => weight * 32,
        () => 0,
    });
    let other = spelling::others(word).into_iter().flat_map(|other| match other {
        Spelling::Token(token) => rows(product, &[token]),
        Spelling::Row(words) => rows(product, &words),
    });
    let other = other.map(|fields| weight(fields) * 56).max();
    direct.max(other)
}

/// The same, with the spellings that join in where fewer than three products are written so.
fn word_score(all: &[Read], product: &Read, &Asked { word, begins, .. }: &Asked, may_widen: bool) -> Option<u64> {
    let few = all
        .iter()
        .filter(|product| written(product, word, begins).is_some())
        .count()
        < 3;
    let mut score = written(product, word, begins);
    if few && may_widen {
        word::each_split(word, |first, second| {
            let fields = rows(product, &[first.to_owned(), second.to_owned()]);
            score = score.max(fields.into_iter().map(|fields| weight(fields) * 32).max());
        });
        let allowed = typo::tolerance(word);
        let wide = best(product, |token, weight| {
            let edits = typo::distance(word, token);
            let misspelt = match edits {
                1 if allowed >= 1 => 11 + weight / 4,
                2 if allowed >= 2 => 1 + weight / 4,
                _ => 0,
            };
            let made = spelling::stem(word).is_some_and(|stem| spelling::has_stem(token, stem));
            misspelt.max(if made { weight * 24 } else { 0 })
        });
        score = score.max(wide);
    }
    score
}

/// How well a product has the words that follow each other, from the first to the last: the best of all ways to read
/// some of them as one.
fn run_score(
    all: &[Read],
    product: &Read,
    words: &[Asked],
    at: usize,
    joins: &[(usize, usize, String)],
) -> Option<u64> {
    let Some(asked) = words.get(at) else {
        return Some(0);
    };
    let covered = joins.iter().any(|(from, count, _)| (*from..from + count).contains(&at));
    let alone = if asked.common {
        Some(
            rows(product, &[asked.word.to_owned()])
                .into_iter()
                .map(|fields| weight(fields) * 64)
                .max()
                .unwrap_or(0),
        )
    } else {
        word_score(all, product, asked, !covered)
    };
    let rest = |count: usize| run_score(all, product, words, at + count, joins);
    let alone = alone.and_then(|score| Some(score + rest(1)?));
    let joined = joins
        .iter()
        .filter(|(from, ..)| *from == at)
        .filter_map(|(_, count, one)| Some(written(product, one, long(one))? + rest(*count)?));
    joined.chain(alone).max()
}

/// Whether words that are written as one find what begins so.
fn long(one: &str) -> bool {
    one.chars().count() >= 5
}

/// The words of a run that some product has written as one: where, how many, and how.
fn joins(all: &[Read], words: &[Asked]) -> Vec<(usize, usize, String)> {
    let mut joins = Vec::new();
    for from in 0..words.len() {
        for count in 2..=3.min(words.len() - from) {
            let parts: Vec<&str> = words[from..from + count].iter().map(|asked| asked.word).collect();
            let one = parts.concat();
            if word::can_join(&parts) && all.iter().any(|product| written(product, &one, long(&one)).is_some()) {
                joins.push((from, count, one));
            }
        }
    }
    joins
}

/// The fields in which the words stand in a row, as one, or under another name.
fn stands(product: &Read, words: &[String]) -> Vec<u8> {
    let one = words.concat();
    let mut stands = rows(product, words);
    if words.len() == 2 || words.len() == 3 {
        stands.extend(rows(product, std::slice::from_ref(&one)));
    }
    for other in spelling::names_of(&one) {
        stands.extend(match other {
            Spelling::Token(token) => rows(product, std::slice::from_ref(token)),
            Spelling::Row(words) => rows(product, words),
        });
    }
    stands
}

/// The score of a product for the text, if it fulfils every term.
fn text_score(all: &[Read], product: &Read, expression: &Expression) -> Option<u64> {
    let entry = product.entry;
    let mut score = 0;
    for run in expression.runs() {
        score += run_score(all, product, &run, 0, &joins(all, &run))?;
    }
    for (term, _) in &expression.terms {
        let holds = match term {
            Term::Word(_) => true,
            Term::Nothing => false,
            Term::Phrase(words) => {
                let stands = stands(product, words);
                let best = stands
                    .iter()
                    .map(|&fields| weight(fields) * 64 * words.len() as u64)
                    .max();
                score += best.unwrap_or(0);
                !stands.is_empty()
            }
            Term::Without(words) => stands(product, words).is_empty(),
            Term::Facet(kind, value, wanted) => {
                let any = |means: &dyn Fn(&String) -> bool| all.iter().any(|p| p.entry.facet(*kind).iter().any(means));
                let same = |v: &String| v == value;
                let label = |v: &String| match kind {
                    FacetKind::Developer => all
                        .iter()
                        .find(|p| p.entry.developer == *v)
                        .map(|p| p.entry.developer_name.clone()),
                    _ => None,
                };
                let named = |v: &String| {
                    let label = label(v).filter(|label| !label.is_empty());
                    spelling::names_value(value, v, &label.unwrap_or_else(|| domain::slug::label(v)))
                };
                let begins = |v: &String| v.starts_with(value.as_str());
                let having = entry.facet(*kind).iter();
                let found = match () {
                    () if any(&same) => having.clone().any(same),
                    () if any(&named) => having.clone().any(named),
                    () => having.clone().any(begins),
                };
                found == *wanted
            }
            Term::Price(comparison, bound) => compare(*comparison, entry.price, *bound),
            Term::Rating(comparison, bound) => entry.rating.is_some_and(|(r, _)| compare(*comparison, r, *bound)),
        };
        if !holds {
            return None;
        }
    }
    let title = token::list(&entry.title);
    let named: Vec<&str> = expression.words().collect();
    let whole = !title.is_empty() && title.iter().all(|token| named.contains(&token.as_str()));
    let one: String = named.iter().map(|word| word.trim_start_matches('.')).collect();
    let raised = match () {
        () if !one.is_empty() && one == title.concat() => 2_000_000,
        () if whole => 1_000_000,
        () => 0,
    };
    Some(score + raised)
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
    let all = read(entries);
    let found: Vec<(&Entry, u64)> = all
        .iter()
        .filter_map(|product| Some((product.entry, text_score(&all, product, &expression)?)))
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
