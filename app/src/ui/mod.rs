//! The kit that pages are composed of. It takes data and callbacks, and knows neither pages nor server functions.

pub(crate) mod card;
pub(crate) mod copy;
pub(crate) mod cover;
pub(crate) mod empty;
pub(crate) mod error;
pub(crate) mod field;
pub(crate) mod get_form;
pub(crate) mod head;
pub(crate) mod left_out;
pub(crate) mod number;
pub(crate) mod pager;
pub(crate) mod price;
pub(crate) mod progress;
pub(crate) mod rating;
pub(crate) mod search_box;
mod suggestion;
pub(crate) mod terms;
pub(crate) mod toast;

use leptos::prelude::*;

/// An address that can be written to.
#[component]
pub(crate) fn MailTo(address: String) -> impl IntoView {
    view! { <a href=format!("mailto:{address}")>{address.clone()}</a> }
}
