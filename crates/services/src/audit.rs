//! The security log: who tried what with which outcome, under the target `audit`. It is written whatever `RUST_LOG` says.
//!
//! A line names the network and, where one is concerned, the account by a keyed hash: lines of one account belong
//! together, and tell nobody's address. What is secret never stands here.

use std::future::Future;

use domain::account::email_key;
use tokio::task_local;

use crate::Signer;

task_local! {
    static NETWORK: String;
}

/// Whose line it is where no request is answered: commands and jobs.
const NO_NETWORK: &str = "local";

/// What is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuditEvent {
    LogIn,
    LogInFailed,
    /// An account that is locked for a while: too many wrong passwords.
    Lock,
    LogOut,
    LogOutEverywhere,
    Confirm,
    ResetAsked,
    Reset,
    PasswordChange,
    /// More than may be tried.
    Limit,
    /// A form of another site.
    RefusedOrigin,
    /// What belongs to somebody else, or a key that is made up.
    ForeignKey,
    Refund,
}

impl AuditEvent {
    /// As it stands in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::LogIn => "log_in",
            Self::LogInFailed => "log_in_failed",
            Self::Lock => "lock",
            Self::LogOut => "log_out",
            Self::LogOutEverywhere => "log_out_everywhere",
            Self::Confirm => "confirm",
            Self::ResetAsked => "reset_asked",
            Self::Reset => "reset",
            Self::PasswordChange => "password_change",
            Self::Limit => "limit",
            Self::RefusedOrigin => "refused_origin",
            Self::ForeignKey => "foreign_key",
            Self::Refund => "refund",
        }
    }
}

/// Says which network whatever `work` writes down comes from.
pub fn from_network<Work: Future>(network: String, work: Work) -> impl Future<Output = Work::Output> {
    NETWORK.scope(network, work)
}

/// Writes a line, with the keyed hash of the account that it is about.
pub fn record(event: AuditEvent, account: Option<&str>) {
    let network = NETWORK.try_with(Clone::clone);
    let network = network.as_deref().unwrap_or(NO_NETWORK);
    let account = account.unwrap_or("-");
    tracing::info!(target: "audit", event = event.name(), network, account, "audit");
}

/// What stands for an account in the log: of its e-mail address, in lower case.
pub(crate) fn account_key(signer: &Signer, email: &str) -> String {
    let bytes = signer.derive("audit", &email_key(email));
    hex::encode(&bytes[..8])
}
