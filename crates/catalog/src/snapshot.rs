//! The snapshot: a catalogue's bytes, checked once, with what is derived from them for speed.
//!
//! Invariant: after [`Snapshot::from_bytes`] every offset, id and text of the bytes is in range; reading cannot fail.

mod slugs;

use std::sync::OnceLock;

use domain::{Billing, Currency, Timestamp};

use crate::bits::Bits;
use crate::build::{MAGIC, SECTIONS, Section};
use crate::columns::{Facet, FacetWord, Order};
use crate::facets::{PRICE_STEPS, RATING_STEPS, price_step};
use crate::query::FacetKind;
use crate::search::title_key;
use crate::wire::{Reader, offsets, unzigzag};

/// Why bytes are no snapshot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("not a catalogue snapshot, or one of another version")]
    Magic,
    #[error("the snapshot ends too early")]
    Truncated,
    #[error("the snapshot is corrupt: {0}")]
    Corrupt(&'static str),
}

/// What is known of a title.
pub(crate) struct Title {
    /// How many different words it has.
    pub words: u8,
    /// [`title_key`].
    pub key: u64,
}

type Result<T> = std::result::Result<T, SnapshotError>;

/// An immutable catalogue that answers queries. Ids run from 0, most popular first.
pub struct Snapshot {
    bytes: Vec<u8>,
    currency: Currency,
    /// Where the texts begin in `bytes`, and the ends of slug, title, summary and image of each product.
    texts: usize,
    text_ends: Vec<u32>,
    pub(crate) price: Vec<i64>,
    pub(crate) published: Vec<i64>,
    pub(crate) rating: Vec<u16>,
    rating_count: Vec<u32>,
    billing: Vec<u8>,
    facets: [Facet; 5],
    terms: usize,
    term_ends: Vec<u32>,
    postings: usize,
    posting_ends: Vec<u32>,
    /// What is known of each title; as the orders, made when it is first asked for.
    titles: OnceLock<Vec<Title>>,
    /// The words of categories and of what products work with, in order.
    facet_words: Vec<FacetWord>,
    orders: [OnceLock<Order>; 4],
    /// Open addressing by the slug's hash, `u32::MAX` is free; made when it is first asked for.
    slugs: OnceLock<Vec<u32>>,
    pub(crate) price_at_most: Vec<Bits>,
    pub(crate) rated_at_least: Vec<Bits>,
}

impl Snapshot {
    /// Checks `bytes` and takes them.
    ///
    /// # Errors
    /// [`SnapshotError`] for anything that [`crate::build`] does not write, whatever the bytes: never a panic.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let ranges = sections(&bytes)?;
        let section = |s: Section| Reader::new(&bytes[ranges[s as usize].clone()]);

        let mut head = section(Section::Head);
        let len = head.u32()? as usize;
        let code = std::str::from_utf8(head.take(3)?).map_err(|_| SnapshotError::Corrupt("currency"))?;
        let currency: Currency = code.parse().map_err(|_| SnapshotError::Corrupt("currency"))?;
        head.end()?;

        let mut r = section(Section::Columns);
        let column = |r: &mut Reader, limit| r.column(len, limit, |v| v);
        let price = r.column(len, u64::MAX, unzigzag)?;
        let days = r.column(len, 1 << 32, unzigzag)?;
        let times = column(&mut r, 86_400_000_000)?;
        let popularity = column(&mut r, u64::MAX)?;
        let rating = r.column(len, 501, |v| v as u16)?;
        let rating_count = r.column(len, 1 << 32, |v| v as u32)?;
        let billing = r.column(len, 6, |v| v as u8)?;
        r.end()?;
        if !popularity.is_sorted_by(|a, b| a >= b) {
            return Err(SnapshotError::Corrupt("popularity order"));
        }
        let published: Vec<_> = days
            .iter()
            .zip(&times)
            .map(|(&day, &time)| {
                day.checked_mul(86_400_000_000)
                    .and_then(|t| t.checked_add_unsigned(time))
            })
            .collect::<Option<_>>()
            .ok_or(SnapshotError::Corrupt("time"))?;

        let (text_ends, texts) = pieces(section(Section::Texts), len.saturating_mul(4))?;
        let texts = ranges[Section::Texts as usize].start + texts;
        let mut r = section(Section::Facets);
        let mut facets = Vec::with_capacity(5);
        for kind in FacetKind::ALL {
            facets.push(Facet::read(&mut r, kind, len)?);
        }
        r.end()?;
        let facets = facets.try_into().map_err(|_| SnapshotError::Corrupt("facets"))?;

        let mut r = section(Section::Terms);
        let term_count = r.u32()? as usize;
        let skip = r.position();
        let range = ranges[Section::Terms as usize].clone();
        let (term_ends, terms) = pieces(Reader::new(&bytes[range.start + skip..range.end]), term_count)?;
        let terms = range.start + skip + terms;
        let (posting_ends, postings) = blobs(section(Section::Postings), term_count)?;
        let postings = ranges[Section::Postings as usize].start + postings;

