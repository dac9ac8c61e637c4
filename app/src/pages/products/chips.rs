//! What is selected, each with a way to remove it.

use catalog::{FacetKind, Query, Results};
use domain::Money;
use leptos::prelude::*;

use super::heading::{address, label_of};
use crate::state::currency;

/// Nothing where nothing is selected.
#[component]
pub(super) fn Chips<'a>(query: &'a Query, results: &'a Results) -> impl IntoView + use<> {
    let selected = selected(query, results);
    (!selected.is_empty()).then(|| {
        let chips = selected.into_iter().map(|(label, without)| {
            view! {
                <li>
                    <a class="chip on" href=address(&without) data-noscroll="">
                        {label}
                        <span class="sr-only">": remove"</span>
                        <span class="cross"></span>
                    </a>
                </li>
            }
        });
        view! {
            <ul class="chips" aria-label="Selected">
                {chips.collect_view()}
                <li>
                    <a class="chip plain" href="/products" data-noscroll="">
                        "Clear all"
                    </a>
                </li>
            </ul>
        }
    })
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
    let money = |amount| Money::new(amount, currency());
    match (query.min_price, query.max_price) {
        (Some(min), Some(max)) => Some(format!("{} to {}", money(min), money(max))),
        (Some(min), None) => Some(format!("From {}", money(min))),
        (None, Some(max)) => Some(format!("Up to {}", money(max))),
        (None, None) => None,
    }
}
