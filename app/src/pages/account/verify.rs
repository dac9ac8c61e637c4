//! `/verify`: look into your mail, or ask for another link. `/verify/{token}`: the link itself.
//!
//! Opening the link changes nothing, as programs that check mails open links too: a button does.

use leptos::prelude::*;
use services::accounts::Verification;
use services::{AccountError, TokenError};

use super::parts::{card, email_field, head, hidden, password_field, refused_link, token, username};
use crate::api::form::{BACK, REGISTERING, accounts, local};
use crate::api::internal;
use crate::cookies;
use crate::flash::Flash;
use crate::ui::error::error_page;
use crate::ui::field::messages;

pub(super) fn resend_page() -> AnyView {
    let flash = Flash::take();
    let sent = flash.value("sent").to_owned();
    if sent.is_empty() {
        head("Confirm your address", "/verify");
        return card("Confirm your address", resend_form(&flash));
    }
    head("Check your mail", "/verify");
    let again = Flash::default().keep("email", &sent);
    card(
        "Check your mail",
        view! {
            <p class="notice good" role="status">
                "We have sent a mail to " <b>{sent}</b> ". Open the link in it to go on."
            </p>
            <p>"It may take a minute. Look among the unwanted mails too. The link counts for three days."</p>
            <details class="form-more">
                <summary>"No mail came"</summary>
                {resend_form(&again)}
            </details>
        },
    )
}

fn resend_form(flash: &Flash) -> AnyView {
    view! {
        {messages(flash)}
        <form class="form" method="post" action="/api/fn/resend" novalidate>
            <p>"If your address waits to be confirmed, we send you a new link."</p>
            {email_field().view(flash)}
            <button class="btn primary big block">"Send a new link"</button>
        </form>
    }
    .into_any()
}

pub(super) async fn page() -> AnyView {
    head("Confirm your address", "/verify");
    let (link, flash) = (token(), Flash::take());
    let (browser, back) = (cookies::read(REGISTERING), cookies::read(BACK));
    let back = back.as_deref().and_then(local).unwrap_or_default().to_owned();
    match accounts().verification(&link, browser.as_deref()).await {
        Ok(found) => confirm(&flash, link, browser, back, found),
        Err(AccountError::AlreadyVerified) => confirmed_already(),
        Err(AccountError::Link(TokenError::Expired)) => refused("This link has expired", "It counted for three days."),
        Err(AccountError::Link(TokenError::Invalid)) => refused(
            "This link is not valid",
            "Perhaps a part of it is missing: open it from the mail itself, or copy all of it.",
        ),
        Err(error) => error_page(internal(error)).into_any(),
    }
}

fn confirm(flash: &Flash, link: String, browser: Option<String>, back: String, found: Verification) -> AnyView {
    let Verification { email, needs_password } = found;
    let password = needs_password.then(|| {
        view! {
            <p>"Enter the password that you chose, so that we know that it was you who registered."</p>
            {username(email.clone())}
            {password_field("password", "Password").view(flash)}
        }
    });
    let stranger = needs_password.then(|| {
        view! {
            <ul class="form-else">
                <li>
                    "You don’t know it? "
                    <a href="/reset">
                        "Choose another password"
                    </a>
                </li>
                <li>"It wasn’t you? Close this page: nothing happens."</li>
            </ul>
        }
    });
    card(
        "Confirm your address",
        view! {
            {messages(flash)}
            <form class="form" method="post" action="/api/fn/confirm" novalidate>
                {hidden("link", link)}
                {hidden("browser", browser.unwrap_or_default())}
                {hidden("back", back)}
                <p>"Your e-mail address is " <b>{email}</b> "."</p>
                {password}
                <button class="btn primary big block">"Confirm and go on"</button>
            </form>
            {stranger}
        },
    )
}

fn confirmed_already() -> AnyView {
    card(
        "Confirmed already",
        view! {
            <p>"This address is confirmed: you can log in with it."</p>
            <a class="btn primary big block" href="/login">
                "Log in"
            </a>
        },
    )
}

fn refused(title: &'static str, text: &'static str) -> AnyView {
    refused_link(title, text, resend_form(&Flash::default()))
}
