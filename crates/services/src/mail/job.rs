//! E-mails as jobs: what is told to customers, and what each needs to be written.

use domain::order::Order;
use domain::{Day, Money, Timestamp};
use serde::{Deserialize, Serialize};
use store::{NewJob, Write};

/// The kind of the jobs that carry a [`EmailJob`].
pub const KIND: &str = "mail";

/// A letter as a job carries it: what happened, by the names of the rows that it is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "letter")]
pub enum EmailJob {
    /// To a new account: is the address yours?
    VerifyAddress {
        account: i64,
    },
    /// To who asked for the link that confirms their address once more, where the account is still to be confirmed.
    Resend {
        email: String,
    },
    /// To whoever has an account with this address.
    ResetPassword {
        email: String,
    },
    /// To who registered with an address that has an account.
    AlreadyRegistered {
        email: String,
    },
    /// To the owner of an account: was it you?
    PasswordChanged {
        account: i64,
        at: Timestamp,
    },
    OrderPaid {
        order: String,
    },
    /// A guest asked for a new link to their order.
    OrderLink {
        order: String,
    },
    Refunded {
        order: String,
        credit_note: String,
    },
    /// The bank took the money back, or the provider did for the customer.
    DisputeLost {
        order: String,
        credit_note: String,
    },
    /// What was granted is suspended, as while the payment is disputed.
    Suspended {
        order: String,
        reason: String,
    },
    PaymentPending {
        order: String,
    },
    PaymentFailed {
        order: String,
    },
    /// A payment came that was not needed any more.
    SentBack {
        order: String,
        amount: Money,
    },
}

impl EmailJob {
    /// Writes the letter with a change; what must be told once only has a key. Tells whether it is new.
    ///
    /// # Errors
    /// [`store::Error`].
    pub async fn push(&self, write: &mut Write, key: Option<&str>, now: Timestamp) -> Result<bool, store::Error> {
        let job = NewJob {
            kind: KIND,
            key,
            payload: serde_json::to_value(self).expect("a letter is made of texts and numbers"),
            run_at: now,
        };
        write.push_job(&job, now).await
    }
}

/// A letter with all that it says.
#[derive(Clone, Debug)]
pub enum Email {
    VerifyAddress(AccountEmail),
    ResetPassword(AccountEmail),
    AlreadyRegistered(AccountEmail),
    PasswordChanged(AccountEmail, Timestamp),
    OrderPaid(Box<OrderEmail>),
    OrderLink(Box<OrderEmail>),
    Refunded(Box<OrderEmail>, RefundEmail),
    DisputeLost(Box<OrderEmail>, RefundEmail),
    Suspended(Box<OrderEmail>, String),
    PaymentPending(Box<OrderEmail>),
    PaymentFailed(Box<OrderEmail>),
    SentBack(Box<OrderEmail>, Money),
}

/// What letters about an account need. Links are whole (`https://…`), here and below.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountEmail {
    pub email: String,
    /// Empty where the account has none.
    pub name: String,
    /// Where the letter leads: to verify, to reset the password, to log in.
    pub link: String,
}

/// What letters about an order need.
#[derive(Clone, Debug)]
pub struct OrderEmail {
    pub order: Order,
    /// The order's page; for guests with their key.
    pub link: String,
    /// Whether it waits to be paid and still may be.
    pub payable: bool,
    pub licenses: Vec<EmailLicense>,
    pub downloads: Vec<EmailDownload>,
    /// The invoice's number.
    pub invoice: Option<String>,
    pub attachments: Vec<Attachment>,
    /// The days of the order and of its consent in the seller's zone, as its invoice has them.
    pub placed_on: Day,
    pub agreed_on: Option<Day>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailLicense {
    /// What it is for: `Swift Geocode (Pro)`.
    pub of: String,
    pub key: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailDownload {
    pub name: String,
    pub link: String,
}

/// What was paid back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefundEmail {
    pub credit_note: String,
    pub amount: Money,
}

/// A file that goes with a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    pub name: String,
    /// Such as `application/pdf`.
    pub content_type: String,
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_carry_letters_by_name() {
        let letter = EmailJob::Refunded {
            order: "ab".to_owned(),
            credit_note: "C-1".to_owned(),
        };
        let json = serde_json::json!({"letter": "Refunded", "order": "ab", "credit_note": "C-1"});
        assert_eq!(serde_json::to_value(&letter).unwrap(), json);
        assert_eq!(serde_json::from_value::<EmailJob>(json).unwrap(), letter);
        let verify = serde_json::json!({"letter": "VerifyAddress", "account": 7});
        assert_eq!(
            serde_json::from_value::<EmailJob>(verify).unwrap(),
            EmailJob::VerifyAddress { account: 7 }
        );
    }
}
