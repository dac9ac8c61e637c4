//! Text search: which products an expression finds, and how well each fits.

use crate::bits::Bits;
use crate::build::field;
use crate::query::FacetKind;
use crate::syntax::{Expression, Term};
use crate::{Snapshot, rank, token, typo};

/// With fewer products than this spelled as typed, close spellings join in, ranked below.
const FEW: usize = 3;

/// How well a term fits a word: spelled alike, beginning alike, one edit off, two edits off. A word that is written in
/// the least field counts more than an edit of it in all of them: 2 * 32 > 17 * 3.
const EXACT: u16 = 64;
const PREFIX: u16 = 32;
const EDITS: [u16; 3] = [EXACT, 3, 1];

/// A title that the query names in full comes before all others.
const WHOLE_TITLE: u16 = 8_000;

/// What a hit in these fields is worth.
const fn weight(fields: u8) -> u16 {
    let mut weight = 0;
    if fields & field::TITLE != 0 {
        weight += 8;
    }
    if fields & field::TAG != 0 {
        weight += 4;
    }
    if fields & field::DEVELOPER != 0 {
        weight += 3;
    }
    if fields & field::SUMMARY != 0 {
        weight += 2;
    }
    weight
}

const WEIGHTS: [u16; 16] = {
    let mut weights = [0; 16];
    let mut fields = 0;
    while fields < 16 {
        weights[fields] = weight(fields as u8);
        fields += 1;
    }
    weights
};

