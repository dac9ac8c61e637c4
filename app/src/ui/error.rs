//! What stands in place of a page that could not be made.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::head::Head;

/// Says what happened and what to do. "Try again" loads the page as a document, so that it helps whatever was broken.
#[component]
pub(crate) fn ErrorPage(#[prop(into)] message: String) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    view! {
        <Head title="This page couldn’t be shown" description="Something went wrong." path noindex=true />
        <div class="wrap page">
            <div class="empty" role="alert">
                <h1>"This page couldn’t be shown"</h1>
                <p>{message}</p>
                <a class="btn primary" href="" rel="external">
                    "Try again"
                </a>
            </div>
        </div>
    }
}
