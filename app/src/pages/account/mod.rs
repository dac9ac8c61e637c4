//! Logging in and all that belongs to it: `/login`, `/register`, `/verify`, `/reset`, `/account`.
//!
//! The server alone makes these pages (see [`plain`](crate::plain)): they are plain forms, and nobody should load code
//! for them.

mod login;
mod parts;
mod register;
mod reset;
mod settings;
mod verify;

use leptos::prelude::*;

use crate::ui::owned;

#[derive(Clone, Copy)]
pub(crate) enum AccountPage {
    LogIn,
    Register,
    /// Asks for another link to confirm an address.
    Resend,
    /// Confirms an address.
    Verify,
    /// Asks for a link to set another password.
    AskReset,
    /// Sets another password.
    Reset,
    Settings,
}

pub(crate) fn account_page(page: AccountPage) -> impl IntoView {
    crate::route::no_store();
    view! { <div class="wrap page account">{Suspend::new(async move { owned(make(page).await) })}</div> }
}

async fn make(page: AccountPage) -> AnyView {
    match page {
        AccountPage::LogIn => login::page().await,
        AccountPage::Register => register::page().await,
        AccountPage::Resend => verify::resend_page(),
        AccountPage::Verify => verify::page().await,
        AccountPage::AskReset => reset::ask_page(),
        AccountPage::Reset => reset::page().await,
        AccountPage::Settings => settings::page().await,
    }
}
