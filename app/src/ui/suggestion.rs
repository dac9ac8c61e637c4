//! The options under the search field: places to go to, then products.

use catalog::{SuggestedProduct, Suggestion, Suggestions};
use domain::slug::label;
use leptos::prelude::*;

use super::cover::{Fetch, Picture};
use super::price::Price;

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

/// Every option, as a link; the pointer follows it, the keyboard comes to the one `reached`. Their ids are `id` and a
/// number.
pub(crate) fn options<F>(suggestions: &Suggestions, id: &str, reached: F) -> impl IntoView + use<F>
where
    F: Fn() -> Option<usize> + Copy + Send + Sync + 'static,
{
    let terms = suggestions.terms.iter().map(|term| (term.href.clone(), place(term)));
    let products = suggestions.products.iter().map(|card| (address(card), product(card)));
    let option = |(i, (href, content)): (usize, (String, AnyView))| {
        let chosen = move || if reached() == Some(i) { "true" } else { "false" };
        view! {
            <a class="suggestion" role="option" id=format!("{id}{i}") href=href tabindex="-1" aria-selected=chosen>
                {content}
            </a>
        }
    };
    terms.chain(products).enumerate().map(option).collect_view()
}

fn place(term: &Suggestion) -> AnyView {
    view! {
        <span class="kind">{label(&term.kind)}</span>
        <span class="what">{term.label.clone()}</span>
        <span class="aside">{term.count}</span>
    }
    .into_any()
}

fn product(card: &SuggestedProduct) -> AnyView {
    view! {
        <Picture image=card.image.clone() slug=card.slug.clone() title=card.title.clone() fetch=Fetch::Eager />
        <span class="what">{card.title.clone()}</span>
        <Price price=card.price billing=card.billing from=card.from />
    }
    .into_any()
}
