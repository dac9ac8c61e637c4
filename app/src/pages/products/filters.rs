//! The filters: links that look like check boxes, so that each works without script. On a phone they are a sheet.

use catalog::{FacetGroup, FacetKind, FacetValue, Query, Results};
use domain::Money;

use super::address;
use super::toolbar::kept;
use crate::site;
use crate::ui::html::{Markup, html};
use crate::ui::number::{counted, grouped};
use crate::ui::rating::{class, decimal};

/// How many filters are set.
pub(super) fn active(query: &Query) -> usize {
    let values: usize = FacetKind::ALL.into_iter().map(|kind| query.values(kind).len()).sum();
    let price = query.min_price.is_some() || query.max_price.is_some();
    values + usize::from(price) + usize::from(query.min_rating.is_some())
}

pub(super) fn filters(query: &Query, results: &Results) -> Markup {
    let facet = |kind: FacetKind| {
        let group = results.facets.iter().find(|group| group.parameter == kind.parameter());
        facet(query, kind, group)
    };
    html! {
        aside .filters #filters popover="auto" aria-label="Filters" {
            div .sheet-head {
                h2 { "Filters" }
                button .icon-btn popovertarget="filters" popovertargetaction="hide" aria-label="Close the filters" {
                    span .cross {}
                }
            }
            div .sheet-body {
                (facet(FacetKind::Category))
                (price(query, results))
                (rating(query, results))
                (facet(FacetKind::Compatibility))
                (facet(FacetKind::Tag))
                (facet(FacetKind::Developer))
                (facet(FacetKind::Collection))
            }
            div .sheet-foot {
                button .btn .primary .block popovertarget="filters" popovertargetaction="hide" {
                    span data-part="show" { "Show " (counted(results.total.into(), "product")) }
                }
            }
        }
    }
}

fn title(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Category => "Category",
        FacetKind::Compatibility => "Works with",
        FacetKind::Tag => "Tags",
        FacetKind::Developer => "Developer",
        FacetKind::Collection => "Collection",
    }
}

/// A group that can be folded. It is there also when it is empty, for the browser to fill, but not shown.
fn group(part: &str, title: &str, empty: bool, content: &Markup) -> Markup {
    html! {
        details .facet open hidden[empty] data-part=(part) {
            summary { h3 { (title) } }
            (content)
        }
    }
}

fn facet(query: &Query, kind: FacetKind, facet: Option<&FacetGroup>) -> Markup {
    let values = facet.map_or(&[][..], |facet| &facet.values);
    let more = facet.map_or(0, |facet| facet.more);
    let content = html! {
        ul {
            @for FacetValue { value, label, count, selected } in values {
                (tick(&Tick {
                    id: format!("f-{}-{}", kind.parameter(), value.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
                    href: address(&query.toggled(kind, value)),
                    count: *count,
                    selected: *selected,
                    class: "tick",
                }, html! { (label) }))
            }
        }
        @if more > 0 { p .more { "and " (grouped(more.into())) " more, found by searching" } }
    };
    group(kind.parameter(), title(kind), values.is_empty(), &content)
}

/// A choice of a filter.
struct Tick {
    id: String,
    href: String,
    count: u32,
    selected: bool,
    class: &'static str,
}

fn tick(tick: &Tick, label: Markup) -> Markup {
    html! {
        li {
            a
                class=(tick.class)
                id=(tick.id)
                href=(tick.href)
                rel="nofollow"
                data-noscroll
                aria-current=[tick.selected.then_some("true")]
            {
                (label)
                span .n { (grouped(tick.count.into())) }
            }
        }
    }
}

fn price(query: &Query, results: &Results) -> Markup {
    let currency = site::currency();
    let decimal = |amount: Option<i64>| amount.map(|amount| Money::new(amount, currency).to_decimal());
    let hint = |bound: Option<Money>| bound.map(Money::to_decimal);
    let (low, high) = results.price_range.unzip();
    let bound = |label: &str, id: &str, name: &str, value: Option<i64>, placeholder: Option<Money>| {
        html! {
            label {
                (label)
                input
                    .field
                    id=(id)
                    name=(name)
                    inputmode="decimal"
                    value=[decimal(value)]
                    placeholder=[hint(placeholder)];
            }
        }
    };
    let steps = results.price_steps.iter();
    let content = html! {
        form .price-form action="/products" data-noscroll {
            (kept(query, &["min_price", "max_price"]))
            (bound("Lowest", "min-price", "min_price", query.min_price, low))
            (bound("Highest", "max-price", "max_price", query.max_price, high))
            button .btn aria-label="Apply the price range" { "Go" }
        }
        ul {
            @for &(step, count) in steps.filter(|(step, count)| *count > 0 || query.max_price == Some(step.amount)) {
                (price_step(query, step, count))
            }
        }
    };
    group("price", "Price", false, &content)
}

fn price_step(query: &Query, step: Money, count: u32) -> Markup {
    let selected = query.min_price.is_none() && query.max_price == Some(step.amount);
    let to = Query {
        min_price: None,
        max_price: (!selected).then_some(step.amount),
        page: 1,
        ..query.clone()
    };
    let choice = Tick {
        id: format!("f-price-{}", step.amount),
        href: address(&to),
        count,
        selected,
        class: "tick one",
    };
    tick(&choice, html! { "Up to " (whole(step)) })
}

/// Whole amounts without their zeros: `$25`.
fn whole(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

fn rating(query: &Query, results: &Results) -> Markup {
    let content = html! {
        ul {
            @for &(step, count) in &results.rating_steps { (rating_step(query, step, count)) }
        }
    };
    group("rating", "Rating", false, &content)
}

fn rating_step(query: &Query, step: u16, count: u32) -> Markup {
    let selected = query.min_rating == Some(step);
    let to = Query {
        min_rating: (!selected).then_some(step),
        page: 1,
        ..query.clone()
    };
    let choice = Tick {
        id: format!("f-rating-{step}"),
        href: address(&to),
        count,
        selected,
        class: "tick one",
    };
    tick(
        &choice,
        html! { span class=(class(step)) { (decimal(step)) " and up" } },
    )
}
