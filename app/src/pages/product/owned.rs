//! Whether the customer owns the product already.

use leptos::prelude::*;

use crate::api::catalogue::owned;
use crate::api::data::data;

/// Nothing for whoever doesn't.
#[component]
pub(super) fn Owned(slug: String) -> impl IntoView {
    let order = data(|| (), move |()| owned(slug.clone()));
    let shown = move || {
        let order = order.get()?.ok().flatten()?;
        Some(view! {
            <p class="notice good owned">
                <b>"You own this."</b>
                " "
                <a href=order>"See your order, downloads and license keys"</a>
            </p>
        })
    };
    view! { <Transition>{shown}</Transition> }
}
