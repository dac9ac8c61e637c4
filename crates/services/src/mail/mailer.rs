//! Sending: to the SMTP server, or into the folder.

use std::sync::Arc;
use std::time::Duration;

use domain::Clock;
use lettre::AsyncTransport as _;
use lettre::address::AddressError;
use lettre::transport::smtp;
use tokio::time::timeout;

use super::message::message;
use super::{MailFolder, Outgoing, RenderedEmail, Sender};

/// How long a server may take with one mail, from connecting to its answer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Sends mail; clones share how.
#[derive(Clone)]
pub struct Mailer {
    outgoing: Outgoing,
    from: Sender,
    public_url: String,
    clock: Arc<dyn Clock>,
}

/// Why a mail was not sent, or may not have been.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("the address cannot be written to: {0}")]
    Address(#[from] AddressError),
    #[error("the mail cannot be written: {0}")]
    Message(#[from] lettre::error::Error),
    /// Also what the server calls permanent: an account that is out of order is one that people mend.
    #[error("the SMTP server did not take it: {0}")]
    Smtp(#[from] smtp::Error),
    #[error("the SMTP server did not answer within {} seconds", TIMEOUT.as_secs())]
    Silence,
    #[error("the mail cannot be kept: {0}")]
    Folder(#[from] std::io::Error),
}

impl Mailer {
    /// `public_url` is the marketplace's own, without a slash at its end.
    pub fn new(outgoing: Outgoing, from: Sender, public_url: String, clock: Arc<dyn Clock>) -> Self {
        Self {
            outgoing,
            from,
            public_url,
            clock,
        }
    }

    /// The marketplace's own address.
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// The folder that mail goes to; none where it is sent.
    pub fn folder(&self) -> Option<&MailFolder> {
        match &self.outgoing {
            Outgoing::Folder(folder) => Some(folder),
            Outgoing::Smtp(_) => None,
        }
    }

    /// Sends a mail. `id`, made of letters, digits and `-`, names the message: sent twice under one id, it is the same
    /// message to whoever gets it, and one file in the folder.
    ///
    /// # Errors
    /// [`SendError`]; the mail may have been taken all the same, where the server's answer was lost.
    pub async fn send(&self, id: &str, mail: &RenderedEmail) -> Result<(), SendError> {
        let message = message(&self.from, id, mail, self.clock.now())?;
        let bytes = message.formatted();
        match &self.outgoing {
            Outgoing::Smtp(server) => {
                let sent = server.transport().send_raw(message.envelope(), &bytes);
                timeout(TIMEOUT, sent).await.map_err(|_| SendError::Silence)??;
            }
            Outgoing::Folder(folder) => folder.put(id, bytes).await?,
        }
        tracing::info!(id, "mail sent");
        Ok(())
    }
}
