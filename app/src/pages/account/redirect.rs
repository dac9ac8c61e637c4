//! Pages that are not for this visitor.

use leptos::prelude::*;

/// Leads to another page of this site, which takes this one's place in the history.
#[component]
pub(crate) fn RedirectTo(to: String) -> impl IntoView {
    lead(&to);
    view! {
        <div class="wrap page account">
            <p>
                <a href=to>"One moment…"</a>
            </p>
        </div>
    }
}

#[cfg(feature = "ssr")]
fn lead(to: &str) {
    use crate::api::server::respond;

    respond::redirect(to);
    // Whatever the client says that it accepts: this is a page.
    respond::status(http::StatusCode::FOUND);
}

#[cfg(feature = "hydrate")]
fn lead(to: &str) {
    use leptos_router::NavigateOptions;
    use leptos_router::hooks::{use_location, use_navigate};

    let (navigate, to) = (use_navigate(), to.to_owned());
    let here = use_location().pathname.get_untracked();
    Effect::new(move |_| {
        // A link that leads here has no entry in the history yet; then there is nothing to replace.
        let replace = location().pathname().is_ok_and(|at| at == here);
        let options = NavigateOptions {
            replace,
            ..NavigateOptions::default()
        };
        navigate(&to, options);
    });
}
