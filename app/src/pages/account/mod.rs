//! Accounts: `/login`, `/register`, `/verify`, `/reset`, `/account`, `/account/purchases`. They are one customer's, so
//! no cache keeps them. What the pages share lives here too: forms and their answers, the card around them, redirects.

mod address;
mod answer;
mod card;
mod check_mail;
mod devices;
mod fields;
pub(crate) mod login;
mod nav;
pub(crate) mod purchases;
mod redirect;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod settings;
pub(crate) mod verify;

pub(crate) use self::redirect::RedirectTo;

/// Keeps the page that is being made out of every cache, the one of the Back button too.
fn no_store() {
    #[cfg(feature = "ssr")]
    crate::api::server::respond::no_store();
}