        let mut snapshot = Self {
            currency,
            texts,
            text_ends,
            published,
            rating_count,
            billing,
            facets,
            terms,
            term_ends,
            postings,
            posting_ends,
            titles: OnceLock::new(),
            facet_words: Vec::new(),
            orders: std::array::from_fn(|_| OnceLock::new()),
            slugs: OnceLock::new(),
            price_at_most: Vec::new(),
            rated_at_least: Vec::new(),
            price,
            rating,
            bytes,
        };
        snapshot.check_index()?;
        snapshot.derive();
        Ok(snapshot)
    }

    /// Terms ascend; every posting's id is in range and ascends.
    fn check_index(&self) -> Result<()> {
        let len = self.len() as u64;
        for term in 0..self.terms() {
            if term > 0 && self.term(term - 1) >= self.term(term) {
                return Err(SnapshotError::Corrupt("term order"));
            }
            let (mut next, mut pair, mut shift) = (0u64, 0u64, 0);
            for &byte in self.posting_bytes(term) {
                if shift > 63 {
                    return Err(SnapshotError::Corrupt("varint"));
                }
                pair |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    // Neither is large enough to overflow: an id, and 60 bits.
                    next += (pair >> 4) + 1;
                    if next > len {
                        return Err(SnapshotError::Corrupt("posting"));
                    }
                    (pair, shift) = (0, 0);
                }
            }
            if shift > 0 {
                return Err(SnapshotError::Truncated);
            }
        }
        Ok(())
    }

    fn derive(&mut self) {
        let (price, rating) = (&self.price, &self.rating);
        self.price_at_most = (0..PRICE_STEPS.len())
            .map(|i| price_step(i, self.currency))
            .map(|limit| Bits::from_column(price, |p| p <= limit))
            .collect();
        self.rated_at_least = RATING_STEPS
            .iter()
            .map(|&least| Bits::from_column(rating, |r| r >= least))
            .collect();
        let searched = [FacetKind::Category, FacetKind::Compatibility];
        let words = searched
            .into_iter()
            .flat_map(|kind| FacetWord::of(kind, self.facet(kind)));
        let mut words: Vec<FacetWord> = words.collect();
        let key = |word: &FacetWord| (word.word.clone(), word.kind as usize, word.value);
        words.sort_by_cached_key(key);
        words.dedup();
        self.facet_words = words;
    }

    /// Makes what is otherwise made when it is first asked for, so that nobody who asks waits for it.
    pub fn prepare(&self) {
        for which in 0..self.orders.len() {
            self.order(which);
        }
        self.titles();
        self.slugs.get_or_init(|| self.slug_table());
    }

    /// What is known of each title, by id.
    pub(crate) fn titles(&self) -> &[Title] {
        self.titles.get_or_init(|| {
            let title = |id| {
                let words = crate::token::list(self.title(id));
                let first = |(at, word): &(usize, &String)| !words[..*at].contains(word);
                Title {
                    words: u8::try_from(words.iter().enumerate().filter(first).count()).unwrap_or(u8::MAX),
                    key: title_key(words.iter().map(String::as_str)),
                }
            };
            (0..self.len() as u32).map(title).collect()
        })
    }

    /// The words of categories and of what products work with, from the first that is not before `word`.
    pub(crate) fn facet_words(&self, word: &str) -> &[FacetWord] {
        let first = self.facet_words.partition_point(|found| found.word.as_str() < word);
        &self.facet_words[first..]
    }

    /// The same, as what [`Self::facet_word`] takes.
    pub(crate) fn facet_words_from(&self, word: &str) -> std::ops::Range<usize> {
        self.facet_words.len() - self.facet_words(word).len()..self.facet_words.len()
    }

    pub(crate) fn facet_word(&self, at: usize) -> &FacetWord {
        &self.facet_words[at]
    }

    pub(crate) fn facet_word_count(&self) -> usize {
        self.facet_words.len()
    }

    /// The bytes it was made from.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many products there are.
    pub fn len(&self) -> usize {
        self.price.len()
    }

    pub fn is_empty(&self) -> bool {
        self.price.is_empty()
    }

    /// The currency of every price.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    pub fn slug(&self, id: u32) -> &str {
        self.text(id, 0)
    }

    pub fn title(&self, id: u32) -> &str {
        self.text(id, 1)
    }

    pub fn summary(&self, id: u32) -> &str {
        self.text(id, 2)
    }

    /// The first picture's URL.
    pub fn image(&self, id: u32) -> Option<&str> {
        Some(self.text(id, 3)).filter(|s| !s.is_empty())
    }

    pub fn published_at(&self, id: u32) -> Timestamp {
        Timestamp::from_micros(self.published[id as usize])
    }

    pub(crate) fn billing(&self, id: u32) -> (Billing, bool) {
        let code = self.billing[id as usize];
        let billing = match code / 2 {
            0 => Billing::OneTime,
            1 => Billing::Monthly,
            _ => Billing::Yearly,
        };
        (billing, code % 2 == 1)
    }

    pub(crate) fn rating(&self, id: u32) -> Option<(u16, u32)> {
        let (average, count) = (self.rating[id as usize], self.rating_count[id as usize]);
        (count > 0).then_some((average, count))
    }

    pub(crate) fn facet(&self, kind: FacetKind) -> &Facet {
        let at = FacetKind::ALL
            .iter()
            .position(|&k| k == kind)
            .expect("ALL names every kind");
        &self.facets[at]
    }

    /// An order that somebody has asked for before.
    pub(crate) fn made_order(&self, which: usize) -> Option<&Order> {
        self.orders[which].get()
    }

    /// Newest, best rated, price up, price down.
    pub(crate) fn order(&self, which: usize) -> &Order {
        // As numbers without a sign, in the same order.
        let unsigned = |number: &i64| number.cast_unsigned() ^ (1 << 63);
        let rated = || self.rating.iter().zip(&self.rating_count);
        self.orders[which].get_or_init(|| match which {
            0 => Order::by(self.published.iter().map(|time| !unsigned(time))),
            // Of two equal averages the one with more votes is the surer.
            1 => Order::by(rated().map(|(&average, &votes)| !(u64::from(average) << 32 | u64::from(votes)))),
            2 => Order::by(self.price.iter().map(unsigned)),
            _ => Order::by(self.price.iter().map(|price| !unsigned(price))),
        })
    }

    /// How many distinct terms there are.
    pub(crate) fn terms(&self) -> usize {
        self.term_ends.len() - 1
    }

    pub(crate) fn term(&self, term: usize) -> &str {
        let range = self.term_ends[term] as usize..self.term_ends[term + 1] as usize;
        str_of(&self.bytes[self.terms + range.start..self.terms + range.end])
    }

    fn posting_bytes(&self, term: usize) -> &[u8] {
        let range = self.posting_ends[term] as usize..self.posting_ends[term + 1] as usize;
        &self.bytes[self.postings + range.start..self.postings + range.end]
    }

    /// Calls `each` with the id and the fields of every product that has the term, ids ascending.
    pub(crate) fn postings(&self, term: usize, mut each: impl FnMut(u32, u8)) {
        let mut next = 0u32;
        let mut bytes = self.posting_bytes(term).iter();
        while let Some(&first) = bytes.next() {
            let mut pair = u64::from(first & 0x7f);
            let (mut byte, mut shift) = (first, 7);
            while byte >= 0x80 {
                byte = *bytes.next().expect("checked when the snapshot was read");
                pair |= u64::from(byte & 0x7f) << shift;
                shift += 7;
            }
            let id = next + (pair >> 4) as u32;
            each(id, pair as u8 & 15);
            next = id + 1;
        }
    }

    fn text(&self, id: u32, field: usize) -> &str {
        let i = id as usize * 4 + field;
        let range = self.text_ends[i] as usize..self.text_ends[i + 1] as usize;
        str_of(&self.bytes[self.texts + range.start..self.texts + range.end])
    }
}