/// What an expression found.
pub(crate) struct Found {
    /// `None`: the expression asks nothing, everything is found.
    pub bits: Option<Bits>,
    /// The score of each product; `None` where nothing ranks, as by filters alone.
    pub scores: Option<Vec<u16>>,
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
    let mut seen: Vec<&str> = Vec::new();
    for (term, _) in &expression.terms {
        match term {
            Term::Word(word) if seen.contains(&word.as_str()) => {}
            Term::Word(word) => {
                seen.push(word);
                narrow(search.word(word));
            }
            Term::Phrase(tokens) => narrow(search.phrase(tokens)),
            Term::Without(tokens) => {
                let mut keep = Bits::all(len);
                each_phrase(snapshot, tokens, |id, _| keep.remove(id));
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
        let title_hits = title_hits(snapshot, expression);
        let title_tokens = snapshot.title_tokens();
        for id in bits.iter() {
            if title_hits[id as usize] > 0 && title_hits[id as usize] == title_tokens[id as usize] {
                scores[id as usize] = scores[id as usize].saturating_add(WHOLE_TITLE);
            }
        }
    }
    Found {
        bits,
        scores: (!scores.is_empty()).then_some(scores),
        corrections,
    }
}

/// How many of the query's words, each counted once, stand in each title as they were typed.
fn title_hits(snapshot: &Snapshot, expression: &Expression) -> Vec<u8> {
    let mut hits = vec![0u8; snapshot.len()];
    let mut seen: Vec<&str> = Vec::new();
    for word in expression.words() {
        if seen.contains(&word) {
            continue;
        }
        seen.push(word);
        if let Some(term) = exact(snapshot, word) {
            snapshot.postings(term, |id, fields| {
                hits[id as usize] = hits[id as usize].saturating_add(fields & field::TITLE);
            });
        }
    }
    hits
}

/// How well each product fits any of the words, and which do at all: for results when all words together find none.
pub(crate) fn any(snapshot: &Snapshot, expression: &Expression) -> (Bits, Vec<u16>) {
    let mut search = Search {
        snapshot,
        scores: vec![0; snapshot.len()],
        corrections: vec![],
    };
    let mut bits = Bits::none(snapshot.len());
    for word in expression.words() {
        bits.unite(&search.word(word));
    }
    (bits, search.scores)
}

/// The ids of the facet values that an operator's value means: the one of that name, else those beginning so.
pub(crate) fn values(snapshot: &Snapshot, kind: FacetKind, value: &str) -> Vec<u32> {
    let facet = snapshot.facet(kind);
    match facet.find(value) {
        Some(id) => vec![id],
        None => (0u32..)
            .zip(&facet.values)
            .filter(|(_, (slug, _))| slug.starts_with(value))
            .map(|(id, _)| id)
            .collect(),
    }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    /// Empty until something ranks.
    scores: Vec<u16>,
    corrections: Vec<(String, Vec<String>)>,
}

impl Search<'_> {
    fn rank(&mut self) {
        if self.scores.is_empty() {
            self.scores = vec![0; self.snapshot.len()];
        }
    }

    /// The products that have the word; their scores grow by the best of its hits.
    fn word(&mut self, word: &str) -> Bits {
        self.rank();
        let snapshot = self.snapshot;
        let mut best = vec![0u16; snapshot.len()];
        let mut bits = Bits::none(snapshot.len());
        let hit = |term: usize, quality: u16, best: &mut [u16], bits: &mut Bits| {
            snapshot.postings(term, |id, fields| {
                best[id as usize] = best[id as usize].max(WEIGHTS[fields as usize] * quality);
                bits.insert(id);
            });
        };
        let mut next = partition(snapshot, word);
        if next < snapshot.terms() && snapshot.term(next) == word {
            hit(next, EXACT, &mut best, &mut bits);
            next += 1;
        }
        while next < snapshot.terms() && snapshot.term(next).starts_with(word) {
            hit(next, PREFIX, &mut best, &mut bits);
            next += 1;
        }
        let written = bits.count();
        if written < FEW {
            let mut meant = Vec::new();
            typo::for_each(snapshot, word, |term, edits| {
                hit(term, EDITS[edits], &mut best, &mut bits);
                meant.push(rank::fewest(edits as u32, term as u32));
            });
            if written == 0 && !meant.is_empty() {
                let spellings = rank::first(meant, 3)
                    .into_iter()
                    .map(|term| snapshot.term(term as usize).to_owned())
                    .collect();
                self.corrections.push((word.to_owned(), spellings));
            }
        }
        for id in bits.iter() {
            self.scores[id as usize] = self.scores[id as usize].saturating_add(best[id as usize]);
        }
        bits
    }

    /// The products that have the tokens in a row.
    fn phrase(&mut self, tokens: &[String]) -> Bits {
        self.rank();
        let mut bits = Bits::none(self.snapshot.len());
        each_phrase(self.snapshot, tokens, |id, fields| {
            bits.insert(id);
            let worth = (WEIGHTS[fields as usize] * EXACT).saturating_mul(tokens.len() as u16);
            self.scores[id as usize] = self.scores[id as usize].saturating_add(worth);
        });
        bits
    }
}

/// The first term that is not before `word`.
fn partition(snapshot: &Snapshot, word: &str) -> usize {
    let (mut low, mut high) = (0, snapshot.terms());
    while low < high {
        let middle = low.midpoint(high);
        if snapshot.term(middle) < word {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The term that is this word.
fn exact(snapshot: &Snapshot, word: &str) -> Option<usize> {
    let term = partition(snapshot, word);
    (term < snapshot.terms() && snapshot.term(term) == word).then_some(term)
}

/// Calls `each` with every product that has the tokens in a row, and the fields where.
fn each_phrase(snapshot: &Snapshot, tokens: &[String], mut each: impl FnMut(u32, u8)) {
    // Products that have every token, with the fields that have all of them: few are left to read.
    let mut candidates: Option<Vec<(u32, u8)>> = None;
    for token in tokens {
        let Some(term) = exact(snapshot, token) else { return };
        let mut having = Vec::new();
        match candidates {
            None => snapshot.postings(term, |id, fields| having.push((id, fields))),
            Some(before) => {
                let mut before = before.into_iter().peekable();
                snapshot.postings(term, |id, fields| {
                    while before.next_if(|(b, _)| *b < id).is_some() {}
                    if let Some((_, shared)) = before.next_if(|(b, _)| *b == id)
                        && shared & fields != 0
                    {
                        having.push((id, shared & fields));
                    }
                });
            }
        }
        candidates = Some(having);
    }
    for (id, fields) in candidates.unwrap_or_default() {
        let fields = if tokens.len() == 1 {
            fields
        } else {
            row_fields(snapshot, id, tokens, fields)
        };
        if fields != 0 {
            each(id, fields);
        }
    }
}

/// Of `fields`, those in which the tokens follow each other.
fn row_fields(snapshot: &Snapshot, id: u32, tokens: &[String], fields: u8) -> u8 {
    let has = |text: &str| token::list(text).windows(tokens.len()).any(|row| row == tokens);
    let facet = |kind| {
        snapshot
            .facet(kind)
            .of(id)
            .iter()
            .map(move |&v| &snapshot.facet(kind).values[v as usize])
    };
    let holds = |field: u8| match field {
        field::TITLE => has(snapshot.title(id)),
        field::SUMMARY => has(snapshot.summary(id)),
        field::DEVELOPER => facet(FacetKind::Developer).any(|(_, name)| has(name)),
        _ => facet(FacetKind::Tag).any(|(slug, _)| has(slug)),
    };
    [field::TITLE, field::TAG, field::DEVELOPER, field::SUMMARY]
        .into_iter()
        .filter(|&field| fields & field != 0 && holds(field))
        .fold(0, |found, field| found | field)
}
