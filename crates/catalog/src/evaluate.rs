//! The one function that answers queries, on the server and in the browser.

use crate::bits::Bits;
use crate::facets::{Facets, count, filters, narrowed};
use crate::query::{Query, Sort};
use crate::syntax::Expression;
use crate::{Snapshot, rank, search};

/// Indices of [`Snapshot::order`].
pub(crate) const NEWEST: usize = 0;
pub(crate) const RATED: usize = 1;
pub(crate) const PRICE_UP: usize = 2;
pub(crate) const PRICE_DOWN: usize = 3;

/// A page of product ids, with what is known about all results.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    pub ids: Vec<u32>,
    /// Results on all pages.
    pub total: usize,
    /// The page shown, from 1: a page past the end is the last.
    pub page: usize,
    /// At least 1.
    pub pages: usize,
    pub facets: Facets,
    /// Words that no product has, with the spellings used instead.
    pub corrections: Vec<(String, Vec<String>)>,
}

/// Answers a query.
pub fn evaluate(snapshot: &Snapshot, query: &Query) -> Page {
    let expression = Expression::parse(&query.text, snapshot.currency());
    let found = search::find(snapshot, &expression);
    let groups = filters(snapshot, query);
    let results = narrowed(found.bits.as_ref(), &groups, None);
    let facets = count(snapshot, found.bits.as_ref(), &groups, results.as_ref());

    let total = results.as_ref().map_or(snapshot.len(), Bits::count);
    let limit = query.limit.max(1);
    let pages = total.div_ceil(limit).max(1);
    let page = query.page.clamp(1, pages);
    let results = results.unwrap_or_else(|| Bits::all(snapshot.len()));
    let ids = slice(
        snapshot,
        query.sort,
        &results,
        total,
        found.scores.as_deref(),
        (page - 1) * limit,
        limit,
    );
    Page {
        ids,
        total,
        page,
        pages,
        facets,
        corrections: found.corrections,
    }
}

/// `limit` ids of `results` from place `skip` of the sort's order.
fn slice(
    snapshot: &Snapshot,
    sort: Sort,
    results: &Bits,
    total: usize,
    scores: Option<&[u32]>,
    skip: usize,
    limit: usize,
) -> Vec<u32> {
    let order = match (sort, scores) {
        (Sort::Relevance, Some(scores)) => {
            let key = |id| rank::most(scores[id as usize], id);
            return rank::slice(results.iter().map(key), skip, limit);
        }
        (Sort::Relevance | Sort::Popular, _) => {
            return results.iter().skip(skip).take(limit).collect();
        }
        (Sort::Newest, _) => snapshot.order(NEWEST),
        (Sort::Rating, _) => snapshot.order(RATED),
        (Sort::PriceUp, _) => snapshot.order(PRICE_UP),
        (Sort::PriceDown, _) => snapshot.order(PRICE_DOWN),
    };
    // Many results are met soon when walking the order; few are sorted sooner than met.
    if total > snapshot.len() / 8 {
        order
            .ids
            .iter()
            .copied()
            .filter(|&id| results.contains(id))
            .skip(skip)
            .take(limit)
            .collect()
    } else {
        let key = |id| rank::fewest(order.rank[id as usize], id);
        rank::slice(results.iter().map(key), skip, limit)
    }
}
