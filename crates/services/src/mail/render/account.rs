//! E-mails about accounts.

use super::frame::{Head, letter};
use super::{Body, RenderedEmail, greeting};
use crate::mail::AccountEmail;
use domain::Timestamp;

pub(super) fn verify_address(to: &AccountEmail, public_url: &str) -> RenderedEmail {
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

pub(super) fn reset_password(to: &AccountEmail, public_url: &str) -> RenderedEmail {
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

pub(super) fn already_registered(to: &AccountEmail, public_url: &str) -> RenderedEmail {
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

pub(super) fn password_changed(to: &AccountEmail, at: Timestamp, public_url: &str) -> RenderedEmail {
    let mut body = Body::default();
    body.paragraph(&greeting(&to.name));
    body.paragraph(&format!(
        "The password of your account was changed on {}. You were logged out on all other devices.",
        at.day()
    ));
    body.paragraph("If it was you, there is nothing to do. If it was not, set another password right away.");
    body.button("Set another password", &to.link);
    body.note(
        "Whoever changed it knew your password or could read your e-mail: change the password of your mailbox too.",
    );
    write(
        to,
        "Your password was changed",
        "If it was not you, set another password right away.",
        body,
        public_url,
    )
}

fn write(to: &AccountEmail, subject: &str, preview: &str, body: Body, public_url: &str) -> RenderedEmail {
    let head = Head {
        to: &to.email,
        to_name: &to.name,
        subject: subject.to_owned(),
        preview: preview.to_owned(),
    };
    letter(head, body, Vec::new(), public_url)
}
