//! Text search: which products an expression finds, and how well each fits.

mod row;
pub(crate) mod score;
#[cfg(test)]
mod tests;
pub(crate) mod word;

use crate::bits::Bits;
use crate::build::field;
use crate::query::FacetKind;
use crate::spelling::{self, Spelling};
use crate::syntax::{Asked, Expression, Term};
use crate::{Snapshot, token};

use row::each_row;
use score::{EXACT, IN_ORDER, ONE_MORE, WHOLE_TITLE, weight};
use word::{Hits, as_typed, can_join, widen, written, written_as_one};

/// As many words that follow each other are also looked for written as one.
pub(crate) const MOST_JOINED: usize = 3;

/// What an expression found.
pub(crate) struct Found {
    /// `None`: the expression asks nothing, everything is found.
    pub bits: Option<Bits>,
    /// The score of each product; `None` where nothing ranks, as by filters alone.
    pub scores: Option<Vec<u32>>,
    /// Words that no product has, with the spellings used instead.
    pub corrections: Vec<(String, Vec<String>)>,
}

/// Runs an expression: every term must hold.
pub(crate) fn find(snapshot: &Snapshot, expression: &Expression) -> Found {
    let len = snapshot.len();
    let mut search = Search {
        snapshot,
        scores: vec![],
        corrections: vec![],
    };
    let mut bits: Option<Bits> = None;
    let mut narrow = |with: Bits| match &mut bits {
        Some(bits) => bits.intersect(&with),
        None => bits = Some(with),
    };
    for run in expression.runs() {
        narrow(search.run(&run));
    }
    for (term, _) in &expression.terms {
        match term {
            Term::Word(_) => {}
            Term::Nothing => narrow(Bits::none(len)),
            Term::Phrase(words) => narrow(search.phrase(words)),
            Term::Without(words) => {
                let mut keep = Bits::all(len);
                each_written(snapshot, words, |id, _| keep.remove(id));
                narrow(keep);
            }
            Term::Facet(kind, value, wanted) => {
                let mut with = snapshot.facet(*kind).collect(&values(snapshot, *kind, value), len);
                if !wanted {
                    let mut rest = Bits::all(len);
                    rest.subtract(&with);
                    with = rest;
                }
                narrow(with);
            }
            Term::Price(comparison, bound) => {
                narrow(Bits::from_column(&snapshot.price, |price| {
                    comparison.holds(price, *bound)
                }));
            }
            Term::Rating(comparison, bound) => {
                narrow(Bits::from_column(&snapshot.rating, |r| {
                    r > 0 && comparison.holds(r, *bound)
                }));
            }
        }
    }
    let Search {
        mut scores,
        corrections,
        ..
    } = search;
    if let (Some(bits), false) = (&bits, scores.is_empty()) {
        raise_whole_titles(snapshot, expression, bits, &mut scores);
    }
    Found {
        bits,
        scores: (!scores.is_empty()).then_some(scores),
        corrections,
    }
}

/// Puts the products first whose title the query names in full.
fn raise_whole_titles(snapshot: &Snapshot, expression: &Expression, bits: &Bits, scores: &mut [u32]) {
    let named: Vec<&str> = expression.words().collect();
    let mut hits = vec![0u8; snapshot.len()];
    for (at, word) in named.iter().enumerate() {
        if !named[..at].contains(word)
            && let Some(term) = word::exact(snapshot, word)
        {
            snapshot.postings(term, |id, fields| {
                hits[id as usize] = hits[id as usize].saturating_add(fields & field::TITLE);
            });
        }
    }
    let key = title_key(named.iter().copied());
    let titles = snapshot.titles();
    for id in bits.iter() {
        let title = &titles[id as usize];
        let score = &mut scores[id as usize];
        if title.key == key && key != 0 {
            *score = score.saturating_add(WHOLE_TITLE + IN_ORDER);
        } else if title.words > 0 && hits[id as usize] >= title.words {
            // A word can stand in a title in more than one way: only reading it is sure.
            let words = token::list(snapshot.title(id));
            if words.iter().all(|word| named.contains(&word.as_str())) {
                *score = score.saturating_add(WHOLE_TITLE);
            }
        }
    }
}

/// A title's words written as one, as a number: FNV-1a; 0 for none.
pub(crate) fn title_key<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let bytes = words.flat_map(|word| word.trim_start_matches('.').bytes());
    let (mut hash, mut any) = (0xcbf2_9ce4_8422_2325_u64, false);
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        any = true;
    }
    if any { hash.max(1) } else { 0 }
}

/// How well each product fits any of the words, and which do at all: for results when all words together find none.
pub(crate) fn any(snapshot: &Snapshot, expression: &Expression) -> (Bits, Vec<u32>) {
    let mut scores = vec![0u32; snapshot.len()];
    let mut found = Bits::none(snapshot.len());
    for Asked { word, common, begins } in expression.distinct_words() {
        let hits = if common {
            as_typed(snapshot, word)
        } else {
            let mut hits = written(snapshot, word, begins);
            widen(snapshot, word, &mut hits);
            hits
        };
        for id in hits.bits.iter() {
            let more = if common { 0 } else { ONE_MORE };
            scores[id as usize] += u32::from(hits.best[id as usize]) + more;
        }
        if !common {
            found.unite(&hits.bits);
        }
    }
    (found, scores)
}

