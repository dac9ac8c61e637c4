//! The page around one form.

use leptos::prelude::*;

use crate::ui::head::Head;

/// The id of the card's heading.
pub(super) const TITLE: &str = "form-title";

/// A narrow card under its title, with a head that search engines leave out.
#[component]
pub(super) fn FormPage(title: &'static str, path: &'static str, children: Children) -> impl IntoView {
    view! {
        <Head title description=format!("{title} on Mintreu Marketplace.") path noindex=true />
        <div class="wrap page account">
            <section class="form-card" aria-labelledby=TITLE>
                <h1 id=TITLE tabindex="-1">
                    {title}
                </h1>
                {children()}
            </section>
        </div>
    }
}

/// The page of a link that is not valid; `children` ask for a new one.
#[component]
pub(super) fn RefusedLink(
    title: &'static str,
    path: &'static str,
    /// Why, and what may help.
    text: &'static str,
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::server::respond::status(http::StatusCode::NOT_FOUND);
    view! {
        <FormPage title path>
            <p class="notice bad" role="alert">
                {text}
            </p>
            {children()}
        </FormPage>
    }
}
