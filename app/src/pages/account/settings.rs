//! `/account`: what customers change of their own account; `?done=` says what was changed.

use domain::AccountSummary;
use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;

use super::address::{parameter, search};
use super::answer::{Answer, Submit};
use super::devices::Devices;
use super::fields::{NameField, NewPasswordField, PasswordField, Username};
use super::nav::AccountNav;
use super::no_store;
use super::redirect::RedirectTo;
use crate::api::account::{ChangePassword, Rename, SessionView, settings, with_back};
use crate::api::data::data;
use crate::pages::{Loaded, ready};
use crate::state::Session;
use crate::ui::field::Message;
use crate::ui::head::Head;

lazy_page!(SettingsRoute, account, super::page);

const PATH: &str = "/account";

async fn page() -> AnyView {
    no_store();
    let search = search(PATH);
    // Asked anew: right after a log-in the shared session may not know of it yet.
    let settings = data(|| (), |()| settings());
    ready(settings).await;
    let again = Callback::new(move |()| settings.refetch());
    let shown = move |found: Option<(AccountSummary, Vec<SessionView>)>| match found {
        Some((account, sessions)) => view! { <Settings account sessions search again /> }.into_any(),
        None => view! { <RedirectTo to=with_back("/login", PATH) /> }.into_any(),
    };
    view! { <Loaded data=settings page=shown /> }.into_any()
}

#[component]
fn Settings(
    account: AccountSummary,
    sessions: Vec<SessionView>,
    search: Memo<String>,
    /// Asks the server again.
    again: Callback<()>,
) -> impl IntoView {
    let AccountSummary { email, name, .. } = account;
    view! {
        <Head title="Settings" description="Your name, your password and your devices." path=PATH noindex=true />
        <div class="wrap page account">
            <AccountNav current=PATH />
            <div class="settings">
                <h1>"Settings"</h1>
                <Profile email=email.clone() name search />
                <Password email=email.clone() search />
                <Devices email sessions search again />
            </div>
        </div>
    }
}

/// What a form has just done, until it is sent again.
pub(super) fn done(
    search: Memo<String>,
    answer: Answer,
    what: &'static str,
    text: &'static str,
) -> Signal<Option<&'static str>> {
    Signal::derive(move || {
        let done = search.with(|search| parameter(search, "done").is_some_and(|done| done == what));
        (done && !answer.is_pending() && !answer.is_refused()).then_some(text)
    })
}

#[component]
fn Profile(email: String, name: String, search: Memo<String>) -> impl IntoView {
    let action = ServerAction::<Rename>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    view! {
        <section class="form-card" aria-labelledby="profile">
            <h2 id="profile">"Profile"</h2>
            <Message text=done(search, answer, "name", "Your name is saved.") />
            <Message text=answer.message() bad=true />
            <dl class="facts">
                <dt>"E-mail address"</dt>
                <dd>{email}</dd>
            </dl>
            <ActionForm action attr:class="form" attr:novalidate="">
                <NameField answer known=name />
                <Submit answer label="Save name" busy="Saving…" class="btn primary" />
            </ActionForm>
        </section>
    }
}

#[component]
fn Password(email: String, search: Memo<String>) -> impl IntoView {
    let action = ServerAction::<ChangePassword>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    let form = NodeRef::<Form>::new();
    Effect::new(move |_| {
        // No password stays on the screen that has been taken.
        if answer.is_accepted()
            && let Some(form) = form.get_untracked()
        {
            form.reset();
        }
    });
    let text = "Your password is changed. You are logged out on every other device.";
    view! {
        <section class="form-card" aria-labelledby="change-password">
            <h2 id="change-password">"Password"</h2>
            <Message text=done(search, answer, "password", text) />
            <Message text=answer.message() bad=true />
            <ActionForm action node_ref=form attr:class="form" attr:novalidate="">
                <Username email />
                <PasswordField answer name="current" label="Current password" />
                <NewPasswordField answer label="New password" />
                <Submit answer label="Change password" busy="Changing…" class="btn primary" />
            </ActionForm>
        </section>
    }
}
