//! A cart with nothing in it.

use leptos::prelude::*;

pub(super) fn empty() -> impl IntoView {
    view! {
        <svg class="empty-art" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2" />
        </svg>
        <h2>"Your cart is empty"</h2>
        <p>"What you add waits here for you, for 90 days and without an account."</p>
        <a class="btn primary" href="/products">
            "Browse products"
        </a>
    }
}
