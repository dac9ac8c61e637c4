//! What the results are about: heading, head, and the addresses of their pages.

use catalog::{FacetKind, Query, Results};
use leptos::prelude::*;

use crate::state::currency;
use crate::ui::head::Head;
use crate::ui::number::{counted, grouped};

/// The address of a query's results.
pub(super) fn address(query: &Query) -> String {
    query.href(currency())
}

/// The address of another page of the same results.
pub(super) fn page_href(query: &Query, page: u32) -> String {
    address(&Query {
        page: page as usize,
        ..query.clone()
    })
}

/// The label of a selected value, as the facets name it.
pub(super) fn label_of(results: &Results, kind: FacetKind, value: &str) -> String {
    let group = results.facets.iter().find(|group| group.parameter == kind.parameter());
    let found = group.and_then(|group| group.values.iter().find(|v| v.value == value));
    found.map_or_else(|| domain::slug::label(value), |found| found.label.clone())
}

/// What the page is about: the text, else the one thing it is narrowed to.
pub(super) fn heading(query: &Query, results: &Results) -> String {
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

#[component]
pub(super) fn ResultsHead<'a>(query: Query, results: &'a Results) -> impl IntoView + use<> {
    let heading = heading(&query, results);
    let page = if results.page > 1 {
        format!(", page {}", grouped(results.page.into()))
    } else {
        String::new()
    };
    let filters: usize = FacetKind::ALL.into_iter().map(|kind| query.values(kind).len()).sum();
    let ranges = query.min_price.is_some() || query.max_price.is_some() || query.min_rating.is_some();
    let products = counted(results.total.into(), "product");
    // Pages of another size hold other products: they are all named the first.
    let same = query.limit == catalog::PAGE_SIZE;
    // Combinations are without end and say nothing that their parts do not.
    let noindex = !query.text.is_empty() || filters > 1 || ranges || results.total == 0;
    let canonical = Query {
        page: if same { results.page as usize } else { 1 },
        limit: catalog::PAGE_SIZE,
        ..query
    };
    view! {
        <Head
            title=format!("{heading}{page}")
            description=format!("{heading}: {products} with prices, ratings and plans to compare.")
            path=address(&canonical)
            noindex=noindex
            image=results.cards.first().and_then(|card| card.image.clone())
        />
    }
}
