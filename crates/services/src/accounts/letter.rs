//! The mails that accounts send: jobs of the change that they belong to. Their links are made when they are written,
//! so that no token stands in the database.

use domain::Timestamp;
use serde_json::{Value, json};
use store::{NewJob, Write};

/// What a mail is about.
pub(super) enum Letter<'a> {
    VerifyAddress(i64),
    ResetPassword(i64),
    AlreadyRegistered(&'a str),
}

impl Letter<'_> {
    fn payload(&self) -> Value {
        match self {
            Self::VerifyAddress(account) => json!({"letter": "VerifyAddress", "account": account}),
            Self::ResetPassword(account) => json!({"letter": "ResetPassword", "account": account}),
            Self::AlreadyRegistered(email) => json!({"letter": "AlreadyRegistered", "email": email}),
        }
    }

    pub(super) async fn push(&self, write: &mut Write, now: Timestamp) -> Result<(), store::Error> {
        let job = NewJob {
            kind: "mail",
            key: None,
            payload: self.payload(),
            run_at: now,
        };
        write.push_job(&job, now).await.map(drop)
    }
}

/// Leaves word that an account's mailbox is its owner's: orders that were placed with the address become theirs.
pub(super) async fn claim_orders(write: &mut Write, account: i64, now: Timestamp) -> Result<(), store::Error> {
    let job = NewJob {
        kind: "claim_orders",
        key: None,
        payload: json!({"account": account}),
        run_at: now,
    };
    write.push_job(&job, now).await.map(drop)
}
