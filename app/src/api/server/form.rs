//! What the forms of accounts share: who sends them, how they are refused, and how a customer is logged in.

use domain::AccountSummary;
use http::StatusCode;
use leptos::prelude::*;
use services::AccountError;
use services::accounts::LoggedIn;

use super::visitor::{CART, ORDERS, SESSION, visitor};
use super::{cookies, respond};
use crate::api::account::{HOME, local, with_back};
use crate::api::{Failure, FormRefusal};

/// Browsers keep no cookie longer; the session behind it ends before, unless it is used.
const SESSION_SECONDS: u32 = 400 * cookies::DAY;
/// As long as the mailed link counts.
const REGISTERING_SECONDS: u32 = 3 * cookies::DAY;
/// As long as somebody waits for a mail.
const MAILED_SECONDS: u32 = 900;
/// When whoever came while too many passwords were computed may come again.
const BUSY_SECONDS: u32 = 5;
/// The cookie of a browser that registered, the one of where its visitor was then, and the one of the address that a
/// mail was sent to.
pub(crate) const REGISTERING: &str = "registering";
pub(crate) const BACK: &str = "back";
const MAILED: &str = "mailed";
/// The cookie by which what was typed into a checkout after its session had ended is found again.
pub(crate) const ASIDE: &str = "aside";
/// The cookie of a device that was logged in to an account. It outlasts the session.
pub(crate) const DEVICE: &str = "device";

/// The token of the session's cookie.
pub(crate) fn session() -> Option<String> {
    cookies::read(SESSION)
}

/// The customer who sends a form; anyone else is led to the log-in, which leads back to `page`.
pub(crate) async fn customer(page: &str) -> Result<AccountSummary, FormRefusal> {
    match visitor().await?.account {
        Some(account) => Ok(account),
        None => {
            respond::redirect(&with_back("/login", page));
            if !respond::accepts_html() {
                respond::status(StatusCode::UNAUTHORIZED);
            }
            Err(FormRefusal::message("You are logged out. Please log in again."))
        }
    }
}

/// A refusal of an account's service, with the status that programs are told.
pub(crate) fn refused(error: AccountError) -> FormRefusal {
    respond::status(status(&error));
    let text = error.to_string();
    match error {
        AccountError::Fields(fields) => FormRefusal::fields(fields),
        AccountError::TooMany { seconds } => {
            respond::retry_after(seconds);
            FormRefusal {
                retry_after: Some(seconds),
                ..FormRefusal::message(text)
            }
        }
        AccountError::Busy => {
            respond::retry_after(BUSY_SECONDS);
            FormRefusal::message(text)
        }
        AccountError::Link(_) | AccountError::AlreadyVerified | AccountError::Credentials => FormRefusal::message(text),
        AccountError::Internal(error) => respond::internal(error).into(),
    }
}

fn status(error: &AccountError) -> StatusCode {
    match error {
        AccountError::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AccountError::Credentials => StatusCode::FORBIDDEN,
        AccountError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AccountError::Link(_) => StatusCode::NOT_FOUND,
        AccountError::AlreadyVerified => StatusCode::CONFLICT,
        AccountError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        AccountError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Logs a customer in and leads them back to where they were: with the cart and the orders that they had as a guest.
pub(crate) async fn enter(logged_in: LoggedIn, back: &str) -> Result<(), FormRefusal> {
    keep_session(&logged_in);
    cookies::clear(REGISTERING, "/");
    cookies::clear(BACK, "/");
    cookies::clear(MAILED, "/");
    let mut left_out = 0;
    let setter = cookies::Setter::here();
    let (carts, checkout, orders) = (use_context::<services::Carts>(), super::checkout()?, super::orders()?);
    let (cart, aside) = (cookies::read(CART), cookies::read(ASIDE));
    if let Some(token) = aside {
        // Before a guest's: it was typed for this account, and later. What another account typed waits for it.
        let taken = checkout.take_up(&token, logged_in.account.id).await;
        if taken.map_err(respond::internal).unwrap_or_default() {
            setter.set(ASIDE, "", "/", 0);
        }
    }
    if let (Some(carts), Some(token)) = (carts, cart) {
        // A failure here is in the log; the customer is logged in all the same, and what they gathered is still in the
        // guest's cart.
        let adopted = checkout.adopt(&token, logged_in.account.id).await;
        adopted.map_err(respond::internal).ok();
        let merged = carts.merge(&token, logged_in.account.id).await;
        if let Ok(merged) = merged.map_err(respond::internal) {
            left_out = merged.left_out;
            // The next guest in this browser begins another.
            cookies::clear(CART, "/");
        }
    }
    // What was bought as a guest with this address since the account was confirmed.
    if logged_in.account.verified {
        let claimed = orders.claim(logged_in.account.id, &logged_in.account.email).await;
        claimed.map_err(respond::internal).ok();
    }
    match left_out {
        0 => respond::redirect(local(back).unwrap_or(HOME)),
        _ => respond::redirect(&format!("/cart?left_out={left_out}")),
    }
    Ok(())
}

pub(crate) fn keep_session(logged_in: &LoggedIn) {
    cookies::set(SESSION, &logged_in.session, "/", SESSION_SECONDS);
    cookies::set(DEVICE, &logged_in.device, "/", SESSION_SECONDS);
}

/// Takes a session, and whatever the browser keeps of it.
pub(crate) fn forget_session() {
    cookies::clear(SESSION, "/");
    // Whoever sits at this browser next opens none of the orders.
    cookies::clear(ORDERS, "/");
    cookies::clear(ASIDE, "/");
    respond::clear_site_data();
}

/// Remembers, until the mailed link is opened, that this browser registered, and where its visitor was.
pub(crate) fn remember_registration(browser: &str, back: &str) {
    cookies::set(REGISTERING, browser, "/", REGISTERING_SECONDS);
    match local(back) {
        Some(back) => cookies::set(BACK, &in_cookie(back), "/", REGISTERING_SECONDS),
        None => cookies::clear(BACK, "/"),
    }
}

/// Remembers the address that a mail was sent to, for the page that says so.
pub(crate) fn remember_mailed(address: &str) {
    // Browsers turn an international domain into its ASCII form; people read the other.
    let shown = domain::Email::parse(address).map_or_else(|_| address.trim().to_owned(), |email| email.to_string());
    let encoded = leptos_router::location::Url::escape(&shown);
    cookies::set(MAILED, &encoded, "/", MAILED_SECONDS);
}

/// The address that a mail was sent to.
pub(crate) fn mailed() -> Option<String> {
    cookies::read(MAILED).map(|address| leptos_router::location::Url::unescape(&address))
}

/// Where the visitor was who registered in this browser.
pub(crate) fn registered_from() -> String {
    let back = cookies::read(BACK);
    back.as_deref().and_then(local).unwrap_or_default().to_owned()
}

/// Encodes what cookies do not take; to a path it makes no difference.
fn in_cookie(path: &str) -> String {
    path.replace(';', "%3B").replace(',', "%2C").replace('"', "%22")
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        respond::internal(error)
    }
}
