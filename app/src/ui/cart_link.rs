//! The way to the cart, in the head of every page, and how much is in it.

use leptos::prelude::*;

use crate::cart;

/// `here`: whether this is the cart's page.
#[island]
pub(crate) fn CartLink(here: bool) -> impl IntoView {
    let count = cart::count();
    let things = move || match count.get() {
        1 => " item in the cart",
        _ => " items in the cart",
    };
    view! {
        <a class="top-link" href="/cart" aria-current=here.then_some("page")>
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2" />
            </svg>
            <span class="wide">"Cart"</span>
            <span class="count-dot" class:some=move || count.get() != 0>
                {move || count.get()}
                <span class="unseen">{things}</span>
            </span>
        </a>
    }
}
