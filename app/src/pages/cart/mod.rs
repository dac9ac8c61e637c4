//! `/cart`: what the reader means to buy, at today's prices. Everything on it is a form; in the browser each change
//! shows at once and is undone with a message where the server refuses it.

#[cfg(feature = "hydrate")]
mod browser;
mod empty;
mod line;
mod notices;
#[cfg(feature = "ssr")]
mod page;
mod summary;
mod trouble;

use domain::cart::CartView;

#[cfg(feature = "hydrate")]
pub(crate) use self::browser::{form_of, slug, start};
#[cfg(feature = "ssr")]
pub(crate) use self::page::CartPage;
use self::trouble::{Place, Trouble};
use crate::ui::html::{Markup, html};

/// The cart; `trouble`: why the last change was not made; `added`: the line that a form on another page has just added.
fn cart(view: &CartView, trouble: Option<&Trouble>, added: Option<&Place>) -> Markup {
    let empty = view.lines.is_empty();
    html! {
        div .cart-notices role="status" data-part="notices" { (notices::notices(view, trouble, added)) }
        div .empty data-part="empty" hidden[!empty] { (empty::empty()) }
        div .cart data-part="cart" hidden[empty] {
            section aria-labelledby="items" {
                h2 .unseen #items { "Items" }
                div data-part="confirm" { (notices::confirm(view)) }
                ul .cart-lines data-part="lines" {
                    @for line in &view.lines { (line::line(line, view.version, trouble)) }
                }
            }
            (summary::summary(view, trouble))
        }
    }
}

/// The version that every form of the page is made for.
fn version(version: i64) -> Markup {
    html! { input type="hidden" name="version" value=(version); }
}
