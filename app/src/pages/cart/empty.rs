//! A cart with nothing in it.

use crate::ui::html::{Markup, html};

pub(super) fn empty() -> Markup {
    html! {
        svg .empty-art viewBox="0 0 24 24" aria-hidden="true" {
            path d="M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2" {}
        }
        h2 { "Your cart is empty" }
        p { "What you add waits here for you, for 90 days and without an account." }
        a .btn .primary href="/products" { "Browse products" }
    }
}
