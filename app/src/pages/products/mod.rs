//! `/products`: search, filters, sorting, paging. The query string is the whole state.
//!
//! What changes with it stands in elements with a `data-part`: there the browser puts the parts of the page that it
//! makes for another query.

mod chips;
mod empty;
mod filters;
mod notices;
mod toolbar;

use catalog::{FacetKind, Query, Results};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(crate) use self::toolbar::set_fields;
use crate::data::Found;
use crate::head::Head;
use crate::site;
use crate::ui::card::grid;
#[cfg(feature = "ssr")]
use crate::ui::html::shown;
use crate::ui::html::{Markup, html};
use crate::ui::number::{counted, grouped};
use crate::ui::pager::pager;

#[cfg(feature = "ssr")]
#[component]
pub(crate) fn ProductsPage() -> impl IntoView {
    let search = leptos_router::hooks::use_location().search.get_untracked();
    let found = crate::api::search(&search);
    head(&found).set();
    shown(results(&found))
}

/// Everything inside `<main>`.
pub(crate) fn results(found: &Found) -> Markup {
    let Found {
        query,
        ignored,
        results,
    } = found;
    html! {
        div .stack {
            div .wrap {
                div .page-head { h1 data-part="heading" { (heading(query, results)) } }
                div .results-layout {
                    (filters::filters(query, results))
                    section .results #results aria-labelledby="results-title" {
                        h2 .unseen #results-title { "Results" }
                        (toolbar::toolbar(query, results))
                        div data-part="chips" { (chips::chips(query, results)) }
                        div data-part="notices" { (notices::notices(ignored, results)) }
                        div data-part="content" { (content(query, results)) }
                    }
                }
            }
        }
    }
}

fn content(query: &Query, results: &Results) -> Markup {
    if results.total == 0 {
        return empty::empty(query, results);
    }
    let to = |page: u32| {
        address(&Query {
            page: page as usize,
            ..query.clone()
        })
    };
    html! {
        (grid(&results.cards, "grid", 4))
        (pager(results.page, results.pages, to))
    }
}

/// The address of a query's results.
fn address(query: &Query) -> String {
    query.href(site::currency())
}

/// The label of a selected value, as the facets name it.
fn label_of(results: &Results, kind: FacetKind, value: &str) -> String {
    let group = results.facets.iter().find(|group| group.parameter == kind.parameter());
    let found = group.and_then(|group| group.values.iter().find(|v| v.value == value));
    found.map_or_else(|| domain::slug::label(value), |found| found.label.clone())
}

/// What the page is about: the text, else the one thing it is narrowed to.
fn heading(query: &Query, results: &Results) -> String {
    if !query.text.is_empty() {
        return format!("Results for “{}”", query.text);
    }
    let mut selected = FacetKind::ALL
        .into_iter()
        .flat_map(|kind| query.values(kind).iter().map(move |v| (kind, v)));
    match (selected.next(), selected.next()) {
        (Some((kind, value)), None) => label_of(results, kind, value),
        _ => "All products".to_owned(),
    }
}

pub(crate) fn head(Found { query, results, .. }: &Found) -> Head {
    let heading = heading(query, results);
    // Pages of another size hold other products: they are all named the first.
    let same = query.limit == catalog::PAGE_SIZE;
    let canonical = Query {
        page: if same { results.page as usize } else { 1 },
        limit: catalog::PAGE_SIZE,
        ..query.clone()
    };
    let page = if results.page > 1 {
        format!(", page {}", grouped(results.page.into()))
    } else {
        String::new()
    };
    let filters: usize = FacetKind::ALL.into_iter().map(|kind| query.values(kind).len()).sum();
    let ranges = query.min_price.is_some() || query.max_price.is_some() || query.min_rating.is_some();
    Head {
        // Combinations are without end and say nothing that their parts do not.
        noindex: !query.text.is_empty() || filters > 1 || ranges || results.total == 0,
        image: results.cards.first().and_then(|card| card.image.clone()),
        ..Head::page(
            format!("{heading}{page}"),
            format!(
                "{heading}: {} with prices, ratings and plans to compare.",
                counted(results.total.into(), "product")
            ),
            address(&canonical),
        )
    }
}
