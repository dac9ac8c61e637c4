//! Facet counts: how many results each value would have. A facet's own filter does not count against it.

use domain::Currency;

use crate::Snapshot;
use crate::bits::Bits;
use crate::columns::Facet;
use crate::query::{FacetKind, Query};

/// Upper bounds offered for prices, in whole units of the currency.
pub const PRICE_STEPS: [i64; 5] = [10, 25, 50, 100, 250];
/// Lower bounds offered for ratings, in hundredths.
pub const RATING_STEPS: [u16; 3] = [450, 400, 300];

/// A price step in minor units.
pub(crate) fn price_step(step: usize, currency: Currency) -> i64 {
    PRICE_STEPS[step] * 10_i64.pow(currency.exponent())
}

/// A facet value's id and how many results have it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    pub value: u32,
    pub count: u32,
}

/// The counts of every facet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facets {
    /// By [`FacetKind::ALL`]; within, by value id.
    pub counts: [Vec<u32>; 5],
    /// Lowest and highest price, in minor units.
    pub price_range: Option<(i64, i64)>,
    /// By [`PRICE_STEPS`]: how many cost at most so much.
    pub price_steps: [u32; PRICE_STEPS.len()],
    /// By [`RATING_STEPS`]: how many are rated at least so.
    pub rating_steps: [u32; RATING_STEPS.len()],
}

impl Facets {
    /// The values of a facet that have results.
    pub fn counts(&self, kind: FacetKind) -> impl Iterator<Item = Count> {
        let at = FacetKind::ALL
            .iter()
            .position(|&k| k == kind)
            .expect("ALL names every kind");
        (0u32..)
            .zip(&self.counts[at])
            .filter(|&(_, &count)| count > 0)
            .map(|(value, &count)| Count { value, count })
    }
}

/// A filter that leaves its own facet's counts alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Facet(FacetKind),
    Price,
    Rating,
}

/// The products that each active filter lets through.
pub(crate) fn filters(snapshot: &Snapshot, query: &Query) -> Vec<(Group, Bits)> {
    let mut groups = Vec::new();
    for kind in FacetKind::ALL {
        if !query.values(kind).is_empty() {
            let facet = snapshot.facet(kind);
            let values: Vec<u32> = query
                .values(kind)
                .iter()
                .filter_map(|value| facet.find(value))
                .collect();
            groups.push((Group::Facet(kind), facet.collect(&values, snapshot.len())));
        }
    }
    if query.min_price.is_some() || query.max_price.is_some() {
        let (min, max) = (query.min_price.unwrap_or(i64::MIN), query.max_price.unwrap_or(i64::MAX));
        groups.push((
            Group::Price,
            Bits::from_column(&snapshot.price, |price| min <= price && price <= max),
        ));
    }
    if let Some(min) = query.min_rating {
        groups.push((
            Group::Rating,
            Bits::from_column(&snapshot.rating, |rating| rating >= min),
        ));
    }
    groups
}

/// Everything that passes `text` and every filter but `except`; `None` is everything there is.
pub(crate) fn narrowed(text: Option<&Bits>, groups: &[(Group, Bits)], except: Option<Group>) -> Option<Bits> {
    let mut set = text.cloned();
    for (_, bits) in groups.iter().filter(|(group, _)| Some(*group) != except) {
        match &mut set {
            Some(set) => set.intersect(bits),
            None => set = Some(bits.clone()),
        }
    }
    set
}

/// Counts every facet; `results` is what passes the text and all filters.
pub(crate) fn count(
    snapshot: &Snapshot,
    text: Option<&Bits>,
    groups: &[(Group, Bits)],
    results: Option<&Bits>,
) -> Facets {
    let with = |group: Group, count: &mut dyn FnMut(Option<&Bits>)| {
        if groups.iter().any(|(g, _)| *g == group) {
            count(narrowed(text, groups, Some(group)).as_ref());
        } else {
            count(results);
        }
    };
    let mut facets = Facets {
        counts: Default::default(),
        price_range: None,
        price_steps: Default::default(),
        rating_steps: Default::default(),
    };
    for (counts, kind) in facets.counts.iter_mut().zip(FacetKind::ALL) {
        with(Group::Facet(kind), &mut |set| {
            *counts = value_counts(snapshot.facet(kind), set)
        });
    }
    let steps = |steps: &[Bits], set: Option<&Bits>, out: &mut [u32]| {
        for (out, step) in out.iter_mut().zip(steps) {
            *out = set.map_or_else(|| step.count(), |set| set.count_common(step)) as u32;
        }
    };
    with(Group::Price, &mut |set| {
        steps(&snapshot.price_at_most, set, &mut facets.price_steps);
        facets.price_range = price_range(snapshot, set);
    });
    with(Group::Rating, &mut |set| {
        steps(&snapshot.rated_at_least, set, &mut facets.rating_steps)
    });
    facets
}

fn value_counts(facet: &Facet, set: Option<&Bits>) -> Vec<u32> {
    let values = 0..facet.values.len() as u32;
    match (set, &facet.bitmaps) {
        (None, _) => values.map(|value| facet.products(value).len() as u32).collect(),
        (Some(set), Some(bitmaps)) => bitmaps.iter().map(|bits| bits.count_common(set) as u32).collect(),
        (Some(set), None) => {
            let mut counts = vec![0; facet.values.len()];
            set.iter()
                .for_each(|id| facet.of(id).iter().for_each(|&value| counts[value as usize] += 1));
            counts
        }
    }
}

fn price_range(snapshot: &Snapshot, set: Option<&Bits>) -> Option<(i64, i64)> {
    let within = |id: &u32| set.is_none_or(|set| set.contains(*id));
    let price = |id: u32| snapshot.price[id as usize];
    let Some(order) = snapshot.made_order(crate::evaluate::PRICE_UP) else {
        // The first answer does not wait for the order.
        let prices = || {
            (0..)
                .zip(&snapshot.price)
                .filter(|(id, _)| within(id))
                .map(|(_, price)| *price)
        };
        return prices().min().zip(prices().max());
    };
    let by_price = &order.ids;
    Some((
        price(*by_price.iter().find(|id| within(id))?),
        price(*by_price.iter().rev().find(|id| within(id))?),
    ))
}
