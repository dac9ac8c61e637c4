//! The options under the search field: places to go to, then products.

use catalog::{SuggestedProduct, Suggestion, Suggestions};
use domain::slug::label;
use leptos::prelude::*;

use super::cover::{Fetch, picture};
use super::html::{Markup, html};
use super::price::price;

/// Where option `i` leads.
pub(crate) fn href(suggestions: &Suggestions, i: usize) -> Option<String> {
    let terms = suggestions.terms.len();
    match suggestions.terms.get(i) {
        Some(term) => Some(term.href.clone()),
        None => suggestions.products.get(i - terms).map(address),
    }
}

fn address(card: &SuggestedProduct) -> String {
    format!("/products/{}", card.slug)
}

/// Every option, as a link; the pointer follows it, the keyboard reaches it by `active`. Their ids are `id` and a number.
pub(crate) fn options(
    suggestions: &Suggestions,
    id: &str,
    active: RwSignal<Option<usize>>,
) -> Vec<impl IntoView + use<>> {
    let terms = suggestions.terms.iter().map(|term| (term.href.clone(), place(term)));
    let products = suggestions.products.iter().map(|card| (address(card), product(card)));
    terms
        .chain(products)
        .enumerate()
        .map(|(i, (href, content))| {
            let chosen = move || if active.get() == Some(i) { "true" } else { "false" };
            view! {
                <a
                    class="suggestion"
                    role="option"
                    id=format!("{id}{i}")
                    href=href
                    tabindex="-1"
                    aria-selected=chosen
                    inner_html=content.into_string()
                ></a>
            }
        })
        .collect()
}

fn place(term: &Suggestion) -> Markup {
    html! {
        span .kind { (label(&term.kind)) }
        span .what { (term.label) }
        span .aside { (term.count) }
    }
}

fn product(card: &SuggestedProduct) -> Markup {
    html! {
        (picture(card.image.as_deref(), &card.slug, &card.title, Fetch::Eager))
        span .what { (card.title) }
        (price(card.price, card.billing, card.from))
    }
}
