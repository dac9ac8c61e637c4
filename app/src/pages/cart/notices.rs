//! What the page says above the lines: what was added, why a change was not made, what waits for a word.

use domain::cart::CartView;

use super::{Place, Trouble, version};
use crate::ui::html::{Markup, html};

pub(super) fn notices(view: &CartView, trouble: Option<&Trouble>, added: Option<&Place>) -> Markup {
    let trouble = trouble.filter(|trouble| match &trouble.at {
        Place::Cart => true,
        Place::Code => false,
        // A refused line that is not in the cart has no place of its own.
        Place::Line(product, plan) => view.line(product, plan).is_none(),
    });
    html! {
        @if let Some(trouble) = trouble { p .notice .warn { (trouble.text) } }
        @if let Some(Place::Line(product, plan)) = added {
            @if let Some(line) = view.line(product, plan) {
                p .notice .good {
                    "Added " (line.title) ", " (line.plan_name) ". "
                    a href={ "/products/" (product) } { "Back to the product" }
                }
            }
        }
    }
}

/// Asks for a word where prices changed or plans vanished.
pub(super) fn confirm(view: &CartView) -> Markup {
    if !view.must_confirm() {
        return Markup::default();
    }
    html! {
        form .notice .warn .cart-confirm method="post" action="/api/fn/cart_confirm" {
            (version(view.version))
            p { "Something changed since you filled your cart. Please look at it, then accept it to go on." }
            button .btn { "Accept changes" }
        }
    }
}
