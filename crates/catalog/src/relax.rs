//! Help when nothing was found: which filter or word to drop, and the nearest products.

use std::ops::Range;

use domain::Money;
use serde::{Deserialize, Serialize};

use crate::query::{FacetKind, Query};
use crate::syntax::{Expression, Term};
use crate::url::stars;
use crate::{Snapshot, evaluate, rank, search};

const NEAREST: usize = 8;

/// A part of a query whose removal brings results.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drop {
    /// What is dropped, as people read it: `Category: APIs`, `“maps”`.
    pub label: String,
    /// Where the query without it is answered.
    pub href: String,
    /// How many results there are then.
    pub total: u32,
}

/// What to offer instead of nothing.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Relaxed {
    /// Most results first.
    pub drops: Vec<Drop>,
    /// Ids, nearest first: what the text finds without filters, else what any of its words finds, else the popular.
    pub nearest: Vec<u32>,
}

/// Of how many filters and words it is looked at what comes of dropping them: each is a query, and nobody reads more.
const MOST_DROPS: usize = 24;

/// Looks for ways out of an empty result.
pub fn relax(snapshot: &Snapshot, query: &Query) -> Relaxed {
    let query = Query {
        page: 1,
        ..query.clone()
    };
    let expression = Expression::parse(&query.text, snapshot.currency());
    let mut fewer = without_each(snapshot, &query, &expression);
    fewer.truncate(MOST_DROPS);
    let totals: Vec<u32> = fewer
        .iter()
        .map(|(_, query)| evaluate(snapshot, query).total as u32)
        .collect();
    let with_results = (0u32..).zip(&totals).filter(|(_, total)| **total > 0);
    let order = rank::first(with_results.map(|(i, &total)| rank::most(total, i)), MOST_DROPS);
    let drop = |i: u32| {
        let (label, query) = &fewer[i as usize];
        Drop {
            label: label.clone(),
            href: query.href(snapshot.currency()),
            total: totals[i as usize],
        }
    };
    Relaxed {
        drops: order.into_iter().map(drop).collect(),
        nearest: nearest(snapshot, &query, &expression),
    }
}

fn nearest(snapshot: &Snapshot, query: &Query, expression: &Expression) -> Vec<u32> {
    let text = Query {
        text: query.text.clone(),
        limit: NEAREST,
        ..Query::default()
    };
    let found = evaluate(snapshot, &text).ids;
    if !found.is_empty() {
        return found;
    }
    let (bits, scores) = search::any(snapshot, expression);
    if bits.count() == 0 {
        return evaluate(
            snapshot,
            &Query {
                limit: NEAREST,
                ..Query::default()
            },
        )
        .ids;
    }
    let key = |id| rank::most(scores[id as usize], id);
    rank::first(bits.iter().map(key), NEAREST)
}

/// The query without each of its filters, and without each term of its text.
fn without_each(snapshot: &Snapshot, query: &Query, expression: &Expression) -> Vec<(String, Query)> {
    let mut all = Vec::new();
    for kind in FacetKind::ALL {
        let facet = snapshot.facet(kind);
        for value in query.values(kind) {
            let label = facet
                .find(value)
                .map_or_else(|| domain::slug::label(value), |v| facet.values[v as usize].1.clone());
            let name = domain::slug::label(kind.parameter());
            all.push((format!("{name}: {label}"), query.toggled(kind, value)));
        }
    }
    let money = |amount| Money::new(amount, snapshot.currency());
    let price = match (query.min_price, query.max_price) {
        (Some(min), Some(max)) => Some(format!("Price: {} to {}", money(min), money(max))),
        (Some(min), None) => Some(format!("Price: from {}", money(min))),
        (None, Some(max)) => Some(format!("Price: up to {}", money(max))),
        (None, None) => None,
    };
    if let Some(label) = price {
        all.push((
            label,
            Query {
                min_price: None,
                max_price: None,
                ..query.clone()
            },
        ));
    }
    if let Some(rating) = query.min_rating {
        all.push((
            format!("{} stars and up", stars(rating)),
            Query {
                min_rating: None,
                ..query.clone()
            },
        ));
    }
    let mut last = None;
    for (term, span) in &expression.terms {
        // `geo-code` is two words of one chunk: it is dropped as it was typed.
        if last.as_ref() == Some(span) {
            continue;
        }
        last = Some(span.clone());
        let part = |range| query.text.get::<Range<usize>>(range).unwrap_or_default();
        let typed = part(span.clone());
        let text = format!("{}{}", part(0..span.start), part(span.end..query.text.len()));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = match term {
            Term::Word(_) | Term::Phrase(_) | Term::Nothing => format!("“{}”", typed.trim_matches('"')),
            _ => typed.to_owned(),
        };
        all.push((label, Query { text, ..query.clone() }));
    }
    all
}