/// Every piece of text was found to be UTF-8 when the snapshot was read; checking a short piece again costs little,
/// and the crate stays free of `unsafe`.
fn str_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("checked when the snapshot was read")
}

fn sections(bytes: &[u8]) -> Result<[std::ops::Range<usize>; SECTIONS]> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(SnapshotError::Magic)?;
    let mut r = Reader::new(rest);
    if r.varint()? != SECTIONS as u64 {
        return Err(SnapshotError::Corrupt("sections"));
    }
    let lengths = r.column(SECTIONS, 1 << 32, |v| v as u32)?;
    let start = MAGIC.len() + r.position();
    let ends = offsets(&lengths)?;
    if start + ends[SECTIONS] as usize != bytes.len() {
        return Err(SnapshotError::Truncated);
    }
    Ok(std::array::from_fn(|i| {
        start + ends[i] as usize..start + ends[i + 1] as usize
    }))
}

/// Lengths of `count` pieces, then the pieces, to the end: their offsets, and where the first begins.
fn blobs(mut r: Reader, count: usize) -> Result<(Vec<u32>, usize)> {
    let ends = offsets(&r.column(count, 1 << 32, |v| v as u32)?)?;
    let start = r.position();
    r.take(*ends.last().expect("offsets begin with 0") as usize)?;
    r.end()?;
    Ok((ends, start))
}

/// [`blobs`] whose every piece is UTF-8.
fn pieces(mut r: Reader, count: usize) -> Result<(Vec<u32>, usize)> {
    let ends = offsets(&r.column(count, 1 << 32, |v| v as u32)?)?;
    let start = r.position();
    let bytes = r.take(*ends.last().expect("offsets begin with 0") as usize)?;
    r.end()?;
    let text = std::str::from_utf8(bytes).map_err(|_| SnapshotError::Corrupt("text"))?;
    if ends.iter().any(|&end| !text.is_char_boundary(end as usize)) {
        return Err(SnapshotError::Corrupt("text boundary"));
    }
    Ok((ends, start))
}
