//! The forms of accounts, and what their pages show. A form that was taken leads on by a redirect, which the router
//! follows in the browser.

use domain::{AccountSummary, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::server::{Browser, accounts, cookies, form, network, respond, visitor::visitor};
use super::{Failure, FormRefusal};

/// Where a customer goes who logged in and came from nowhere.
pub(crate) const HOME: &str = "/account/purchases";

#[server(name = LogIn, prefix = "/api/fn", endpoint = "log_in")]
pub async fn log_in(email: String, password: String, #[server(default)] back: String) -> Result<(), FormRefusal> {
    let (old, browser) = (form::session(), Browser::here());
    match accounts()?
        .log_in(browser.client(), &email, &password, old.as_deref())
        .await
    {
        Ok(logged_in) => form::enter(logged_in, &back).await,
        Err(error) => Err(form::refused(error).keep("email", &email)),
    }
}

#[server(name = LogOut, prefix = "/api/fn", endpoint = "log_out")]
pub async fn log_out() -> Result<(), FormRefusal> {
    if let Some(session) = form::session() {
        accounts()?.log_out(&session).await.map_err(respond::internal)?;
    }
    form::forget_session();
    respond::redirect("/");
    Ok(())
}

#[server(name = Register, prefix = "/api/fn", endpoint = "register")]
pub async fn register(
    email: String,
    name: String,
    password: String,
    #[server(default)] back: String,
) -> Result<(), FormRefusal> {
    register_as(&email, &name, &password, &back)
        .await
        .map_err(|refusal| refusal.keep("email", &email).keep("name", &name))
}

/// Registers and leads to the page that says what to do with the mail.
#[cfg(feature = "ssr")]
pub(super) async fn register_as(email: &str, name: &str, password: &str, back: &str) -> Result<(), FormRefusal> {
    use services::accounts::Registration;

    let registration = Registration { email, name, password };
    let browser = accounts()?
        .register(&network(), &registration)
        .await
        .map_err(form::refused)?;
    form::remember_registration(&browser, back);
    form::remember_mailed(email);
    respond::redirect("/verify?sent=1");
    Ok(())
}

/// Mails the link of a registration again.
#[server(name = Resend, prefix = "/api/fn", endpoint = "resend")]
pub async fn resend(email: String) -> Result<(), FormRefusal> {
    let sent = accounts()?.resend(&network(), &email).await;
    sent.map_err(|error| form::refused(error).keep("email", &email))?;
    form::remember_mailed(&email);
    respond::redirect("/verify?sent=1");
    Ok(())
}

/// What the link of a registration leads to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verification {
    /// It can be confirmed; `password`: whether to ask for it, as this is not the browser that registered.
    Open {
        email: String,
        password: bool,
    },
    AlreadyVerified,
    Expired,
    Invalid,
}

#[server(name = VerificationFn, prefix = "/api/fn", endpoint = "verification", input = GetUrl)]
pub async fn verification(link: String) -> Result<Verification, Failure> {
    use services::{AccountError, TokenError};

    respond::no_store();
    let browser = cookies::read(form::REGISTERING);
    match accounts()?.verification(&link, browser.as_deref()).await {
        Ok(found) => Ok(Verification::Open {
            email: found.email,
            password: found.needs_password,
        }),
        Err(AccountError::AlreadyVerified) => Ok(Verification::AlreadyVerified),
        Err(AccountError::Link(TokenError::Expired)) => Ok(Verification::Expired),
        Err(AccountError::Link(TokenError::Invalid)) => Ok(Verification::Invalid),
        Err(error) => Err(error.into()),
    }
}

/// Confirms an address by the mailed link.
#[server(name = Confirm, prefix = "/api/fn", endpoint = "confirm")]
pub async fn confirm(link: String, #[server(default)] password: String) -> Result<(), FormRefusal> {
    let (old, registering) = (form::session(), cookies::read(form::REGISTERING));
    let browser = Browser::here();
    let confirmed = accounts()?
        .confirm(
            browser.client(),
            &link,
            registering.as_deref(),
            &password,
            old.as_deref(),
        )
        .await;
    match confirmed {
        Ok(logged_in) => form::enter(logged_in, &form::registered_from()).await,
        Err(error) => Err(form::refused(error)),
    }
}

