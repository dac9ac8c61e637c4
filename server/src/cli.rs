//! The command line. Each command prints what it did to stdout; errors are one line on stderr and exit code 1.

/// Prints a line; as `println!`, which panics where whoever reads has stopped.
macro_rules! say {
    ($($text:tt)*) => { $crate::cli::say(format_args!($($text)*)) };
}

mod account;
mod catalogue;
mod discount;
mod jobs;
mod progress;
mod refund;
mod release;
mod tax;

use std::fmt;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Parser, Subcommand};
use domain::Clock;
use services::releases::{AddError, StorageError};
use services::{
    Accounts, Catalogue, CatalogueError, Discounts, ExportError, FixedClock, Hashing, ImportError, Internal,
    RefundError, Signer, SystemClock, Taxes,
};
use store::Store;

use crate::config::{Config, ConfigError, Environment};
use crate::setup::{Services, exchange_rates};
use crate::state::{self, StateError};
use crate::{logging, process, serve, token_generator};

/// Mintreu Marketplace: a shop for digital products.
///
/// Settings come from the environment and from `.env` in the working directory; `.env.example` lists them all.
#[derive(Parser)]
#[command(name = "mintreu", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the marketplace; the database is migrated first
    Serve,
    /// Bring the database's schema up to date
    Migrate,
    /// Import products, one JSON object a line; all of them or, where a line is bad, none
    Import {
        /// A file of JSON Lines; `-` reads standard input
        file: PathBuf,
    },
    /// Export all products, as `import` reads them
    Export {
        /// Where to write them; `-` is standard output
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Make up products, the same each time, and import them or write them to a file
    Generate {
        /// How many
        #[arg(long)]
        products: u32,
        /// Write them here as JSON Lines and leave the database alone
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Load the demo catalogue with its reviews and files
    Seed {
        /// Do nothing where the catalogue has products
        #[arg(long)]
        if_empty: bool,
    },
    /// Add a version of a product, or list them
    Release {
        #[command(subcommand)]
        command: release::Command,
    },
    /// Give an order back, or a line of it: pay back, end what was granted, write the credit note
    Refund(refund::Arguments),
    /// List what waits to be done, failed or was done: mails and the like
    Jobs(jobs::Arguments),
    /// Discount codes: add, list, remove
    #[command(subcommand)]
    Discount(discount::DiscountCommand),
    /// Customers' accounts: log one out everywhere
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Tax rates and exchange rates: list, set
    #[command(subcommand)]
    Tax(tax::TaxCommand),
    /// Check the settings and show them, without secrets
    CheckConfig,
}

/// How long threads that compute or read may take to end.
const ENDING: Duration = Duration::from_secs(2);

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error(transparent)]
    Internal(#[from] Internal),
    #[error("{file}: {source}")]
    File { file: String, source: io::Error },
    #[error("{file}: {source}")]
    Import { file: String, source: ImportError },
    #[error("{file}: {source}")]
    Export { file: String, source: ExportError },
    #[error(transparent)]
    Discount(#[from] discount::DiscountError),
    #[error(transparent)]
    Tax(#[from] tax::TaxError),
    #[error("there is no account with the address {0}")]
    NoAccount(String),
    #[error("cannot listen on {addr}: {source}")]
    Listen { addr: SocketAddr, source: io::Error },
    #[error("serving failed: {0}")]
    Serve(io::Error),
    #[error("there is no job {0} to try again: done and running ones are left alone")]
    NoJob(i64),
    #[error(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Release(#[from] AddError),
    #[error(transparent)]
    Refund(#[from] RefundError),
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("cannot start: {0}")]
    Runtime(io::Error),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    process::keep_files_private();
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "mintreu: {}", crate::chain(&error)).ok();
            ExitCode::FAILURE
        }
    }
}

/// Prints a line. Whoever reads may have stopped, as `head` does: what the command does, it does all the same.
fn say(text: fmt::Arguments<'_>) {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            writeln!(io::stderr(), "mintreu: cannot print: {error}").ok();
            std::process::exit(1);
        }
        _ => {}
    }
}

