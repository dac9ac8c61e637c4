//! Letters about accounts.

use super::frame::{Head, letter};
use super::{Body, Rendered, greeting};
use crate::mail::AccountLetter;

pub(super) fn verify_address(to: &AccountLetter, public_url: &str) -> Rendered {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.name));
    body.paragraph("Please confirm that this address is yours. Then your account is complete, and orders that you placed with this address as a guest appear in it.");
    body.button("Confirm this address", &to.link);
    body.note("The link works for a limited time. If you did not create an account, you need do nothing.");
    write(
        to,
        "Confirm your email address",
        "One click, and your account is complete.",
        body,
        public_url,
    )
}

pub(super) fn reset_password(to: &AccountLetter, public_url: &str) -> Rendered {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.name));
    body.paragraph("Somebody, probably you, asked for a new password for your account.");
    body.button("Choose a new password", &to.link);
    body.note("The link works once and for a limited time. If you did not ask for it, you need do nothing: your password stays as it is.");
    write(
        to,
        "Choose a new password",
        "A link to set a new password for your account.",
        body,
        public_url,
    )
}

pub(super) fn already_registered(to: &AccountLetter, public_url: &str) -> Rendered {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.name));
    body.paragraph("Somebody, probably you, tried to create an account with this address. There is one already, so nothing was changed.");
    body.button("Log in", &to.link);
    body.note("If you forgot your password, you can choose a new one there. If that was not you, you need do nothing.");
    write(
        to,
        "You already have an account",
        "There is an account with this address already.",
        body,
        public_url,
    )
}

fn write(to: &AccountLetter, subject: &str, preview: &str, body: Body, public_url: &str) -> Rendered {
    let head = Head {
        to: &to.email,
        to_name: &to.name,
        subject: subject.to_owned(),
        preview: preview.to_owned(),
    };
    letter(head, body, Vec::new(), public_url)
}
