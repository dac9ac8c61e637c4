//! The line above the results: how many there are, how they are sorted, and on a phone the way to the filters.

use catalog::{Query, Results, Sort};
#[cfg(feature = "hydrate")]
use domain::Money;
use leptos::prelude::*;

use crate::site;
use crate::ui::number::{counted, grouped};

pub(super) fn toolbar(query: &Query, results: &Results) -> impl IntoView + use<> {
    let active = super::filters::active(query);
    let filters = if active == 0 {
        "Filters".to_owned()
    } else {
        format!("Filters ({active})")
    };
    let place = if results.pages > 1 {
        format!(
            ", page {} of {}",
            grouped(results.page.into()),
            grouped(results.pages.into())
        )
    } else {
        String::new()
    };
    view! {
        <div class="toolbar">
            <p class="count" role="status" data-part="count">
                <b>{counted(results.total.into(), "product")}</b>
                {place}
            </p>
            <button class="btn filter-open" type="button" popovertarget="filters">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M4 7h16M7 12h10M10 17h4" />
                </svg>
                <span data-part="active">{filters}</span>
            </button>
            {sort(query)}
        </div>
    }
}

/// The fields of a form that keeps the rest of the query: everything but `own`, and the page.
pub(super) fn kept(query: &Query, own: &[&str]) -> Vec<impl IntoView + use<>> {
    query
        .pairs(site::currency())
        .into_iter()
        .filter(|(name, _)| *name != "page" && !own.contains(name))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect()
}

fn sort(query: &Query) -> impl IntoView + use<> {
    let options = Sort::ALL.map(|sort| {
        view! {
            <option value=sort.as_str() selected=sort == query.sort>
                {sort.label()}
            </option>
        }
    });
    view! {
        <form class="sort" action="/products" data-noscroll="">
            <div hidden data-part="kept">
                {kept(query, &["sort"])}
            </div>
            <label for="sort">"Sort by"</label>
            <select class="field" id="sort" name="sort" data-submit="">
                {options}
            </select>
            <button class="btn without-script">"Apply"</button>
        </form>
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
