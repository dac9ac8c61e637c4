//! Which products have a word, and how well it fits.

use super::row::each_row;
use super::score::{APART, EXACT, NEAR, PREFIX, STEM, Worths};
use crate::bits::Bits;
use crate::build::field;
use crate::spelling::{self, Spelling};
use crate::{Snapshot, rank, token, typo};

/// With fewer products than this spelled as typed, other spellings join in, ranked below.
const FEW: usize = 3;
/// Words of several that are written as one find what begins so only from this many characters.
const LONG: usize = 5;

/// The products that have a word, with the best worth of its hits.
pub(super) struct Hits {
    pub bits: Bits,
    /// By id.
    pub best: Vec<u16>,
}

impl Hits {
    pub fn none(snapshot: &Snapshot) -> Self {
        Self {
            bits: Bits::none(snapshot.len()),
            best: vec![0; snapshot.len()],
        }
    }

    pub fn add(&mut self, id: u32, worth: u16) {
        let best = &mut self.best[id as usize];
        *best = (*best).max(worth);
        self.bits.insert(id);
    }

    fn term(&mut self, snapshot: &Snapshot, term: usize, worths: &Worths) {
        snapshot.postings(term, |id, fields| self.add(id, worths.get(fields)));
    }

    /// The products of the value that a word of category or compatibility stands in.
    fn value(&mut self, snapshot: &Snapshot, at: usize, worths: &Worths) {
        let found = snapshot.facet_word(at);
        let worth = worths.get(field::of_facet(found.kind));
        let products = snapshot.facet(found.kind).products(found.value);
        products.iter().for_each(|&id| self.add(id, worth));
    }
}

static AS_TYPED: Worths = Worths::of(EXACT);
static BEGUN: Worths = Worths::of(PREFIX);
static OTHERWISE: Worths = Worths::of(NEAR);
static WRITTEN_APART: Worths = Worths::of(APART);
static MADE_FROM: Worths = Worths::of(STEM);
static MISSPELT: [Worths; 2] = [Worths::misspelt(1), Worths::misspelt(2)];

