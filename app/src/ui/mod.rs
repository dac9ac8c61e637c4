//! The kit that pages are composed of. It knows shapes of `catalog` and `domain`, no page and no server function.

#[cfg(feature = "ssr")]
mod account_menu;
pub(crate) mod card;
pub(crate) mod cart_link;
pub(crate) mod cover;
pub(crate) mod error;
#[cfg(feature = "ssr")]
pub(crate) mod field;
pub(crate) mod footer;
pub(crate) mod form;
pub(crate) mod header;
#[cfg(feature = "ssr")]
pub(crate) mod input;
pub(crate) mod number;
pub(crate) mod pager;
pub(crate) mod price;
pub(crate) mod progress;
pub(crate) mod rating;
pub(crate) mod search_box;
pub(crate) mod served;
mod suggestion;
pub(crate) mod theme;
pub(crate) mod toast;

use leptos::prelude::Render;
use leptos::tachys::reactive_graph::OwnedView;

/// What a `Suspend` of a page gives: the server may render it late and on another thread, and what stands in it must
/// find its owner there.
pub(crate) fn owned<V: Render>(view: V) -> OwnedView<V> {
    OwnedView::new(view)
}