/// Mails a link to set another password.
#[server(name = AskReset, prefix = "/api/fn", endpoint = "ask_reset")]
pub async fn ask_reset(email: String) -> Result<(), FormRefusal> {
    let sent = accounts()?.ask_reset(&network(), &email).await;
    sent.map_err(|error| form::refused(error).keep("email", &email))?;
    form::remember_mailed(&email);
    respond::redirect("/reset?sent=1");
    Ok(())
}

/// What the link to another password leads to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ResetLink {
    Open { email: String },
    Expired,
    Invalid,
}

#[server(name = ResetLinkFn, prefix = "/api/fn", endpoint = "reset_link", input = GetUrl)]
pub async fn reset_link(link: String) -> Result<ResetLink, Failure> {
    use services::{AccountError, TokenError};

    respond::no_store();
    match accounts()?.reset_link(&link).await {
        Ok(account) => Ok(ResetLink::Open { email: account.email }),
        Err(AccountError::Link(TokenError::Expired)) => Ok(ResetLink::Expired),
        Err(AccountError::Link(TokenError::Invalid)) => Ok(ResetLink::Invalid),
        Err(error) => Err(error.into()),
    }
}

/// Sets another password by the mailed link.
#[server(name = Reset, prefix = "/api/fn", endpoint = "reset")]
pub async fn reset(link: String, password: String) -> Result<(), FormRefusal> {
    accounts()?
        .reset(&network(), &link, &password)
        .await
        .map_err(form::refused)?;
    form::forget_session();
    respond::redirect("/login?done=password");
    Ok(())
}

/// The address that this browser has just asked a mail for.
#[server(name = MailedFn, prefix = "/api/fn", endpoint = "mailed", input = GetUrl)]
pub async fn mailed() -> Result<Option<String>, Failure> {
    respond::no_store();
    Ok(form::mailed())
}

/// What is known of a guest, for the forms of log-in and registration: what they typed in the checkout, else the address
/// that this browser asked a mail for.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct KnownGuest {
    pub email: String,
    pub name: String,
}

/// None where a customer is logged in already.
#[server(name = KnownGuestFn, prefix = "/api/fn", endpoint = "known_guest", input = GetUrl)]
pub async fn known_guest() -> Result<Option<KnownGuest>, Failure> {
    use super::server::checkout;

    respond::no_store();
    let (checkout, mailed) = (checkout()?, form::mailed());
    let visitor = visitor().await?;
    if visitor.account.is_some() {
        return Ok(None);
    }
    let draft = match visitor.owner() {
        Some(owner) => checkout.draft(&owner).await.map_err(respond::internal)?,
        None => None,
    };
    let draft = draft.unwrap_or_default();
    Ok(Some(KnownGuest {
        email: Some(draft.email)
            .filter(|email| !email.is_empty())
            .or(mailed)
            .unwrap_or_default(),
        name: draft.name,
    }))
}

#[server(name = Rename, prefix = "/api/fn", endpoint = "rename")]
pub async fn rename(name: String) -> Result<(), FormRefusal> {
    let account = form::customer("/account").await?;
    let renamed = accounts()?.rename(account.id, &name).await;
    renamed.map_err(|error| form::refused(error).keep("name", &name))?;
    respond::redirect("/account?done=name");
    Ok(())
}

#[server(name = ChangePassword, prefix = "/api/fn", endpoint = "change_password")]
pub async fn change_password(current: String, password: String) -> Result<(), FormRefusal> {
    let (accounts, browser) = (accounts()?, Browser::here());
    let account = form::customer("/account").await?;
    let changed = accounts
        .change_password(browser.client(), account.id, &current, &password)
        .await
        .map_err(form::refused)?;
    form::keep_session(&changed);
    respond::redirect("/account?done=password");
    Ok(())
}

