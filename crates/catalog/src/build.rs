//! Building: from entries to the bytes of a snapshot. `snapshot.rs` reads what is written here.
//!
//! Layout: the magic, the number of sections, the length of each (varints), then the sections in the order of
//! [`Section`]. Ids are given by popularity (then slug), so "most popular" is id order and every tie is stable.

use std::collections::BTreeMap;

use domain::{Billing, Currency, Timestamp};

use crate::query::FacetKind;
use crate::wire::{put, zigzag};
use crate::{telling, token};

/// The first bytes of every snapshot; the digit is the version of the layout.
pub(crate) const MAGIC: &[u8; 8] = b"MINTCAT2";

/// The sections, in their order in the file.
#[derive(Clone, Copy)]
pub(crate) enum Section {
    /// Number of products, currency.
    Head,
    /// Columns, one after the other.
    Columns,
    /// Slug, title, summary and image of each product: lengths, then text.
    Texts,
    /// For each facet: values (slug and label), then the value ids of each product.
    Facets,
    /// The sorted vocabulary: lengths, then text.
    Terms,
    /// For each term: its byte length, then pairs of id distance and fields; no field is the description.
    Postings,
}

pub(crate) const SECTIONS: usize = 6;

/// Where a term stands in a product, as bits; the order of falling weight. The first four are stored with a posting,
/// compatibility and category are known by the facets.
pub(crate) mod field {
    use crate::query::FacetKind;

    pub const TITLE: u8 = 1;
    pub const TAG: u8 = 2;
    pub const DEVELOPER: u8 = 4;
    pub const SUMMARY: u8 = 8;
    pub const COMPATIBILITY: u8 = 16;
    pub const CATEGORY: u8 = 32;
    /// In the description and nowhere else.
    pub const DESCRIPTION: u8 = 0;

    /// The field of a facet whose values are searched.
    pub fn of_facet(kind: FacetKind) -> u8 {
        match kind {
            FacetKind::Category => CATEGORY,
            _ => COMPATIBILITY,
        }
    }
}

/// A product as the engine takes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Unique.
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// What is said at length, as CommonMark; the snapshot keeps its telling words only.
    pub description: String,
    pub category: String,
    pub tags: Vec<String>,
    /// The developer's slug.
    pub developer: String,
    pub developer_name: String,
    pub compatibility: Vec<String>,
    pub collections: Vec<String>,
    /// The first picture's URL.
    pub image: Option<String>,
    /// Minor units, of the cheapest plan.
    pub price: i64,
    pub billing: Billing,
    /// Whether dearer plans exist.
    pub from: bool,
    pub published_at: Timestamp,
    pub popularity: u64,
    /// Average in hundredths and how many.
    pub rating: Option<(u16, u32)>,
}

impl Entry {
    pub(crate) fn facet(&self, kind: FacetKind) -> &[String] {
        match kind {
            FacetKind::Category => std::slice::from_ref(&self.category),
            FacetKind::Tag => &self.tags,
            FacetKind::Developer => std::slice::from_ref(&self.developer),
            FacetKind::Compatibility => &self.compatibility,
            FacetKind::Collection => &self.collections,
        }
    }

    /// Calls `each` with every token and the field it stands in, but for the description.
    pub(crate) fn for_each_token(&self, mut each: impl FnMut(u8, &str)) {
        token::for_each(&self.title, |_, t| each(field::TITLE, t));
        self.tags
            .iter()
            .for_each(|tag| token::for_each(tag, |_, t| each(field::TAG, t)));
        token::for_each(&self.developer_name, |_, t| each(field::DEVELOPER, t));
        token::for_each(&self.summary, |_, t| each(field::SUMMARY, t));
    }
}

/// The bytes of a snapshot of `entries`, whose slugs are unique. The same entries give the same bytes.
pub fn build(currency: Currency, entries: &[Entry]) -> Vec<u8> {
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.sort_by(|a, b| b.popularity.cmp(&a.popularity).then_with(|| a.slug.cmp(&b.slug)));

    let (terms, postings) = index(&order);
    let sections: [Vec<u8>; SECTIONS] = [
        head(currency, &order),
        columns(&order),
        texts(&order),
        facets(&order),
        terms,
        postings,
    ];
    let mut out = MAGIC.to_vec();
    put(&mut out, SECTIONS as u64);
    sections.iter().for_each(|s| put(&mut out, s.len() as u64));
    sections.iter().for_each(|s| out.extend_from_slice(s));
    out
}

