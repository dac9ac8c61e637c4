//! What is selected, each with a way to let it go.

use catalog::{FacetKind, Query, Results};
use domain::Money;

use super::{address, label_of};
use crate::site;
use crate::ui::html::{Markup, html};

/// Nothing where nothing is selected.
pub(super) fn chips(query: &Query, results: &Results) -> Markup {
    let selected = selected(query, results);
    if selected.is_empty() {
        return Markup::default();
    }
    html! {
        ul .chips aria-label="Selected" {
            @for (label, without) in selected {
                li {
                    a .chip .on href=(address(&without)) data-noscroll {
                        (label)
                        span .unseen { ": remove" }
                        span .cross {}
                    }
                }
            }
            li { a .chip .plain href="/products" data-noscroll { "Clear all" } }
        }
    }
}

/// Each part of the query, as people read it, and the query without it.
fn selected(query: &Query, results: &Results) -> Vec<(String, Query)> {
    let first = Query {
        page: 1,
        ..query.clone()
    };
    let mut parts = Vec::new();
    if !query.text.is_empty() {
        parts.push((
            format!("“{}”", query.text),
            Query {
                text: String::new(),
                ..first.clone()
            },
        ));
    }
    for kind in FacetKind::ALL {
        for value in query.values(kind) {
            parts.push((label_of(results, kind, value), query.toggled(kind, value)));
        }
    }
    if let Some(label) = price(query) {
        parts.push((
            label,
            Query {
                min_price: None,
                max_price: None,
                ..first.clone()
            },
        ));
    }
    if let Some(rating) = query.min_rating {
        parts.push((
            format!("{} stars and up", catalog::stars(rating)),
            Query {
                min_rating: None,
                ..first
            },
        ));
    }
    parts
}

fn price(query: &Query) -> Option<String> {
    let money = |amount| Money::new(amount, site::currency());
    match (query.min_price, query.max_price) {
        (Some(min), Some(max)) => Some(format!("{} to {}", money(min), money(max))),
        (Some(min), None) => Some(format!("From {}", money(min))),
        (None, Some(max)) => Some(format!("Up to {}", money(max))),
        (None, None) => None,
    }
}
