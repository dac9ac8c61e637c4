//! What the pages of accounts share.

use http::header::REFERER;
use http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::SiteConfig;
use crate::api::form::{HOME, local};
use crate::api::visitor::visitor;
use crate::head::Head;
use crate::route;
use crate::ui::field::Field;

/// The heads of these pages: nothing for search engines.
pub(super) fn head(title: &str, path: &str) {
    Head {
        noindex: true,
        ..Head::page(title, format!("{title} on Mintreu Marketplace."), path)
    }
    .set();
}

/// The token of the link, out of the address.
pub(super) fn token() -> String {
    use_params_map().with_untracked(|params| params.get_str("token").unwrap_or_default().to_owned())
}

/// Where the reader came from and goes back to: what the address says, else the page whose link they followed.
pub(super) fn back() -> String {
    let asked = use_query_map().with_untracked(|query| query.get("back"));
    let back = asked.or_else(referring_page).unwrap_or_default();
    local(&back).unwrap_or_default().to_owned()
}

/// The page of this site that led here, unless it is one of these pages.
fn referring_page() -> Option<String> {
    let site = use_context::<SiteConfig>()?;
    let referer = with_context::<Parts, _>(|request| {
        let referer = request.headers.get(REFERER)?.to_str().ok()?;
        referer.strip_prefix(&site.public_url).map(str::to_owned)
    })??;
    let own = ["/login", "/register", "/verify", "/reset", HOME, "/api/"];
    let is_own = own.iter().any(|own| referer.starts_with(own));
    (!is_own).then_some(referer)
}

/// Leads a customer who is logged in already to where they want to go; tells whether it did.
pub(super) async fn is_in_already(back: &str) -> bool {
    let logged_in = visitor().await.is_ok_and(|visitor| visitor.account.is_some());
    if logged_in {
        route::redirect(local(back).unwrap_or(HOME));
    }
    logged_in
}

/// What an empty page says while its reader is led elsewhere.
pub(super) fn elsewhere() -> AnyView {
    view! { <p>"One moment."</p> }.into_any()
}

/// The narrow card that a form stands in.
pub(super) fn card(title: &'static str, content: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="form-card" aria-labelledby="form-title">
            <h1 id="form-title">{title}</h1>
            {content}
        </section>
    }
    .into_any()
}

pub(super) fn email_field() -> Field {
    Field {
        autocomplete: "username",
        ..Field::new("email", "E-mail address", "email")
    }
}

/// A password that is chosen.
pub(super) fn new_password_field(label: &'static str) -> Field {
    Field {
        hint: "At least 8 characters. A few words that don’t belong together are easy to keep in mind.",
        autocomplete: "new-password",
        ..Field::new("password", label, "password")
    }
}

/// A password that is known.
pub(super) fn password_field(name: &'static str, label: &'static str) -> Field {
    Field {
        autocomplete: "current-password",
        ..Field::new(name, label, "password")
    }
}

pub(super) fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name value=value.into() /> }.into_any()
}

/// Tells password managers whose password a form sets.
pub(super) fn username(email: String) -> AnyView {
    view! {
        <input class="unseen" type="text" value=email autocomplete="username" readonly=true tabindex="-1" aria-hidden="true" />
    }
    .into_any()
}

/// The page of a link that does not count, and the form that asks for a new one.
pub(super) fn refused_link(title: &'static str, text: &'static str, ask: AnyView) -> AnyView {
    route::status(http::StatusCode::NOT_FOUND);
    card(
        title,
        view! {
            <p class="notice bad" role="alert">
                {text}
            </p>
            {ask}
        },
    )
}
