//! `mintreu account`: what an operator does for a customer who asks.

use clap::Subcommand;
use services::Accounts;

use super::Error;

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Log the account of an e-mail address out on all devices
    EndSessions {
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
}

/// Runs the command.
///
/// # Errors
/// [`Error::NoAccount`] where nobody has the address.
pub async fn run(command: AccountCommand, accounts: &Accounts) -> Result<(), Error> {
    match command {
        AccountCommand::EndSessions { address } => match accounts.end_sessions(&address).await? {
            Some(1) => say!("ended 1 session"),
            Some(ended) => say!("ended {ended} sessions"),
            None => return Err(Error::NoAccount(address)),
        },
    }
    Ok(())
}
