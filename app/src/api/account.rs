//! The forms of accounts. Each ends in a redirect: onwards, or back to its page with what was wrong (see
//! [`Flash`](crate::flash::Flash)). All fields have defaults: what a browser leaves out is refused like what is empty.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::form::{
    Form, accounts, as_token, customer, enter, forget_session, keep_session, network, remember_registration, session,
    with_back,
};
#[cfg(feature = "ssr")]
use crate::flash::{Flash, see};

#[server(name = LogIn, prefix = "/api/fn", endpoint = "log_in")]
pub async fn log_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let form = Form::of(with_back("/login", &back)).keep("email", &email);
    let old = session();
    match accounts().log_in(&network(), &email, &password, old.as_deref()).await {
        Ok(logged_in) => enter(logged_in, &back).await,
        Err(error) => form.refused(error),
    }
}

#[server(name = LogOut, prefix = "/api/fn", endpoint = "log_out")]
pub async fn log_out() -> Result<(), ServerFnError> {
    if let Some(session) = session() {
        accounts().log_out(&session).await.map_err(super::internal)?;
    }
    forget_session();
    see("/");
    Ok(())
}

#[server(name = Register, prefix = "/api/fn", endpoint = "register")]
pub async fn register(
    #[server(default)] email: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    use services::accounts::Registration;

    let form = Form::of(with_back("/register", &back));
    let form = form.keep("email", &email).keep("name", &name);
    let (email, name, password) = (&*email, &*name, &*password);
    let registration = Registration { email, name, password };
    match accounts().register(&network(), &registration).await {
        Ok(browser) => {
            remember_registration(&browser, &back);
            Flash::default().keep("sent", email.trim()).send("/verify");
            Ok(())
        }
        Err(error) => form.refused(error),
    }
}

/// Mails the link of a registration again.
#[server(name = Resend, prefix = "/api/fn", endpoint = "resend")]
pub async fn resend(#[server(default)] email: String) -> Result<(), ServerFnError> {
    match accounts().resend(&network(), &email).await {
        Ok(()) => Flash::default().keep("sent", email.trim()).send("/verify"),
        Err(error) => return Form::of("/verify").keep("email", &email).refused(error),
    }
    Ok(())
}

/// Confirms an address by the mailed link.
#[server(name = Confirm, prefix = "/api/fn", endpoint = "confirm")]
pub async fn confirm(
    #[server(default)] link: String,
    #[server(default)] browser: String,
    #[server(default)] password: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let old = session();
    let confirmed = accounts()
        .confirm(&network(), &link, Some(&browser), &password, old.as_deref())
        .await;
    match confirmed {
        Ok(logged_in) => enter(logged_in, &back).await,
        Err(error) => Form::of(format!("/verify/{}", as_token(&link))).refused(error),
    }
}

/// Mails a link to set another password.
#[server(name = AskReset, prefix = "/api/fn", endpoint = "ask_reset")]
pub async fn ask_reset(#[server(default)] email: String) -> Result<(), ServerFnError> {
    match accounts().ask_reset(&network(), &email).await {
        Ok(()) => Flash::default().keep("sent", email.trim()).send("/reset"),
        Err(error) => return Form::of("/reset").keep("email", &email).refused(error),
    }
    Ok(())
}

/// Sets another password by the mailed link.
#[server(name = Reset, prefix = "/api/fn", endpoint = "reset")]
pub async fn reset(#[server(default)] link: String, #[server(default)] password: String) -> Result<(), ServerFnError> {
    match accounts().reset(&network(), &link, &password).await {
        Ok(account) => {
            forget_session();
            let flash = Flash::default().keep("email", &account.email);
            flash
                .notice("Your password is changed. Log in with the new one.")
                .send("/login");
            Ok(())
        }
        Err(error) => Form::of(format!("/reset/{}", as_token(&link))).refused(error),
    }
}

#[server(name = Rename, prefix = "/api/fn", endpoint = "rename")]
pub async fn rename(#[server(default)] name: String) -> Result<(), ServerFnError> {
    let Some(account) = customer().await? else {
        return Ok(());
    };
    match accounts().rename(account.id, &name).await {
        Ok(()) => Flash::default().notice("Your name is saved.").send("/account"),
        Err(error) => return Form::of("/account").keep("name", &name).refused(error),
    }
    Ok(())
}

#[server(name = ChangePassword, prefix = "/api/fn", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] current: String,
    #[server(default)] password: String,
) -> Result<(), ServerFnError> {
    let Some(account) = customer().await? else {
        return Ok(());
    };
    let changed = accounts()
        .change_password(&network(), account.id, &current, &password)
        .await;
    match changed {
        Ok(logged_in) => {
            keep_session(&logged_in.session);
            let done = "Your password is changed. Every other device is logged out.";
            Flash::default().notice(done).send("/account");
            Ok(())
        }
        Err(error) => Form::of("/account").refused(error),
    }
}

#[server(name = LogOutEverywhere, prefix = "/api/fn", endpoint = "log_out_everywhere")]
pub async fn log_out_everywhere() -> Result<(), ServerFnError> {
    let Some(account) = customer().await? else {
        return Ok(());
    };
    accounts()
        .log_out_everywhere(account.id)
        .await
        .map_err(super::internal)?;
    forget_session();
    Flash::default()
        .notice("You are logged out on every device.")
        .send("/login");
    Ok(())
}
