//! The line above the results: how many there are, how they are sorted, and on a phone the way to the filters.

use catalog::{Query, Results, Sort};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::heading::address;
use crate::state::currency;
use crate::ui::get_form::address_of_form;
use crate::ui::number::{counted, grouped};

#[component]
pub(super) fn Toolbar<'a>(query: &'a Query, results: &'a Results) -> impl IntoView + use<> {
    let filters = match super::filters::active(query) {
        0 => "Filters".to_owned(),
        active => format!("Filters ({active})"),
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
            <p class="count" role="status">
                <b>{counted(results.total.into(), "product")}</b>
                {place}
            </p>
            <button class="btn filter-open" type="button" popovertarget="filters">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M4 7h16M7 12h10M10 17h4" />
                </svg>
                {filters}
            </button>
            <SortForm query />
        </div>
    }
}

#[component]
fn SortForm<'a>(query: &'a Query) -> impl IntoView + use<> {
    let options = Sort::ALL.map(|sort| {
        view! {
            <option value=sort.as_str() selected=sort == query.sort>
                {sort.label()}
            </option>
        }
    });
    let (go, now, kept) = (go(), query.sort.as_str(), query.clone());
    let sorted = move |event: Event| {
        let chosen = event_target_value(&event);
        let sort = Sort::ALL.into_iter().find(|sort| sort.as_str() == chosen);
        go(address(&Query {
            sort: sort.unwrap_or_default(),
            page: 1,
            ..kept.clone()
        }));
    };
    view! {
        <form class="sort" action="/products">
            <Kept query own=&["sort"] />
            <label for="sort">"Sort by"</label>
            <select class="field" id="sort" name="sort" prop:value=now on:change=sorted>
                {options.collect_view()}
            </select>
            <button class="btn without-script">"Apply"</button>
        </form>
    }
}

/// The fields of a form that keeps the rest of the query: everything but `own`, and the page.
#[component]
pub(super) fn Kept<'a>(query: &'a Query, own: &'a [&'a str]) -> impl IntoView + use<> {
    let pairs = query.pairs(currency()).into_iter();
    let pairs = pairs.filter(|(name, _)| *name != "page" && !own.contains(name));
    pairs
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
}

/// Goes to other results; what is in view stays.
fn go() -> impl Fn(String) + Clone + 'static {
    let navigate = use_navigate();
    move |address| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    }
}

/// Goes where a form of filters would.
pub(super) fn go_on_submit() -> impl Fn(SubmitEvent) + Clone + 'static {
    let go = go();
    move |event| {
        if let Some(address) = address_of_form(&event) {
            event.prevent_default();
            go(address);
        }
    }
}
