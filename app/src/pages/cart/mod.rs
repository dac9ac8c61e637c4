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
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(crate) use self::browser::{form_of, slug, start};
#[cfg(feature = "ssr")]
pub(crate) use self::page::CartPage;
use self::trouble::{Place, Trouble};
use crate::ui::html::{Html, html};

/// The cart; `trouble`: why the last change was not made; `added`: the line that a form on another page has just added.
fn cart(view: &CartView, trouble: Option<&Trouble>, added: Option<&Place>) -> Html {
    let empty = view.lines.is_empty();
    let lines: Vec<_> = view
        .lines
        .iter()
        .map(|line| line::line(line, view.version, trouble))
        .collect();
    html(view! {
        <div class="cart-notices" role="status" data-part="notices">
            {notices::notices(view, trouble, added)}
        </div>
        <div class="empty" data-part="empty" hidden=!empty>
            {empty::empty()}
        </div>
        <div class="cart" data-part="cart" hidden=empty>
            <section aria-labelledby="items">
                <h2 class="unseen" id="items">
                    "Items"
                </h2>
                <div data-part="confirm">{notices::confirm(view)}</div>
                <ul class="cart-lines" data-part="lines">
                    {lines}
                </ul>
            </section>
            {summary::summary(view, trouble)}
        </div>
    })
}

/// The version that every form of the page is made for.
fn version(version: i64) -> impl IntoView {
    view! { <input type="hidden" name="version" value=version.to_string() /> }
}
