//! `/login`: `?back=` says where the customer goes afterwards, `?done=` what has just logged them out.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::address::{back, parameter, search};
use super::answer::{Answer, Submit};
use super::card::FormPage;
use super::fields::{EmailField, PasswordField};
use super::no_store;
use super::redirect::RedirectTo;
use crate::api::account::{HOME, KnownGuest, LogIn, known_guest, local, with_back};
use crate::api::data::data;
use crate::pages::{Loaded, ready};
use crate::state::Session;
use crate::ui::field::Message;

lazy_page!(LogInRoute, account, super::page);

async fn page() -> AnyView {
    no_store();
    let search = search("/login");
    let guest = data(|| (), |()| known_guest());
    ready(guest).await;
    let shown = move |guest: Option<KnownGuest>| match guest {
        Some(guest) => view! { <LogInPage guest search /> }.into_any(),
        None => {
            let back = back(search).get_untracked();
            view! { <RedirectTo to=local(&back).unwrap_or(HOME).to_owned() /> }.into_any()
        }
    };
    view! { <Loaded data=guest page=shown /> }.into_any()
}

#[component]
fn LogInPage(guest: KnownGuest, search: Memo<String>) -> impl IntoView {
    let back = back(search);
    let action = ServerAction::<LogIn>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    let notice = Signal::derive(move || search.with(|search| notice(search)).filter(|_| !answer.is_refused()));
    view! {
        <FormPage title="Log in" path="/login">
            <Message text=notice />
            <Message text=answer.message() bad=true />
            <ActionForm action attr:class="form" attr:novalidate="">
                <input type="hidden" name="back" value=move || back.get() />
                <EmailField answer known=guest.email />
                <PasswordField answer />
                <Submit answer label="Log in" busy="Logging in…" />
            </ActionForm>
            <p>
                <a href="/reset">"Forgot your password?"</a>
            </p>
            <ul class="form-else">
                <li>
                    "New here? "
                    <a href=move || back.with(|back| with_back("/register", back))>"Create an account"</a>
                </li>
                <li>"E-mail address not confirmed yet? " <a href="/verify">"Resend the link"</a></li>
            </ul>
        </FormPage>
    }
}

/// What has just logged the customer out.
fn notice(search: &str) -> Option<&'static str> {
    match parameter(search, "done")?.as_str() {
        "password" => Some("Your password is changed. Log in with the new one."),
        "everywhere" => Some("You are logged out on every device."),
        "session" => Some(
            "You have been logged out, so your order was not placed. Log in again: your cart and what you typed are still there.",
        ),
        _ => None,
    }
}
