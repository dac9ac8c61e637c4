//! `/reset`: ask for a link. `/reset/{token}`: choose another password.

use leptos::prelude::*;
use services::{AccountError, TokenError};

use super::parts::{card, email_field, head, hidden, new_password_field, refused_link, token, username};
use crate::api::form::accounts;
use crate::api::internal;
use crate::flash::Flash;
use crate::ui::error::error_page;
use crate::ui::field::messages;

pub(super) fn ask_page() -> AnyView {
    let flash = Flash::take();
    let sent = flash.value("sent").to_owned();
    if sent.is_empty() {
        head("Reset your password", "/reset");
        return card(
            "Reset your password",
            view! {
                <p>"Tell us your e-mail address, and we send you a link to choose another password."</p>
                {ask_form(&flash)}
            },
        );
    }
    head("Check your mail", "/reset");
    let again = Flash::default().keep("email", &sent);
    card(
        "Check your mail",
        view! {
            <p class="notice good" role="status">
                "If there is an account for " <b>{sent}</b> ", a mail with a link is on its way."
            </p>
            <p>"It may take a minute. Look among the unwanted mails too. The link counts for an hour."</p>
            <details class="form-more">
                <summary>"No mail came"</summary>
                <p>"Perhaps you registered with another address."</p>
                {ask_form(&again)}
            </details>
        },
    )
}

fn ask_form(flash: &Flash) -> AnyView {
    view! {
        {messages(flash)}
        <form class="form" method="post" action="/api/fn/ask_reset" novalidate>
            {email_field().view(flash)}
            <button class="btn primary big block">"Send a link"</button>
        </form>
    }
    .into_any()
}

pub(super) async fn page() -> AnyView {
    head("Choose another password", "/reset");
    let (link, flash) = (token(), Flash::take());
    match accounts().reset_link(&link).await {
        Ok(account) => choose(&flash, link, account.email),
        Err(AccountError::Link(TokenError::Expired)) => refused("This link has expired", "It counted for an hour."),
        Err(AccountError::Link(TokenError::Invalid)) => refused(
            "This link is not valid",
            "It works once. Perhaps it was used already, or a part of it is missing.",
        ),
        Err(error) => error_page(internal(error)).into_any(),
    }
}

fn choose(flash: &Flash, link: String, email: String) -> AnyView {
    card(
        "Choose another password",
        view! {
            <p>"For the account of " <b>{email.clone()}</b> ". Every device is logged out."</p>
            {messages(flash)}
            <form class="form" method="post" action="/api/fn/reset" novalidate>
                {hidden("link", link)}
                {username(email)}
                {new_password_field("New password").view(flash)}
                <button class="btn primary big block">"Save the password"</button>
            </form>
        },
    )
}

fn refused(title: &'static str, text: &'static str) -> AnyView {
    let ask = view! {
        <p>"We can send you a new one."</p>
        {ask_form(&Flash::default())}
    };
    refused_link(title, text, ask.into_any())
}
