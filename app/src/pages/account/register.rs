//! `/register`: `?back=` says where the customer goes once the address is confirmed, `?email=` which address they
//! bought with.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::address::{back, parameter, search};
use super::answer::{Answer, Submit};
use super::card::FormPage;
use super::fields::{EmailField, NameField, NewPasswordField};
use super::no_store;
use super::redirect::RedirectTo;
use crate::api::account::{HOME, KnownGuest, Register, known_guest, local, with_back};
use crate::api::data::data;
use crate::pages::{Loaded, ready};
use crate::ui::field::Message;

lazy_page!(RegisterRoute, account, super::page);

async fn page() -> AnyView {
    no_store();
    let search = search("/register");
    let guest = data(|| (), |()| known_guest());
    ready(guest).await;
    let shown = move |guest: Option<KnownGuest>| match guest {
        Some(guest) => view! { <RegisterPage guest search /> }.into_any(),
        None => {
            let back = back(search).get_untracked();
            view! { <RedirectTo to=local(&back).unwrap_or(HOME).to_owned() /> }.into_any()
        }
    };
    view! { <Loaded data=guest page=shown /> }.into_any()
}

#[component]
fn RegisterPage(guest: KnownGuest, search: Memo<String>) -> impl IntoView {
    let back = back(search);
    let email = search
        .with_untracked(|search| parameter(search, "email"))
        .unwrap_or(guest.email);
    let action = ServerAction::<Register>::new();
    let answer = Answer::of(action);
    view! {
        <FormPage title="Create an account" path="/register">
            <p class="lead">
                "Keep your orders, downloads and licenses in one place. What you bought as a guest with this address is added."
            </p>
            <Message text=answer.message() bad=true />
            <ActionForm action attr:class="form" attr:novalidate="">
                <input type="hidden" name="back" value=move || back.get() />
                <EmailField answer known=email />
                <NameField answer known=guest.name />
                <NewPasswordField answer label="Password" />
                <Submit answer label="Create account" busy="Creating your account…" />
            </ActionForm>
            <ul class="form-else">
                <li>
                    "Already have an account? "
                    <a href=move || back.with(|back| with_back("/login", back))>"Log in"</a>
                </li>
            </ul>
        </FormPage>
    }
}
