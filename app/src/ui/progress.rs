//! The bar at the top of the window while a page is on its way. It waits a tenth of a second, so that what comes at
//! once does not flicker: the style sheet's business.

use leptos::prelude::*;

#[component]
pub(crate) fn ProgressBar(#[prop(into)] pending: Signal<bool>) -> impl IntoView {
    view! { <div class="progress" class:on=move || pending.get() aria-hidden="true"></div> }
}
