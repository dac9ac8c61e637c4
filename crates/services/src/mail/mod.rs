//! Mail: letters are jobs, written in the transaction that they tell of, and sent when somebody takes them.
//!
//! [`EmailJob`] names what happened, [`EmailData`] looks up what the letter needs, `render` words it, [`Mailer`] brings
//! it to the SMTP server, or into a folder where there is none. A server that is down delays mail and loses none.

mod context;
mod folder;
mod job;
mod mailbox;
mod mailer;
mod message;
mod order;
mod read;
mod render;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use store::Job;

pub use context::EmailContext;
pub use folder::MailFolder;
pub use job::{AccountEmail, Attachment, Email, EmailDownload, EmailJob, EmailLicense, KIND, OrderEmail, RefundEmail};
pub use mailer::{Mailer, SendError};
pub use read::{ReadAttachment, ReadMail};
pub use render::{RenderedEmail, render};
pub use settings::{Outgoing, Sender, SettingError, SmtpUrl};

use crate::Internal;
use crate::jobs::{Failure, Policy};

/// A mail is tried for about eight days: so long a server may be down.
pub const POLICY: Policy = Policy {
    attempts: 40,
    timeout: Duration::from_secs(2 * 60),
    slots: 4,
};

/// Where letters get what they say: what the accounts and the orders know, and links signed as the letter is written,
/// so that no token stands in the database.
pub trait EmailData: Send + Sync + 'static {
    /// What a letter says; nothing where there is nothing to say any more, as to an account that is gone.
    fn contents(&self, letter: EmailJob) -> impl Future<Output = Result<Option<Email>, Internal>> + Send;
}

/// The handler of jobs of the kind [`KIND`].
pub fn handler<D: EmailData>(
    mailer: Mailer,
    data: D,
) -> impl Fn(Job) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>> + Send + Sync {
    let data = Arc::new(data);
    move |job| {
        let (mailer, data) = (mailer.clone(), data.clone());
        Box::pin(async move { deliver(&mailer, &*data, &job).await })
    }
}

async fn deliver(mailer: &Mailer, data: &impl EmailData, job: &Job) -> Result<(), Failure> {
    let letter: EmailJob = serde_json::from_value(job.payload.clone())?;
    let Some(contents) = data.contents(letter).await? else {
        tracing::info!("a letter has nothing to say any more");
        return Ok(());
    };
    let rendered = render(&contents, mailer.public_url());
    // An attempt whose acknowledgement was lost sends the same message, under the same id.
    let id = format!("{}-{}", job.created_at.as_micros(), job.id);
    match mailer.send(&id, &rendered).await {
        Err(SendError::Address(error)) => Err(Failure::hopeless(error.to_string())),
        sent => Ok(sent?),
    }
}
