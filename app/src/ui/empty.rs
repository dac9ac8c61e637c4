//! A page or list with nothing in it: what belongs here, and the way to it.

use leptos::prelude::*;

#[component]
pub(crate) fn Empty(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