fn run(command: Command) -> Result<(), Error> {
    if let Command::CheckConfig = command {
        return check_config();
    }
    let config = Config::from_env()?;
    logging::start(&config)?;
    if let Command::Generate {
        products,
        out: Some(file),
    } = &command
    {
        return catalogue::write_generated(*products, config.currency, file);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    let done = runtime.block_on(run_with_database(command, &config));
    // What blocks a thread of its own is not waited for.
    runtime.shutdown_timeout(ENDING);
    done
}

/// Shows the settings, then everything that is refused of them.
fn check_config() -> Result<(), Error> {
    let (config, refused) = Config::check_env()?;
    logging::start(&config)?;
    say!("{config}");
    if let Some(warning) = config.invoicing.warning(config.currency, config.environment) {
        writeln!(io::stderr(), "mintreu: warning: {warning}").ok();
    }
    let mut refused = refused.into_iter();
    let Some(first) = refused.next() else {
        return Ok(());
    };
    for error in refused {
        writeln!(io::stderr(), "mintreu: {error}").ok();
    }
    Err(first.into())
}

async fn run_with_database(command: Command, config: &Config) -> Result<(), Error> {
    let store = Store::open(&config.database_url).await?;
    store.migrate().await?;
    let clock: Arc<dyn Clock> = match config.clock {
        Some(time) => Arc::new(FixedClock::new(time)),
        None => Arc::new(SystemClock),
    };
    let open_catalogue = async || Catalogue::open(store.clone(), clock.clone(), config.currency).await;
    match command {
        Command::Serve => {
            let (catalogue, secrets) = (
                open_catalogue().await?,
                Arc::new(token_generator::from_system().map_err(Error::Random)?),
            );
            serve::serve(config, store.clone(), catalogue, clock.clone(), secrets).await?;
        }
        Command::Refund(arguments) => {
            let secrets = Arc::new(token_generator::from_system().map_err(Error::Random)?);
            let services = Services::new(config, &store, &open_catalogue().await?, &clock, secrets)?;
            refund::run(&arguments, &services.orders).await?;
        }
        Command::Migrate => say!("the database is up to date"),
        Command::Import { file } => {
            let opened = catalogue::open(&file)?;
            catalogue::import(&open_catalogue().await?, opened).await?;
        }
        Command::Export { file } => catalogue::export(&open_catalogue().await?, &file).await?,
        Command::Generate { products, .. } => catalogue::generate(&open_catalogue().await?, products).await?,
        Command::Seed { if_empty } => {
            let catalogue = open_catalogue().await?;
            if if_empty && store.has_products().await? {
                say!("the catalogue has products already");
            } else {
                let releases = state::releases(config, store.clone(), clock.clone())?;
                catalogue::seed(&catalogue, &releases).await?;
                // Invoices of a real shop must not be converted at rates that nobody published.
                if config.environment == Environment::Development {
                    exchange_rates(config, &store, &clock).seed_demo().await?;
                }
            }
        }
        Command::Release { command } => release::run(command, &state::releases(config, store.clone(), clock)?).await?,
        Command::Jobs(arguments) => jobs::run(&arguments, &store, &*clock).await?,
        Command::Discount(command) => {
            discount::run(command, &Discounts::new(store.clone()), config.currency, &*clock).await?;
        }
        Command::Account(command) => {
            let secrets = Arc::new(token_generator::from_system().map_err(Error::Random)?);
            let signer = Signer::new(config.signing_secret());
            let accounts = Accounts::new(store.clone(), clock.clone(), secrets, signer, Hashing::OWASP);
            account::run(command, &accounts).await?;
        }
        Command::Tax(command) => {
            let verifier = services::tax::verifier(None)?;
            let taxes = Taxes::new(store.clone(), clock.clone(), verifier, config.seller.country);
            let today = config.invoicing.time_zone.day(clock.now());
            tax::run(command, &taxes, &exchange_rates(config, &store, &clock), today).await?;
        }
        Command::CheckConfig => {}
    }
    store.close().await;
    Ok(())
}
