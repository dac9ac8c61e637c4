//! When nothing was found: which filter to remove, and the nearest products.

use catalog::{Query, Results};
use leptos::prelude::*;

use crate::ui::card::CardGrid;
use crate::ui::number::counted;

/// Nothing where there are results.
#[component]
pub(super) fn NothingFound<'a>(query: &'a Query, results: &'a Results) -> impl IntoView + use<> {
    (results.total == 0).then(|| {
        let nothing_there = !query.is_filtered();
        let (title, advice) = if nothing_there {
            (
                "No products yet",
                "The catalogue is empty. New products appear here as soon as they are published.",
            )
        } else if results.drops.is_empty() {
            (
                "No product matches",
                "Check the spelling, or try fewer and simpler words.",
            )
        } else {
            ("No product matches all of this", "Try removing a filter:")
        };
        let drops = results.drops.iter().map(|drop| {
            let label = format!("Without {} · {}", drop.label, counted(drop.total.into(), "product"));
            view! {
                <li>
                    <a class="chip" href=drop.href.clone() data-noscroll="">
                        {label}
                    </a>
                </li>
            }
        });
        let drops = (!results.drops.is_empty()).then(|| view! { <ul class="drops">{drops.collect_view()}</ul> });
        let all = (!nothing_there).then(|| view! { <a class="btn" href="/products">"Show all products"</a> });
        view! {
            <div class="empty">
                <h3>{title}</h3>
                <p>{advice}</p>
                {drops}
                {all}
            </div>
            <Nearest results />
        }
    })
}

#[component]
fn Nearest<'a>(results: &'a Results) -> impl IntoView + use<> {
    (!results.nearest.is_empty()).then(|| {
        view! {
            <h2 class="section-title">"Nearest matches"</h2>
            <CardGrid cards=results.nearest.clone() eager=4 />
        }
    })
}
