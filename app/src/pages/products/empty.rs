//! When nothing was found: which part of the query to let go, and the nearest products.

use catalog::{Query, Results};

use crate::ui::card::grid;
use crate::ui::html::{Markup, html};
use crate::ui::number::counted;

pub(super) fn empty(query: &Query, results: &Results) -> Markup {
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
    html! {
        div .empty {
            h3 { (title) }
            p { (advice) }
            @if !results.drops.is_empty() {
                ul .drops {
                    @for drop in &results.drops {
                        li {
                            a .chip href=(drop.href) data-noscroll {
                                "Without " (drop.label) " · " (counted(drop.total.into(), "product"))
                            }
                        }
                    }
                }
            }
            @if !nothing_there { a .btn href="/products" { "Show all products" } }
        }
        @if !results.nearest.is_empty() {
            h2 .section-title { "Nearest matches" }
            (grid(&results.nearest, "grid", 4))
        }
    }
}
