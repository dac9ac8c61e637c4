//! The kit that pages are composed of. It knows shapes of `catalog` and `domain`, no page and no server function.

#[cfg(feature = "ssr")]
mod account_menu;
pub(crate) mod card;
pub(crate) mod cart_link;
pub(crate) mod cover;
#[cfg(feature = "ssr")]
pub(crate) mod error;
#[cfg(feature = "ssr")]
pub(crate) mod field;
#[cfg(feature = "ssr")]
pub(crate) mod footer;
#[cfg(feature = "ssr")]
pub(crate) mod header;
pub(crate) mod html;
#[cfg(feature = "ssr")]
pub(crate) mod input;
pub(crate) mod left_out;
#[cfg(feature = "hydrate")]
pub(crate) mod menu;
pub(crate) mod number;
pub(crate) mod pager;
pub(crate) mod price;
pub(crate) mod rating;
pub(crate) mod search_box;
mod suggestion;
pub(crate) mod theme;
pub(crate) mod toast;

#[cfg(feature = "ssr")]
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos::tachys::reactive_graph::OwnedView;

/// What a `Suspend` of a page gives: the server may render it late and on another thread, and what stands in it must
/// find its owner there.
#[cfg(feature = "ssr")]
pub(crate) fn owned<V: Render>(view: V) -> OwnedView<V> {
    OwnedView::new(view)
}

/// An address that can be written to.
#[cfg(feature = "ssr")]
pub(crate) fn mail_to(address: &str) -> impl IntoView + use<> {
    view! { <a href=format!("mailto:{address}")>{address.to_owned()}</a> }
}
