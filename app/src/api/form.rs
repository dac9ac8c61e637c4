//! What the forms of accounts share: who sends them, how they are refused, and how somebody enters.

use domain::AccountSummary;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::accounts::LoggedIn;
use services::{AccountError, Accounts, Carts, Checkout, Orders};

use super::theme::is_local;
use super::visitor::{CART, SESSION, visitor};
use crate::flash::{Flash, accepts_html, see};
use crate::{ClientNetwork, cookies};

/// Browsers keep no cookie longer; the session behind it ends before, unless it is used.
const SESSION_SECONDS: u32 = 400 * cookies::DAY;
/// As long as the mailed link counts.
const REGISTERING_SECONDS: u32 = 3 * cookies::DAY;
/// The cookie of a browser that registered, and the one of where its reader was then; for the page of the link alone.
pub(crate) const REGISTERING: &str = "registering";
pub(crate) const BACK: &str = "back";
pub(crate) const VERIFY: &str = "/verify";
/// Where somebody who logged in goes who came from nowhere.
pub(crate) const HOME: &str = "/account";

pub(crate) fn accounts() -> Accounts {
    expect_context()
}

/// The network that the request comes from, as attempts are counted.
pub(super) fn network() -> String {
    use_context::<ClientNetwork>().map_or_else(String::new, |network| network.0.to_string())
}

pub(super) fn session() -> Option<String> {
    cookies::read(SESSION)
}

/// Who sends the form; who is not logged in is led to the form of that.
pub(super) async fn customer() -> Result<Option<AccountSummary>, ServerFnError> {
    let account = visitor().await?.account;
    if account.is_none() {
        refuse_stranger()?;
    }
    Ok(account)
}

fn refuse_stranger() -> Result<(), ServerFnError> {
    let text = "You are logged out. Log in to go on.";
    if !accepts_html() {
        expect_context::<ResponseOptions>().set_status(StatusCode::UNAUTHORIZED);
        return Err(ServerFnError::new(text));
    }
    Flash::default().refusal(text).send("/login");
    Ok(())
}

/// A form on its page, with what was typed.
pub(super) struct Form {
    page: String,
    flash: Flash,
}

impl Form {
    pub(super) fn of(page: impl Into<String>) -> Self {
        Self {
            page: page.into(),
            flash: Flash::default(),
        }
    }

    pub(super) fn keep(mut self, name: &str, value: &str) -> Self {
        self.flash = self.flash.keep(name, value);
        self
    }

    /// Answers what was refused: to people on the form's page, to programs by a status.
    pub(super) fn refused(self, error: AccountError) -> Result<(), ServerFnError> {
        let (status, text) = (status(&error), error.to_string());
        let mut flash = self.flash;
        match error {
            AccountError::Fields(fields) => flash = flash.errors(fields),
            AccountError::TooMany { seconds } => {
                flash.retry_after = Some(seconds);
                flash = flash.refusal(text.clone());
            }
            // The page of a link looks at it itself, and says it.
            AccountError::Link(_) | AccountError::AlreadyVerified => {}
            AccountError::Credentials | AccountError::Busy => flash = flash.refusal(text.clone()),
            AccountError::Internal(error) => {
                // It goes to the log.
                drop(super::internal(error));
                flash = flash.refusal(super::FAILED);
            }
        }
        if accepts_html() {
            flash.send(&self.page);
            return Ok(());
        }
        let response = expect_context::<ResponseOptions>();
        response.set_status(status);
        if let Some(seconds) = flash.retry_after {
            response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
        }
        Err(ServerFnError::new(text))
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

/// Lets somebody in who has just logged in, and leads them back to where they were.
pub(super) async fn enter(logged_in: LoggedIn, back: &str) -> Result<(), ServerFnError> {
    keep_session(&logged_in.session);
    cookies::clear(REGISTERING, VERIFY);
    cookies::clear(BACK, VERIFY);
    let mut left_out = 0;
    let (checkout, orders) = (use_context::<Checkout>(), use_context::<Orders>());
    if let (Some(carts), Some(checkout), Some(token)) = (use_context::<Carts>(), checkout, cookies::read(CART)) {
        let adopted = checkout.adopt(&token, logged_in.account.id).await;
        adopted.map_err(super::internal).ok();
        // Who is in stays in: what was gathered is still in the guest's cart.
        let merged = carts.merge(&token, logged_in.account.id).await;
        left_out = merged.map_err(super::internal).unwrap_or_default().left_out;
    }
    match left_out {
        0 => see(local(back).unwrap_or(HOME)),
        // Nothing goes missing without a word.
        _ => see(&format!("/cart?left_out={left_out}")),
    }
    // What was bought as a guest with this address since the account was confirmed.
    if let (Some(orders), true) = (orders, logged_in.account.verified) {
        let claimed = orders.claim(logged_in.account.id, &logged_in.account.email).await;
        claimed.map_err(super::internal).ok();
    }
    Ok(())
}

pub(super) fn keep_session(session: &str) {
    cookies::set(SESSION, session, "/", SESSION_SECONDS);
}

pub(super) fn forget_session() {
    cookies::clear(SESSION, "/");
}

/// Remembers, until the mailed link is opened, that this browser registered, and where its reader was.
pub(super) fn remember_registration(browser: &str, back: &str) {
    cookies::set(REGISTERING, browser, VERIFY, REGISTERING_SECONDS);
    match local(back) {
        Some(back) => cookies::set(BACK, &in_cookie(back), VERIFY, REGISTERING_SECONDS),
        None => cookies::clear(BACK, VERIFY),
    }
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

/// Encodes what cookies do not take; to a path it makes no difference.
fn in_cookie(path: &str) -> String {
    path.replace(';', "%3B").replace(',', "%2C").replace('"', "%22")
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

/// A link's token as it may stand in an address; one that cannot be one is none.
pub(super) fn as_token(link: &str) -> &str {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let is_one = !link.is_empty() && link.len() <= 1_000 && link.bytes().all(plain);
    if is_one && link.trim_matches('.') == link {
        link
    } else {
        "-"
    }
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
    fn what_is_no_token_gets_into_no_address() {
        assert_eq!(as_token("MTc4.Ab_c-d"), "MTc4.Ab_c-d");
        for bad in ["", "..", "a/b", "a\r\nb", "a;b", ".a"] {
            assert_eq!(as_token(bad), "-", "{bad:?}");
        }
    }
}
