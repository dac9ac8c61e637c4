//! Wording letters: subject, HTML and text of each.

mod account;
mod body;
mod frame;
mod order;

use super::{Attachment, Contents};
use body::Body;

/// A letter, ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rendered {
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
pub fn render(contents: &Contents, public_url: &str) -> Rendered {
    match contents {
        Contents::VerifyAddress(letter) => account::verify_address(letter, public_url),
        Contents::ResetPassword(letter) => account::reset_password(letter, public_url),
        Contents::AlreadyRegistered(letter) => account::already_registered(letter, public_url),
        Contents::PasswordChanged(letter, at) => account::password_changed(letter, *at, public_url),
        Contents::OrderPaid(letter) => order::paid(letter, public_url),
        Contents::OrderLink(letter) => order::link(letter, public_url),
        Contents::Refunded(letter, refund) => order::refunded(letter, refund, public_url),
        Contents::DisputeLost(letter, refund) => order::dispute_lost(letter, refund, public_url),
        Contents::Suspended(letter, reason) => order::suspended(letter, reason, public_url),
        Contents::PaymentPending(letter) => order::payment_pending(letter, public_url),
        Contents::PaymentFailed(letter) => order::payment_failed(letter, public_url),
        Contents::SentBack(letter, amount) => order::sent_back(letter, *amount, public_url),
    }
}

/// `Hello Ada,`, or without a name `Hello,`.
fn greeting(name: &str) -> String {
    match name.trim() {
        "" => "Hello,".to_owned(),
        name => format!("Hello {name},"),
    }
}
