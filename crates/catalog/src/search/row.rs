//! Words in a row: phrases, and spellings of several words.

use super::word::exact;
use crate::Snapshot;
use crate::build::field;
use crate::query::FacetKind;
use crate::token;

/// Calls `each` with every product that has the words in a row, and the fields where; one word is a row too. A
/// description is known by its words only, not by their order.
pub(super) fn each_row(snapshot: &Snapshot, words: &[String], mut each: impl FnMut(u32, u8)) {
    each_value(snapshot, words, |kind, value| {
        let products = snapshot.facet(kind).products(value);
        products.iter().for_each(|&id| each(id, field::of_facet(kind)));
    });
    // Products that have every word, with the fields that have all of them: few are left to read.
    let mut candidates: Option<Vec<(u32, u8)>> = None;
    for word in words {
        let Some(term) = exact(snapshot, word) else { return };
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
        if words.len() == 1 {
            each(id, fields);
            continue;
        }
        let fields = row_fields(snapshot, id, words, fields);
        if fields != 0 {
            each(id, fields);
        }
    }
}

/// Calls `each` with the values of category and compatibility that have the words in a row.
fn each_value(snapshot: &Snapshot, words: &[String], mut each: impl FnMut(FacetKind, u32)) {
    let Some(first) = words.first() else { return };
    for found in snapshot
        .facet_words(first)
        .iter()
        .take_while(|found| found.word == *first)
    {
        let (slug, label) = &snapshot.facet(found.kind).values[found.value as usize];
        if words.len() == 1 || has_row(label, words) || has_row(slug, words) {
            each(found.kind, found.value);
        }
    }
}

fn has_row(text: &str, words: &[String]) -> bool {
    token::list(text).windows(words.len()).any(|row| row == words)
}

/// Of `fields`, those in which the words follow each other.
fn row_fields(snapshot: &Snapshot, id: u32, words: &[String], fields: u8) -> u8 {
    let facet = |kind| {
        let facet = snapshot.facet(kind);
        facet.of(id).iter().map(move |&value| &facet.values[value as usize])
    };
    let holds = |field: u8| match field {
        field::TITLE => has_row(snapshot.title(id), words),
        field::SUMMARY => has_row(snapshot.summary(id), words),
        field::DEVELOPER => facet(FacetKind::Developer).any(|(_, name)| has_row(name, words)),
        _ => facet(FacetKind::Tag).any(|(slug, _)| has_row(slug, words)),
    };
    [field::TITLE, field::TAG, field::DEVELOPER, field::SUMMARY]
        .into_iter()
        .filter(|&field| fields & field != 0 && holds(field))
        .fold(0, |found, field| found | field)
}