/// Ends all sessions of the customer; `confirm` is the account's password.
#[server(name = LogOutEverywhere, prefix = "/api/fn", endpoint = "log_out_everywhere")]
pub async fn log_out_everywhere(confirm: String) -> Result<(), FormRefusal> {
    let (accounts, browser) = (accounts()?, Browser::here());
    let account = form::customer("/account").await?;
    let ended = accounts
        .log_out_everywhere(browser.client(), account.id, &confirm)
        .await;
    ended.map_err(form::refused)?;
    form::forget_session();
    respond::redirect("/login?done=everywhere");
    Ok(())
}

/// Where the customer is logged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SessionView {
    /// Names it in the form that ends it.
    pub id: String,
    /// Such as `Firefox on Linux`; empty where it is not known.
    pub device: String,
    pub network: String,
    pub created_at: Timestamp,
    pub used_at: Timestamp,
    pub is_this: bool,
}

/// The customer's settings; none where nobody is logged in.
#[server(name = SettingsFn, prefix = "/api/fn", endpoint = "settings", input = GetUrl)]
pub async fn settings() -> Result<Option<(AccountSummary, Vec<SessionView>)>, Failure> {
    respond::no_store();
    let (accounts, session) = (accounts()?, form::session().unwrap_or_default());
    let Some(account) = visitor().await?.account else {
        return Ok(None);
    };
    let sessions = accounts
        .sessions(account.id, &session)
        .await
        .map_err(respond::internal)?;
    let sessions = sessions.into_iter().map(|session| SessionView {
        id: session.id,
        device: session.device,
        network: session.network,
        created_at: session.created_at,
        used_at: session.used_at,
        is_this: session.is_this,
    });
    Ok(Some((account, sessions.collect())))
}

/// Ends one session of the customer.
#[server(name = EndSession, prefix = "/api/fn", endpoint = "end_session")]
pub async fn end_session(id: String) -> Result<(), FormRefusal> {
    let accounts = accounts()?;
    let account = form::customer("/account").await?;
    // One that has ended meanwhile is where it should be.
    accounts.end_session(account.id, &id).await.map_err(respond::internal)?;
    respond::redirect("/account?done=session");
    Ok(())
}

/// Whether an address is a path of this site, as a page's address has it: `//host` and `/\host` lead elsewhere, and browsers
/// read `.` and `..` as other addresses.
pub(crate) fn is_local(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let odd = |part: &str| ["", ".", ".."].contains(&part);
    let plain = path == "/" || path.strip_prefix('/').is_some_and(|rest| !rest.split('/').any(odd));
    plain && address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// A page of this site to go back to.
pub(crate) fn local(back: &str) -> Option<&str> {
    (is_local(back) && back.len() <= 1_000).then_some(back)
}

/// The address of a page that leads back to another when its form is done.
pub(crate) fn with_back(page: &str, back: &str) -> String {
    match local(back) {
        Some(back) if back != HOME => format!("{page}?back={}", encoded(back)),
        _ => page.to_owned(),
    }
}

/// Encodes a path as the value of a query.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~?=:@!".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_a_page_of_this_site() {
        assert_eq!(with_back("/login", "/checkout"), "/login?back=/checkout");
        assert_eq!(
            with_back("/login", "/a?b=c&d=%20#e;f"),
            "/login?back=/a?b=c%26d=%2520%23e%3Bf"
        );
        for nowhere in ["", HOME, "//evil.example", "https://evil.example", "/a b"] {
            assert_eq!(with_back("/login", nowhere), "/login", "{nowhere}");
        }
    }

    #[test]
    fn only_paths_of_this_site_are_local() {
        for good in ["/", "/products?q=maps&page=2", "/help#syntax"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/.//evil.example",
            "/../a",
            "/a//b",
            "/a/",
            "/a\r\nSet-Cookie: b",
            "products",
            "é",
        ] {
            assert!(!is_local(bad), "{bad:?}");
        }
    }
}
