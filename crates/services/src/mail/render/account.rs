//! Letters about accounts.

use super::frame::{Head, letter};
use super::{Body, Rendered, greeting};
use crate::mail::AccountLetter;

pub(super) fn verify_address(to: &AccountLetter, public_url: &str) -> Rendered {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.name));
    body.paragraph("Please confirm your e-mail address to finish creating your account. Orders that you placed as a guest with this address will then appear in it.");
    body.button("Confirm your e-mail address", &to.link);
    body.note("The link works for three days. If you didn’t create an account, you can ignore this e-mail.");
    write(
        to,
        "Confirm your e-mail address",
        "One click to finish creating your account.",
        body,
        public_url,
    )
}

pub(super) fn reset_password(to: &AccountLetter, public_url: &str) -> Rendered {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.name));
    body.paragraph("You can choose a new password for your account now.");
    body.button("Choose a new password", &to.link);
    body.note("The link works once, within the next hour. If you didn’t ask for a new password, you can ignore this e-mail: your password stays the same.");
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
    body.paragraph("There is already an account with this e-mail address. Log in with your password.");
    body.button("Log in", &to.link);
    body.note("Forgot your password? You can choose a new one on the log-in page. If you didn’t try to create an account, you can ignore this e-mail: nothing was changed.");
    write(
        to,
        "You already have an account",
        "Log in with your password.",
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
