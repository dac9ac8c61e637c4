//! The kit that pages are composed of. It knows shapes of `catalog` and `domain`, no page and no server function.

pub(crate) mod card;
pub(crate) mod cover;
pub(crate) mod error;
pub(crate) mod footer;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod number;
pub(crate) mod pager;
pub(crate) mod price;
pub(crate) mod progress;
pub(crate) mod rating;
pub(crate) mod search_box;
mod suggestion;
pub(crate) mod theme;

use leptos::prelude::Render;
use leptos::tachys::reactive_graph::OwnedView;

/// What a `Suspend` of a page gives: the server may render it late and on another thread, and what stands in it must
/// find its owner there.
pub(crate) fn owned<V: Render>(view: V) -> OwnedView<V> {
    OwnedView::new(view)
}
