//! `/reset`: asks for a link, or says that it was mailed. `/reset/{token}`: the link, by which another password is set.

use leptos::form::ActionForm;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::address::Asked;
use super::answer::{Answer, Submit};
use super::card::{FormPage, RefusedLink};
use super::check_mail::CheckMail;
use super::fields::{EmailField, NewPasswordField, Username};
use super::no_store;
use crate::api::Failure;
use crate::api::account::{AskReset, Reset, ResetLink, mailed, reset_link};
use crate::api::data::data;
use crate::pages::{Loaded, ready};
use crate::state::Session;
use crate::ui::field::Message;

lazy_page!(ResetRoute, account, super::page);

const PATH: &str = "/reset";

/// What the page shows.
#[derive(Clone, Serialize, Deserialize)]
enum Shown {
    Ask,
    /// To which address, where that is known.
    Sent(Option<String>),
    Link(String, ResetLink),
}

async fn load(asked: Asked) -> Result<Shown, Failure> {
    match asked {
        Asked::Mail => Ok(Shown::Ask),
        Asked::Sent => mailed().await.map(Shown::Sent),
        Asked::Link(link) => Ok(Shown::Link(link.clone(), reset_link(link).await?)),
    }
}

async fn page() -> AnyView {
    no_store();
    let asked = Asked::at(PATH);
    let data = data(move || asked.get(), load);
    ready(data).await;
    let shown = |shown: Shown| match shown {
        Shown::Ask => view! { <AskPage /> }.into_any(),
        Shown::Sent(to) => view! { <SentPage to /> }.into_any(),
        Shown::Link(link, ResetLink::Open { email }) => view! { <ChoosePage link email /> }.into_any(),
        Shown::Link(_, ResetLink::Expired) => {
            let text = "It was valid for an hour. We can send you a new one.";
            view! { <Refused title="This link has expired" text /> }.into_any()
        }
        Shown::Link(_, ResetLink::Invalid) => {
            let text = "It works only once. It may have been used already, or part of it is missing.";
            view! { <Refused title="This link isn’t valid" text /> }.into_any()
        }
    };
    view! { <Loaded data page=shown /> }.into_any()
}

#[component]
fn AskPage() -> impl IntoView {
    let action = ServerAction::<AskReset>::new();
    let answer = Answer::of(action);
    view! {
        <FormPage title="Reset your password" path=PATH>
            <p>"Enter your e-mail address, and we’ll send you a link to choose a new password."</p>
            <AskForm action answer email=String::new() />
        </FormPage>
    }
}

#[component]
fn AskForm(action: ServerAction<AskReset>, answer: Answer, email: String) -> impl IntoView {
    view! {
        <Message text=answer.message() bad=true />
        <ActionForm action attr:class="form" attr:novalidate="">
            <EmailField answer known=email />
            <Submit answer label="Send a link" busy="Sending…" />
        </ActionForm>
    }
}

#[component]
fn SentPage(to: Option<String>) -> impl IntoView {
    let action = ServerAction::<AskReset>::new();
    let answer = Answer::of(action);
    let email = to.clone().unwrap_or_default();
    let sent = match to {
        Some(to) => {
            view! { "If there is an account for " <b>{to}</b> ", we’ve sent it an e-mail with a link." }.into_any()
        }
        None => "If there is an account for your address, we’ve sent it an e-mail with a link.".into_any(),
    };
    view! {
        <CheckMail path=PATH sent valid_for="an hour" answer>
            <p>"You may have registered with another address."</p>
            <AskForm action answer email />
        </CheckMail>
    }
}

#[component]
fn ChoosePage(link: String, email: String) -> impl IntoView {
    let action = ServerAction::<Reset>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    view! {
        <FormPage title="Choose a new password" path=PATH>
            <p>"For the account of " <b>{email.clone()}</b> ". You’ll be logged out on every device."</p>
            <Message text=answer.message() bad=true />
            <ActionForm action attr:class="form" attr:novalidate="">
                <input type="hidden" name="link" value=link />
                <Username email />
                <NewPasswordField answer label="New password" />
                <Submit answer label="Save password" busy="Saving…" />
            </ActionForm>
        </FormPage>
    }
}

#[component]
fn Refused(title: &'static str, text: &'static str) -> impl IntoView {
    let action = ServerAction::<AskReset>::new();
    let answer = Answer::of(action);
    view! {
        <RefusedLink title path=PATH text>
            <AskForm action answer email=String::new() />
        </RefusedLink>
    }
}
