//! Wording letters: subject, HTML and text of each.

mod account;
mod body;
mod frame;
mod order;

use super::{Attachment, Email};
use body::Body;

/// A letter, ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenderedEmail {
    /// The address.
    pub to: String,
    /// Empty where nobody knows it.
    pub to_name: String,
    pub subject: String,
    pub html: String,
    pub text: String,
    pub attachments: Vec<Attachment>,
}

/// Words a letter. `public_url` is the marketplace's own address.
pub fn render(contents: &Email, public_url: &str) -> RenderedEmail {
    match contents {
        Email::VerifyAddress(letter) => account::verify_address(letter, public_url),
        Email::ResetPassword(letter) => account::reset_password(letter, public_url),
        Email::AlreadyRegistered(letter) => account::already_registered(letter, public_url),
        Email::PasswordChanged(letter, at) => account::password_changed(letter, *at, public_url),
        Email::OrderPaid(letter) => order::paid(letter, public_url),
        Email::OrderLink(letter) => order::link(letter, public_url),
        Email::Refunded(letter, refund) => order::refunded(letter, refund, public_url),
        Email::DisputeLost(letter, refund) => order::dispute_lost(letter, refund, public_url),
        Email::Suspended(letter, reason) => order::suspended(letter, reason, public_url),
        Email::PaymentPending(letter) => order::payment_pending(letter, public_url),
        Email::PaymentFailed(letter) => order::payment_failed(letter, public_url),
        Email::SentBack(letter, amount) => order::sent_back(letter, *amount, public_url),
    }
}

/// `Hello Ada,`, or without a name `Hello,`.
fn greeting(name: &str) -> String {
    match name.trim() {
        "" => "Hello,".to_owned(),
        name => format!("Hello {name},"),
    }
}
