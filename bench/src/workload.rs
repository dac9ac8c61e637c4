//! The queries of the benchmarks: drawn from the catalogue itself by a seeded rng, so that every engine and every run
//! answers the same ones and most of them have an answer.

use catalog::{Entry, PRICE_STEPS, Query, RATING_STEPS};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};

const SEED: u64 = 20_260_131;

/// Text and three filters: one or two words of a product; three in ten unfinished, two in ten misspelt. One query in
/// ten takes its filters from another product, and so may find nothing.
pub fn queries(entries: &[Entry], n: usize) -> Vec<Query> {
    let mut rng = StdRng::seed_from_u64(SEED);
    (0..n)
        .map(|_| {
            let of = pick(entries, &mut rng);
            let filtered_by = if rng.random_ratio(1, 10) {
                pick(entries, &mut rng)
            } else {
                of
            };
            let text = text(of, &mut rng);
            filtered(
                Query {
                    text,
                    ..Query::default()
                },
                filtered_by,
                3,
                &mut rng,
            )
        })
        .collect()
}

/// As visitors click: one to three filters, and a word in one of four.
pub fn filters(entries: &[Entry], n: usize) -> Vec<Query> {
    let mut rng = StdRng::seed_from_u64(SEED + 1);
    (0..n)
        .map(|_| {
            let of = pick(entries, &mut rng);
            let text = if rng.random_ratio(1, 4) {
                words(of, &mut rng).swap_remove(0)
            } else {
                String::new()
            };
            let count = rng.random_range(1..=3);
            filtered(
                Query {
                    text,
                    ..Query::default()
                },
                of,
                count,
                &mut rng,
            )
        })
        .collect()
}

fn pick<'a>(entries: &'a [Entry], rng: &mut StdRng) -> &'a Entry {
    entries.choose(rng).expect("a catalogue has entries")
}

/// The words of title and summary that a customer would type, at least one.
fn words(entry: &Entry, rng: &mut StdRng) -> Vec<String> {
    let of = if rng.random_bool(0.5) {
        &entry.title
    } else {
        &entry.summary
    };
    let telling = |word: &&str| word.len() >= 4 && !matches!(*word, "with" | "without");
    let mut words: Vec<String> = of
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(telling)
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        words.push(entry.category.clone());
    }
    words.shuffle(rng);
    words
}

fn text(entry: &Entry, rng: &mut StdRng) -> String {
    let mut words = words(entry, rng);
    words.truncate(rng.random_range(1..=2));
    let last = words.last_mut().expect("there is a word");
    match rng.random_range(0..10) {
        0..3 => *last = last.chars().take(rng.random_range(3..=last.len())).collect(),
        3..5 => *last = misspelt(last, rng),
        _ => {}
    }
    words.join(" ")
}

/// The word with one letter dropped, doubled, changed or swapped with the next; never the first.
fn misspelt(word: &str, rng: &mut StdRng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.random_range(1..letters.len() - 1);
    match rng.random_range(0..4) {
        0 if letters.len() > 4 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = rng.random_range('a'..='z'),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

/// `count` different filters that the product passes, fewer where it has no more.
fn filtered(query: Query, of: &Entry, count: usize, rng: &mut StdRng) -> Query {
    let mut kinds = [0, 1, 2, 3, 4];
    kinds.shuffle(rng);
    let mut query = query;
    let mut left = count;
    for kind in kinds {
        let set = left > 0
            && match kind {
                0 => push(&mut query.categories, Some(&of.category)),
                1 => push(&mut query.compatibility, of.compatibility.choose(rng)),
                2 => push(&mut query.tags, of.tags.choose(rng)),
                3 => {
                    let steps = PRICE_STEPS.map(|units| units * 100);
                    query.max_price = steps.into_iter().find(|&step| of.price <= step);
                    query.max_price.is_some()
                }
                _ => {
                    query.min_rating = RATING_STEPS
                        .into_iter()
                        .find(|&step| of.rating.is_some_and(|(r, _)| r >= step));
                    query.min_rating.is_some()
                }
            };
        left -= usize::from(set);
    }
    query
}

fn push(values: &mut Vec<String>, value: Option<&String>) -> bool {
    values.extend(value.cloned());
    value.is_some()
}
