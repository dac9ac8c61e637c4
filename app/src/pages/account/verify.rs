//! `/verify`: asks for a link, or says that it was mailed. `/verify/{token}`: the link itself.
//!
//! Opening the link changes nothing, as programs that check mails open links too: a button does.

use leptos::form::ActionForm;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::address::Asked;
use super::answer::{Answer, Submit};
use super::card::{FormPage, RefusedLink};
use super::check_mail::CheckMail;
use super::fields::{EmailField, PasswordField, Username};
use super::no_store;
use crate::api::Failure;
use crate::api::account::{Confirm, Resend, Verification, mailed, verification};
use crate::api::data::data;
use crate::pages::{Loaded, ready};
use crate::state::Session;
use crate::ui::field::Message;

lazy_page!(VerifyRoute, account, super::page);

const PATH: &str = "/verify";

/// What the page shows.
#[derive(Clone, Serialize, Deserialize)]
enum Shown {
    Ask,
    /// To which address, where that is known.
    Sent(Option<String>),
    Link(String, Verification),
}

async fn load(asked: Asked) -> Result<Shown, Failure> {
    match asked {
        Asked::Mail => Ok(Shown::Ask),
        Asked::Sent => mailed().await.map(Shown::Sent),
        Asked::Link(link) => Ok(Shown::Link(link.clone(), verification(link).await?)),
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
        Shown::Link(link, Verification::Open { email, password }) => {
            view! { <ConfirmPage link email password /> }.into_any()
        }
        Shown::Link(_, Verification::AlreadyVerified) => view! { <AlreadyConfirmed /> }.into_any(),
        Shown::Link(_, Verification::Expired) => {
            let text = "It was valid for three days. We can send you a new one.";
            view! { <Refused title="This link has expired" text /> }.into_any()
        }
        Shown::Link(_, Verification::Invalid) => {
            let text = "Part of it may be missing: open it from the e-mail, or copy all of it.";
            view! { <Refused title="This link isn’t valid" text /> }.into_any()
        }
    };
    view! { <Loaded data page=shown /> }.into_any()
}

#[component]
fn AskPage() -> impl IntoView {
    let action = ServerAction::<Resend>::new();
    let answer = Answer::of(action);
    view! {
        <FormPage title="Confirm your e-mail address" path=PATH>
            <ResendForm action answer email=String::new() />
        </FormPage>
    }
}

#[component]
fn ResendForm(action: ServerAction<Resend>, answer: Answer, email: String) -> impl IntoView {
    view! {
        <Message text=answer.message() bad=true />
        <ActionForm action attr:class="form" attr:novalidate="">
            <p>"If your e-mail address isn’t confirmed yet, we’ll send you a new link."</p>
            <EmailField answer known=email />
            <Submit answer label="Send a new link" busy="Sending…" />
        </ActionForm>
    }
}

#[component]
fn SentPage(to: Option<String>) -> impl IntoView {
    let action = ServerAction::<Resend>::new();
    let answer = Answer::of(action);
    let email = to.clone().unwrap_or_default();
    let sent = match to {
        Some(to) => view! { "We’ve sent an e-mail to " <b>{to}</b> ". Open the link in it to continue." }.into_any(),
        None => "We’ve sent you an e-mail. Open the link in it to continue.".into_any(),
    };
    view! {
        <CheckMail path=PATH sent valid_for="three days" answer>
            <ResendForm action answer email />
        </CheckMail>
    }
}

/// `password`: whether to ask for it, as this is not the browser that registered.
#[component]
fn ConfirmPage(link: String, email: String, password: bool) -> impl IntoView {
    let action = ServerAction::<Confirm>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    let prove = password.then(|| {
        view! {
            <p>"Enter the password that you chose when you registered."</p>
            <Username email=email.clone() />
            <PasswordField answer />
        }
    });
    view! {
        <FormPage title="Confirm your e-mail address" path=PATH>
            <Message text=answer.message() bad=true />
            <ActionForm action attr:class="form" attr:novalidate="">
                <input type="hidden" name="link" value=link />
                <p>"Your e-mail address is " <b>{email}</b> "."</p>
                {prove}
                <Submit answer label="Confirm and continue" busy="Confirming…" />
            </ActionForm>
            {password.then(|| view! { <Unsure /> })}
        </FormPage>
    }
}

/// For those who don’t know the password that they are asked for.
#[component]
fn Unsure() -> impl IntoView {
    view! {
        <ul class="form-else">
            <li>"Forgot it? " <a href="/reset">"Choose a new password"</a></li>
            <li>"It wasn’t you? Close this page, and nothing happens."</li>
        </ul>
    }
}

#[component]
fn AlreadyConfirmed() -> impl IntoView {
    view! {
        <FormPage title="Already confirmed" path=PATH>
            <p>"This address is confirmed. You can log in with it."</p>
            <a class="btn primary big block" href="/login">
                "Log in"
            </a>
        </FormPage>
    }
}

#[component]
fn Refused(title: &'static str, text: &'static str) -> impl IntoView {
    let action = ServerAction::<Resend>::new();
    let answer = Answer::of(action);
    view! {
        <RefusedLink title path=PATH text>
            <ResendForm action answer email=String::new() />
        </RefusedLink>
    }
}
