//! The line above the results: how many there are, how they are sorted, and on a phone the way to the filters.

use catalog::{Query, Results, Sort};
#[cfg(feature = "hydrate")]
use domain::Money;
#[cfg(feature = "hydrate")]
use leptos::prelude::document;

use crate::site;
use crate::ui::html::{Markup, html};
use crate::ui::number::{counted, grouped};

pub(super) fn toolbar(query: &Query, results: &Results) -> Markup {
    let active = super::filters::active(query);
    html! {
        div .toolbar {
            p .count role="status" data-part="count" {
                b { (counted(results.total.into(), "product")) }
                @if results.pages > 1 {
                    ", page " (grouped(results.page.into())) " of " (grouped(results.pages.into()))
                }
            }
            button .btn .filter-open type="button" popovertarget="filters" {
                svg viewBox="0 0 24 24" aria-hidden="true" { path d="M4 7h16M7 12h10M10 17h4" {} }
                span data-part="active" {
                    "Filters"
                    @if active > 0 { " (" (active) ")" }
                }
            }
            (sort(query))
        }
    }
}

/// The fields of a form that keeps the rest of the query: everything but `own`, and the page.
pub(super) fn kept(query: &Query, own: &[&str]) -> Markup {
    let pairs = query.pairs(site::currency()).into_iter();
    html! {
        @for (name, value) in pairs.filter(|(name, _)| *name != "page" && !own.contains(name)) {
            input type="hidden" name=(name) value=(value);
        }
    }
}

fn sort(query: &Query) -> Markup {
    html! {
        form .sort action="/products" data-noscroll {
            div hidden data-part="kept" { (kept(query, &["sort"])) }
            label for="sort" { "Sort by" }
            select .field #sort name="sort" data-submit {
                @for sort in Sort::ALL {
                    option value=(sort.as_str()) selected[sort == query.sort] { (sort.label()) }
                }
            }
            button .btn .without-script { "Apply" }
        }
    }
}

/// Sets the fields as another query has them: a field once touched no longer follows its attribute.
#[cfg(feature = "hydrate")]
pub(crate) fn set_fields(query: &Query) {
    let price = |amount: Option<i64>| {
        amount
            .map(|amount| Money::new(amount, site::currency()).to_decimal())
            .unwrap_or_default()
    };
    set_field("search", &query.text);
    set_field("sort", query.sort.as_str());
    set_field("min-price", &price(query.min_price));
    set_field("max-price", &price(query.max_price));
}

#[cfg(feature = "hydrate")]
fn set_field(id: &str, value: &str) {
    use wasm_bindgen::JsCast;

    let Some(field) = document().get_element_by_id(id) else {
        return;
    };
    if let Some(input) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(select) = field.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.set_value(value);
    }
}
