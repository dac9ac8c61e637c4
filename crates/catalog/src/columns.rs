//! Parts of a snapshot that are turned into arrays when it is read: facets and orders.

use crate::SnapshotError;
use crate::bits::Bits;
use crate::query::FacetKind;
use crate::wire::Reader;

/// Facets with at most this many values hold a bitmap for each: counting is then an AND and a popcount.
const SMALL_FACET: usize = 64;

/// A facet's values and which product has which.
pub(crate) struct Facet {
    pub values: Vec<(String, String)>,
    /// Value ids by product: `ids[starts[p]..starts[p + 1]]`.
    starts: Vec<u32>,
    ids: Vec<u32>,
    /// Products by value, likewise.
    value_starts: Vec<u32>,
    products: Vec<u32>,
    /// A bitmap for each value, where there are few values.
    pub bitmaps: Option<Vec<Bits>>,
}

/// Products in a sort's order, and each product's place in it.
pub(crate) struct Order {
    pub ids: Vec<u32>,
    pub rank: Vec<u32>,
}

impl Facet {
    pub fn read(reader: &mut Reader, kind: FacetKind, products: usize) -> Result<Self, SnapshotError> {
        let count = reader.u32()? as usize;
        let mut values: Vec<(String, String)> = Vec::new();
        for _ in 0..count {
            let mut text = || -> Result<String, SnapshotError> {
                let len = reader.u32()? as usize;
                let bytes = reader.take(len)?;
                String::from_utf8(bytes.to_vec()).map_err(|_| SnapshotError::Corrupt("facet text"))
            };
            let (slug, label) = (text()?, text()?);
            if values.last().is_some_and(|(last, _)| *last >= slug) {
                return Err(SnapshotError::Corrupt("facet order"));
            }
            let label = if label.is_empty() {
                domain::slug::label(&slug)
            } else {
                label
            };
            values.push((slug, label));
        }
        let single = matches!(kind, FacetKind::Category | FacetKind::Developer);
        let (mut starts, mut ids) = (vec![0], Vec::new());
        for _ in 0..products {
            let n = reader.u32()? as usize;
            if single && n != 1 {
                return Err(SnapshotError::Corrupt("facet count"));
            }
            // One after the other: a list for each product would be allocated for nothing.
            let from = ids.len();
            for _ in 0..n {
                let value = reader.u32()?;
                let ascends = ids[from..].last().is_none_or(|&last| last < value);
                if value as usize >= values.len() || !ascends {
                    return Err(SnapshotError::Corrupt("facet ids"));
                }
                ids.push(value);
            }
            starts.push(ids.len() as u32);
        }
        Ok(Self::derive(values, starts, ids))
    }

    fn derive(values: Vec<(String, String)>, starts: Vec<u32>, ids: Vec<u32>) -> Self {
        let mut value_starts = vec![0u32; values.len() + 1];
        ids.iter().for_each(|&v| value_starts[v as usize + 1] += 1);
        (1..value_starts.len()).for_each(|i| value_starts[i] += value_starts[i - 1]);
        let mut at = value_starts.clone();
        let mut products = vec![0; ids.len()];
        for (product, range) in (0u32..).zip(starts.windows(2)) {
            for &v in &ids[range[0] as usize..range[1] as usize] {
                products[at[v as usize] as usize] = product;
                at[v as usize] += 1;
            }
        }
        let mut facet = Self {
            values,
            starts,
            ids,
            value_starts,
            products,
            bitmaps: None,
        };
        if facet.values.len() <= SMALL_FACET {
            let len = facet.starts.len() - 1;
            facet.bitmaps = Some(
                (0..facet.values.len() as u32)
                    .map(|v| facet.collect(&[v], len))
                    .collect(),
            );
        }
        facet
    }

    /// The value ids of a product, ascending.
    pub fn of(&self, product: u32) -> &[u32] {
        &self.ids[self.starts[product as usize] as usize..self.starts[product as usize + 1] as usize]
    }

    /// The products that have a value, ascending.
    pub fn products(&self, value: u32) -> &[u32] {
        &self.products[self.value_starts[value as usize] as usize..self.value_starts[value as usize + 1] as usize]
    }

    /// The id of a value by its slug.
    pub fn find(&self, slug: &str) -> Option<u32> {
        self.values
            .binary_search_by(|(s, _)| s.as_str().cmp(slug))
            .ok()
            .map(|i| i as u32)
    }

    /// The products, below `len`, that have any of the values.
    pub fn collect(&self, values: &[u32], len: usize) -> Bits {
        let mut bits = Bits::none(len);
        for &value in values {
            match &self.bitmaps {
                Some(bitmaps) => bits.unite(&bitmaps[value as usize]),
                None => self.products(value).iter().for_each(|&p| bits.insert(p)),
            }
        }
        bits
    }
}

impl Order {
    /// The lowest key first; of equal ones the lower id: by popularity, then slug.
    pub fn by(keys: impl Iterator<Item = u64>) -> Self {
        let mut keys: Vec<(u64, u32)> = keys.zip(0..).collect();
        keys.sort_unstable();
        let ids: Vec<u32> = keys.into_iter().map(|(_, id)| id).collect();
        let mut rank = vec![0; ids.len()];
        (0u32..).zip(&ids).for_each(|(place, &id)| rank[id as usize] = place);
        Self { ids, rank }
    }
}

/// A word of a value's slug or label.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct FacetWord {
    pub word: String,
    pub kind: FacetKind,
    pub value: u32,
}

impl FacetWord {
    /// The words of a facet's values, in no order.
    pub fn of(kind: FacetKind, facet: &Facet) -> Vec<Self> {
        let mut words: Vec<Self> = Vec::new();
        for (value, (slug, label)) in (0u32..).zip(&facet.values) {
            for text in [slug, label] {
                crate::token::for_each(text, |_, word| {
                    let word = Self {
                        word: word.to_owned(),
                        kind,
                        value,
                    };
                    words.push(word);
                });
            }
        }
        words
    }
}
