//! The pages of a customer's account, beside each other.

use leptos::prelude::*;

const PAGES: [(&str, &str); 2] = [("/account/purchases", "Purchases"), ("/account", "Settings")];

/// `current` is the path of the page that it stands on.
#[component]
pub(super) fn AccountNav(current: &'static str) -> impl IntoView {
    let links = PAGES.map(|(href, label)| {
        view! {
            <li>
                <a href=href aria-current=(href == current).then_some("page")>
                    {label}
                </a>
            </li>
        }
    });
    view! {
        <nav class="account-nav" aria-label="Account">
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