/// The ids of the facet values that an operator's value means: the one of that name, else those beginning so.
pub(crate) fn values(snapshot: &Snapshot, kind: FacetKind, value: &str) -> Vec<u32> {
    let facet = snapshot.facet(kind);
    if let Some(id) = facet.find(value) {
        return vec![id];
    }
    let all = || (0u32..).zip(&facet.values);
    let named: Vec<u32> = all()
        .filter(|(_, (slug, label))| spelling::names_value(value, slug, label))
        .map(|(id, _)| id)
        .collect();
    if !named.is_empty() {
        return named;
    }
    all()
        .filter(|(_, (slug, _))| slug.starts_with(value))
        .map(|(id, _)| id)
        .collect()
}

/// Calls `each` with every product in which the words stand as they were typed: in a row, as one, or under another name
/// of the same thing. A product can come more than once.
fn each_written(snapshot: &Snapshot, words: &[String], mut each: impl FnMut(u32, u8)) {
    each_row(snapshot, words, &mut each);
    let one = words.concat();
    if words.len() > 1 && words.len() <= MOST_JOINED {
        each_row(snapshot, std::slice::from_ref(&one), &mut each);
    }
    for other in spelling::names_of(&one) {
        match other {
            Spelling::Token(token) => each_row(snapshot, std::slice::from_ref(token), &mut each),
            Spelling::Row(words) => each_row(snapshot, words, &mut each),
        }
    }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    /// Empty until something ranks.
    scores: Vec<u32>,
    corrections: Vec<(String, Vec<String>)>,
}

impl Search<'_> {
    fn rank(&mut self) {
        if self.scores.is_empty() {
            self.scores = vec![0; self.snapshot.len()];
        }
    }

    /// The products that have words which follow each other, each by itself or some written as one. `common` words
    /// rank and are not missed.
    fn run(&mut self, words: &[Asked]) -> Bits {
        self.rank();
        let joins = joins(self.snapshot, words);
        let len = self.snapshot.len();
        if joins.is_empty() {
            let mut bits = Bits::all(len);
            for asked in words {
                let hits = self.word(asked, true);
                if !asked.common {
                    bits.intersect(&hits.bits);
                }
                for id in hits.bits.iter() {
                    self.scores[id as usize] += u32::from(hits.best[id as usize]);
                }
            }
            return bits;
        }
        // From the last word to the first: what has the words from here on, and how well.
        let mut rest: Vec<(Bits, Vec<u32>)> = vec![(Bits::all(len), vec![0; len])];
        for (at, asked) in words.iter().enumerate().rev() {
            let covered = joins
                .iter()
                .any(|join| (join.from..join.from + join.words).contains(&at));
            let hits = self.word(asked, !covered);
            let (after, worth) = &rest[rest.len() - 1];
            let mut bits = after.clone();
            if !asked.common {
                bits.intersect(&hits.bits);
            }
            let mut scores = vec![0; len];
            for id in bits.iter() {
                scores[id as usize] = worth[id as usize] + u32::from(hits.best[id as usize]);
            }
            for join in joins.iter().filter(|join| join.from == at) {
                let (after, worth) = &rest[rest.len() - join.words];
                let mut both = join.hits.bits.clone();
                both.intersect(after);
                for id in both.iter() {
                    let score = worth[id as usize] + u32::from(join.hits.best[id as usize]);
                    scores[id as usize] = scores[id as usize].max(score);
                }
                bits.unite(&both);
            }
            rest.push((bits, scores));
        }
        let (bits, scores) = rest.pop().expect("it begins with one");
        for id in bits.iter() {
            self.scores[id as usize] += scores[id as usize];
        }
        bits
    }

    fn word(&mut self, asked: &Asked, may_widen: bool) -> Hits {
        let &Asked { word, common, begins } = asked;
        if common {
            return as_typed(self.snapshot, word);
        }
        let mut hits = written(self.snapshot, word, begins);
        if may_widen {
            let spellings = widen(self.snapshot, word, &mut hits);
            if !spellings.is_empty() {
                self.corrections.push((word.to_owned(), spellings));
            }
        }
        hits
    }

    /// The products that have the words in a row.
    fn phrase(&mut self, words: &[String]) -> Bits {
        self.rank();
        let mut hits = Hits::none(self.snapshot);
        each_written(self.snapshot, words, |id, fields| {
            hits.add(id, (weight(fields) * EXACT).saturating_mul(words.len() as u16));
        });
        for id in hits.bits.iter() {
            self.scores[id as usize] += u32::from(hits.best[id as usize]);
        }
        hits.bits
    }
}

/// Words of a run that something has written as one.
struct Join {
    from: usize,
    words: usize,
    hits: Hits,
}

fn joins(snapshot: &Snapshot, words: &[Asked]) -> Vec<Join> {
    let mut joins = Vec::new();
    for from in 0..words.len() {
        for count in 2..=MOST_JOINED.min(words.len() - from) {
            let parts: Vec<&str> = words[from..from + count].iter().map(|asked| asked.word).collect();
            if can_join(&parts)
                && let Some(hits) = written_as_one(snapshot, &parts.concat())
            {
                joins.push(Join {
                    from,
                    words: count,
                    hits,
                });
            }
        }
    }
    joins
}
