//! When nothing was found: which part of the query to let go, and the nearest products.

use catalog::{Query, Results};
use leptos::prelude::*;

use crate::ui::card::grid;
use crate::ui::html::{Html, html};
use crate::ui::number::counted;

pub(super) fn empty(query: &Query, results: &Results) -> Html {
    let nothing_there = !query.is_filtered();
    let (title, advice) = if nothing_there {
        (
            "No products yet",
            "The catalogue is empty. New products appear here as soon as they are published.",
        )
    } else if results.drops.is_empty() {
        (
            "No product matches",
            "Check the spelling, or try fewer and plainer words.",
        )
    } else {
        (
            "No product matches all of this",
            "Letting go of one part brings results:",
        )
    };
    let drops: Vec<_> = results
        .drops
        .iter()
        .map(|drop| {
            view! {
                <li>
                    <a class="chip" href=drop.href.clone() data-noscroll="">
                        {format!("Without {} · {}", drop.label, counted(drop.total.into(), "product"))}
                    </a>
                </li>
            }
        })
        .collect();
    let drops = (!drops.is_empty()).then(|| view! { <ul class="drops">{drops}</ul> });
    let nearest = (!results.nearest.is_empty()).then(|| {
        view! {
            <h2 class="section-title">"Nearest matches"</h2>
            {grid(&results.nearest, "grid", 4)}
        }
    });
    let clear = (!nothing_there).then(|| view! { <a class="btn" href="/products">"Show all products"</a> });
    html(view! {
        <div class="empty">
            <h3>{title}</h3>
            <p>{advice}</p>
            {drops}
            {clear}
        </div>
        {nearest}
    })
}