fn head(currency: Currency, entries: &[&Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, entries.len() as u64);
    out.extend_from_slice(currency.code().as_bytes());
    out
}

fn columns(entries: &[&Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut column = |value: &dyn Fn(&Entry) -> u64| entries.iter().for_each(|e| put(&mut out, value(e)));
    const DAY: i64 = 86_400_000_000;
    column(&|e| zigzag(e.price));
    // Day and time of day apart: most products are published at midnight, which then takes one byte.
    column(&|e| zigzag(e.published_at.as_micros().div_euclid(DAY)));
    column(&|e| e.published_at.as_micros().rem_euclid(DAY) as u64);
    column(&|e| e.popularity);
    column(&|e| e.rating.map_or(0, |(average, _)| u64::from(average)));
    column(&|e| e.rating.map_or(0, |(_, count)| u64::from(count)));
    column(&|e| e.billing as u64 * 2 + u64::from(e.from));
    out
}

fn texts(entries: &[&Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let fields = |e: &'_ Entry| {
        [
            e.slug.clone(),
            e.title.clone(),
            e.summary.clone(),
            e.image.clone().unwrap_or_default(),
        ]
    };
    for entry in entries {
        fields(entry).iter().for_each(|text| put(&mut out, text.len() as u64));
    }
    for entry in entries {
        fields(entry)
            .iter()
            .for_each(|text| out.extend_from_slice(text.as_bytes()));
    }
    out
}

fn facets(entries: &[&Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    for kind in FacetKind::ALL {
        // Value ids follow the slugs' order, so that ties in counts are stable.
        let mut values: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for entry in entries {
            for value in entry.facet(kind) {
                let label = if kind == FacetKind::Developer {
                    entry.developer_name.as_str()
                } else {
                    ""
                };
                values.entry(value).or_insert((0, label));
            }
        }
        values.values_mut().enumerate().for_each(|(i, v)| v.0 = i);
        put(&mut out, values.len() as u64);
        for (slug, (_, label)) in &values {
            put(&mut out, slug.len() as u64);
            out.extend_from_slice(slug.as_bytes());
            put(&mut out, label.len() as u64);
            out.extend_from_slice(label.as_bytes());
        }
        for entry in entries {
            let mut ids: Vec<usize> = entry.facet(kind).iter().map(|value| values[value.as_str()].0).collect();
            ids.sort_unstable();
            ids.dedup();
            put(&mut out, ids.len() as u64);
            ids.iter().for_each(|&id| put(&mut out, id as u64));
        }
    }
    out
}

fn index(entries: &[&Entry]) -> (Vec<u8>, Vec<u8>) {
    let mut vocabulary: BTreeMap<String, Vec<(u32, u8)>> = BTreeMap::new();
    let telling = telling::words(entries);
    for ((id, entry), telling) in (0u32..).zip(entries).zip(telling) {
        let mut add = |field: u8, token: &str| {
            let list = match vocabulary.get_mut(token) {
                Some(list) => list,
                None => vocabulary.entry(token.to_owned()).or_default(),
            };
            match list.last_mut() {
                Some((last, fields)) if *last == id => *fields |= field,
                _ => list.push((id, field)),
            }
        };
        entry.for_each_token(&mut add);
        telling.iter().for_each(|word| add(field::DESCRIPTION, word));
    }
    let (mut terms, mut postings) = (Vec::new(), Vec::new());
    put(&mut terms, vocabulary.len() as u64);
    vocabulary.keys().for_each(|term| put(&mut terms, term.len() as u64));
    vocabulary
        .keys()
        .for_each(|term| terms.extend_from_slice(term.as_bytes()));
    let lists: Vec<Vec<u8>> = vocabulary.values().map(|list| posting_list(list)).collect();
    lists.iter().for_each(|list| put(&mut postings, list.len() as u64));
    lists.iter().for_each(|list| postings.extend_from_slice(list));
    (terms, postings)
}

/// Pairs as one varint: the distance from the previous id, times 16, plus the fields.
fn posting_list(list: &[(u32, u8)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut next = 0;
    for &(id, fields) in list {
        put(&mut out, u64::from(id - next) << 4 | u64::from(fields));
        next = id + 1;
    }
    out
}
