//! HTML that both sides make: the server for the page, the browser for the parts of it that change. It is text, so what
//! the browser needs for it is little more than the words themselves; leptos makes everything else.

pub(crate) use maud::{Markup, html};

/// Puts it into a view.
#[cfg(feature = "ssr")]
pub(crate) fn shown(markup: Markup) -> leptos::tachys::html::InertElement {
    leptos::tachys::html::InertElement::new(markup.into_string())
}
