//! The filters: links that look like check boxes, so that each works without script. On a phone they are a sheet.

use catalog::{FacetGroup, FacetKind, FacetValue, Query, Results};
use domain::Money;
use leptos::prelude::*;

use super::address;
use super::toolbar::kept;
use crate::site;
use crate::ui::html::{Html, html};
use crate::ui::number::{counted, grouped};
use crate::ui::rating::{class, decimal};

/// How many filters are set.
pub(super) fn active(query: &Query) -> usize {
    let values: usize = FacetKind::ALL.into_iter().map(|kind| query.values(kind).len()).sum();
    let price = query.min_price.is_some() || query.max_price.is_some();
    values + usize::from(price) + usize::from(query.min_rating.is_some())
}

pub(super) fn filters(query: &Query, results: &Results) -> impl IntoView + use<> {
    let facet = |kind: FacetKind| {
        let group = results.facets.iter().find(|group| group.parameter == kind.parameter());
        facet(query, kind, group)
    };
    let category = facet(FacetKind::Category);
    let others = [
        FacetKind::Compatibility,
        FacetKind::Tag,
        FacetKind::Developer,
        FacetKind::Collection,
    ]
    .map(facet);
    view! {
        <aside class="filters" id="filters" popover="auto" aria-label="Filters">
            <div class="sheet-head">
                <h2>"Filters"</h2>
                <button class="icon-btn" popovertarget="filters" popovertargetaction="hide" aria-label="Close the filters">
                    <span class="cross"></span>
                </button>
            </div>
            <div class="sheet-body">{category} {price(query, results)} {rating(query, results)} {others}</div>
            <div class="sheet-foot">
                <button class="btn primary block" popovertarget="filters" popovertargetaction="hide">
                    <span data-part="show">{format!("Show {}", counted(results.total.into(), "product"))}</span>
                </button>
            </div>
        </aside>
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
fn group(part: &'static str, title: &'static str, empty: bool, content: Html) -> Html {
    html(view! {
        <details class="facet" open=true hidden=empty data-part=part>
            <summary>
                <h3>{title}</h3>
            </summary>
            {content}
        </details>
    })
}

fn facet(query: &Query, kind: FacetKind, facet: Option<&FacetGroup>) -> Html {
    let values = facet.map_or(&[][..], |facet| &facet.values);
    let more = facet.map_or(0, |facet| facet.more);
    let ticks: Vec<_> = values
        .iter()
        .map(
            |FacetValue {
                 value,
                 label,
                 count,
                 selected,
             }| Tick {
                id: format!("f-{}-{value}", kind.parameter()),
                href: address(&query.toggled(kind, value)),
                label: label.clone(),
                count: *count,
                selected: *selected,
            },
        )
        .map(|choice| tick(choice, "tick"))
        .collect();
    let more = (more > 0).then(|| {
        view! { <p class="more">{format!("and {} more, found by searching", grouped(more.into()))}</p> }
    });
    let content = view! {
        <ul>{ticks}</ul>
        {more}
    };
    group(kind.parameter(), title(kind), values.is_empty(), html(content))
}

/// A choice of a filter.
struct Tick {
    id: String,
    href: String,
    label: String,
    count: u32,
    selected: bool,
}

fn tick(tick: Tick, class: &'static str) -> impl IntoView {
    view! {
        <li>
            <a
                class=class
                id=tick.id
                href=tick.href
                rel="nofollow"
                data-noscroll=""
                aria-current=tick.selected.then_some("true")
            >
                {tick.label}
                <span class="n">{grouped(tick.count.into())}</span>
            </a>
        </li>
    }
}

fn price(query: &Query, results: &Results) -> Html {
    let currency = site::currency();
    let decimal = |amount: Option<i64>| amount.map(|amount| Money::new(amount, currency).to_decimal());
    let hint = |bound: Option<Money>| bound.map(Money::to_decimal);
    let (low, high) = results.price_range.unzip();
    let steps: Vec<_> = results
        .price_steps
        .iter()
        .filter(|(step, count)| *count > 0 || query.max_price == Some(step.amount))
        .map(|&(step, count)| {
            let selected = query.min_price.is_none() && query.max_price == Some(step.amount);
            let max_price = (!selected).then_some(step.amount);
            let href = address(&Query {
                min_price: None,
                max_price,
                page: 1,
                ..query.clone()
            });
            let id = format!("f-price-{}", step.amount);
            Tick {
                id,
                href,
                label: format!("Up to {}", whole(step)),
                count,
                selected,
            }
        })
        .map(|choice| tick(choice, "tick one"))
        .collect();
    let content = view! {
        <form class="price-form" action="/products" data-noscroll="">
            {kept(query, &["min_price", "max_price"])}
            <label>
                "Lowest"
                <input
                    class="field"
                    id="min-price"
                    name="min_price"
                    inputmode="decimal"
                    value=decimal(query.min_price)
                    placeholder=hint(low)
                />
            </label>
            <label>
                "Highest"
                <input
                    class="field"
                    id="max-price"
                    name="max_price"
                    inputmode="decimal"
                    value=decimal(query.max_price)
                    placeholder=hint(high)
                />
            </label>
            <button class="btn" aria-label="Apply the price range">
                "Go"
            </button>
        </form>
        <ul>{steps}</ul>
    };
    group("price", "Price", false, html(content))
}

/// Whole amounts without their zeros: `$25`.
fn whole(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

fn rating(query: &Query, results: &Results) -> Html {
    let steps: Vec<_> = results
        .rating_steps
        .iter()
        .map(|&(step, count)| {
            let selected = query.min_rating == Some(step);
            let href = address(&Query {
                min_rating: (!selected).then_some(step),
                page: 1,
                ..query.clone()
            });
            view! {
                <li>
                    <a
                        class="tick one"
                        id=format!("f-rating-{step}")
                        href=href
                        rel="nofollow"
                        data-noscroll=""
                        aria-current=selected.then_some("true")
                    >
                        <span class=class(step)>{format!("{} and up", decimal(step))}</span>
                        <span class="n">{grouped(count.into())}</span>
                    </a>
                </li>
            }
        })
        .collect();
    group("rating", "Rating", false, html(view! { <ul>{steps}</ul> }))
}
