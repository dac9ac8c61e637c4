//! `/account`: what customers change of their own account.

use domain::AccountSummary;
use leptos::prelude::*;

use super::parts::{elsewhere, head, new_password_field, password_field, username};
use crate::api::form::with_back;
use crate::api::visitor::visitor;
use crate::flash::Flash;
use crate::route;
use crate::ui::error::error_page;
use crate::ui::field::{Field, messages};

pub(super) async fn page() -> AnyView {
    head("Your account", "/account");
    let flash = Flash::take();
    match visitor().await {
        Ok(visitor) => match visitor.account {
            Some(account) => settings(&flash, account),
            None => {
                route::redirect(&with_back("/login", "/account"));
                elsewhere()
            }
        },
        Err(error) => error_page(error).into_any(),
    }
}

fn settings(flash: &Flash, account: AccountSummary) -> AnyView {
    view! {
        <div class="settings">
            <h1>"Your account"</h1>
            {messages(flash)}
            {profile(flash, &account)}
            {password(flash, account.email)}
            {sessions()}
        </div>
    }
    .into_any()
}

fn profile(flash: &Flash, account: &AccountSummary) -> AnyView {
    let name = Field {
        value: account.name.clone(),
        autocomplete: "name",
        ..Field::new("name", "Name", "text")
    };
    view! {
        <section class="form-card" aria-labelledby="profile">
            <h2 id="profile">"You"</h2>
            <dl class="facts">
                <dt>"E-mail address"</dt>
                <dd>{account.email.clone()}</dd>
            </dl>
            <form class="form" method="post" action="/api/fn/rename" novalidate>
                {name.view(flash)}
                <button class="btn primary">"Save the name"</button>
            </form>
        </section>
    }
    .into_any()
}

fn password(flash: &Flash, email: String) -> AnyView {
    view! {
        <section class="form-card" aria-labelledby="change-password">
            <h2 id="change-password">"Password"</h2>
            <form class="form" method="post" action="/api/fn/change_password" novalidate>
                {username(email)}
                {password_field("current", "Current password").view(flash)}
                {new_password_field("New password").view(flash)}
                <button class="btn primary">"Change the password"</button>
            </form>
        </section>
    }
    .into_any()
}

fn sessions() -> AnyView {
    view! {
        <section class="form-card" aria-labelledby="sessions">
            <h2 id="sessions">"Where you are logged in"</h2>
            <p>"A device stays logged in for 30 days after you last used it there."</p>
            <div class="form-buttons">
                <form method="post" action="/api/fn/log_out">
                    <button class="btn">"Log out here"</button>
                </form>
                <form method="post" action="/api/fn/log_out_everywhere">
                    <button class="btn">"Log out everywhere"</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}