/// The first of `len` words in order that is not before `word`.
pub(crate) fn partition<'a>(len: usize, get: impl Fn(usize) -> &'a str, word: &str) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low.midpoint(high);
        if get(middle) < word {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn first_term(snapshot: &Snapshot, word: &str) -> usize {
    partition(snapshot.terms(), |term| snapshot.term(term), word)
}

/// The term that is this word.
pub(crate) fn exact(snapshot: &Snapshot, word: &str) -> Option<usize> {
    let term = first_term(snapshot, word);
    (term < snapshot.terms() && snapshot.term(term) == word).then_some(term)
}

/// Whether two words can be written as one: characters of scripts without spaces are not.
pub(crate) fn can_join(words: &[&str]) -> bool {
    !words.iter().any(|word| token::is_unspaced_word(word))
}

/// The products that have the word as it was typed, in another spelling, or, where `begins`, begun.
pub(super) fn written(snapshot: &Snapshot, word: &str, begins: bool) -> Hits {
    let mut hits = Hits::none(snapshot);
    let mut next = first_term(snapshot, word);
    if next < snapshot.terms() && snapshot.term(next) == word {
        hits.term(snapshot, next, &AS_TYPED);
        next += 1;
    }
    while begins && next < snapshot.terms() && snapshot.term(next).starts_with(word) {
        hits.term(snapshot, next, &BEGUN);
        next += 1;
    }
    for at in snapshot.facet_words_from(word) {
        match snapshot.facet_word(at).word.as_str() {
            same if same == word => hits.value(snapshot, at, &AS_TYPED),
            longer if begins && longer.starts_with(word) => hits.value(snapshot, at, &BEGUN),
            _ => break,
        }
    }
    for other in spelling::others(word) {
        match other {
            Spelling::Token(token) => each_row(snapshot, &[token], |id, fields| hits.add(id, OTHERWISE.get(fields))),
            Spelling::Row(words) => each_row(snapshot, &words, |id, fields| hits.add(id, OTHERWISE.get(fields))),
        }
    }
    hits
}

/// [`written`] of several words as one, which is looked up more often than it is found.
pub(super) fn written_as_one(snapshot: &Snapshot, word: &str) -> Option<Hits> {
    let begins = |found: &str| found.starts_with(word);
    let term = first_term(snapshot, word);
    let known = term < snapshot.terms() && begins(snapshot.term(term))
        || snapshot
            .facet_words(word)
            .first()
            .is_some_and(|found| begins(&found.word))
        || !spelling::others(word).is_empty();
    let hits = known.then(|| written(snapshot, word, word.chars().count() >= LONG))?;
    (hits.bits.count() > 0).then_some(hits)
}

/// The products that have exactly this word, as it stands in a product.
pub(super) fn as_typed(snapshot: &Snapshot, word: &str) -> Hits {
    let mut hits = Hits::none(snapshot);
    each_row(snapshot, &[word.to_owned()], |id, fields| {
        hits.add(id, AS_TYPED.get(fields))
    });
    hits
}

/// Lets spellings in that are not quite what was typed, where next to nothing is written so. Returns those that stand
/// for a word that nothing has.
pub(super) fn widen(snapshot: &Snapshot, word: &str, hits: &mut Hits) -> Vec<String> {
    let count = hits.bits.count();
    if count >= FEW {
        return Vec::new();
    }
    each_split(word, |first, second| {
        let words = [first.to_owned(), second.to_owned()];
        each_row(snapshot, &words, |id, fields| hits.add(id, WRITTEN_APART.get(fields)));
    });
    if let Some(stem) = spelling::stem(word) {
        let terms = first_term(snapshot, stem)..snapshot.terms();
        for term in terms.take_while(|&term| snapshot.term(term).starts_with(stem)) {
            if spelling::has_stem(snapshot.term(term), stem) {
                hits.term(snapshot, term, &MADE_FROM);
            }
        }
        for at in snapshot.facet_words_from(stem) {
            let found = &snapshot.facet_word(at).word;
            if !found.starts_with(stem) {
                break;
            }
            if spelling::has_stem(found, stem) {
                hits.value(snapshot, at, &MADE_FROM);
            }
        }
    }
    let known = hits.bits.count() > 0;
    let mut meant: Vec<u64> = Vec::new();
    let terms = snapshot.terms();
    typo::for_each(
        terms,
        |term| snapshot.term(term),
        word,
        |term, edits| {
            hits.term(snapshot, term, &MISSPELT[edits - 1]);
            meant.push(rank::fewest(edits as u32, term as u32));
        },
    );
    let values = snapshot.facet_word_count();
    typo::for_each(
        values,
        |at| snapshot.facet_word(at).word.as_str(),
        word,
        |at, edits| {
            hits.value(snapshot, at, &MISSPELT[edits - 1]);
            meant.push(rank::fewest(edits as u32, (terms + at) as u32));
        },
    );
    if known {
        return Vec::new();
    }
    let mut spellings: Vec<String> = Vec::new();
    for at in rank::first(meant, 6) {
        let spelling = match at as usize {
            term if term < terms => snapshot.term(term),
            at => &snapshot.facet_word(at - terms).word,
        };
        if spellings.len() < 3 && !spellings.iter().any(|known| known == spelling) {
            spellings.push(spelling.to_owned());
        }
    }
    spellings
}

/// Calls `each` with every way to write a word as two.
pub(crate) fn each_split(word: &str, mut each: impl FnMut(&str, &str)) {
    if word.chars().count() < 4 || token::is_unspaced_word(word) {
        return;
    }
    for (at, _) in word.char_indices().skip(1) {
        if let Some((first, second)) = word.split_at_checked(at) {
            each(first, second);
        }
    }
}
