//! Configuration: what the environment and `.env` say, read once at start and typed.
//!
//! Every variable that exists is read here and described in `.env.example`, but those that `cargo leptos` sets for the
//! programs it starts.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use domain::order::Seller;
use domain::{Currency, Timestamp};
use services::Legal;
use services::mail::{Sender, SmtpUrl};

/// Where operators ask for metrics where nobody says so: on this machine alone.
const METRICS_ADDR: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9_464);
/// Who sends mail where nobody says so.
const MAIL_FROM: &str = "Mintreu <shop@localhost>";
/// How a bucket is reached; more of them, as the SDKs have them, are taken from the environment alone.
const AWS_VARIABLES: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ALLOW_HTTP",
];

/// All settings of the program.
pub struct Config {
    pub database_url: String,
    pub site_addr: SocketAddr,
    /// Where operators ask for metrics.
    pub metrics_addr: SocketAddr,
    /// Whether somebody said so: it must be had then.
    pub metrics_addr_given: bool,
    /// Scheme and authority, without a slash at its end: `https://shop.example`.
    pub public_url: String,
    pub environment: Environment,
    pub secret: Secret,
    /// What may go over a network unencrypted in production.
    pub allow_plaintext: Vec<Plaintext>,
    pub currency: Currency,
    /// Where mail goes; without one, to files in `mail_dir`.
    pub smtp_url: Option<SmtpUrl>,
    pub mail_from: Sender,
    pub mail_dir: String,
    /// `file://FOLDER` or `s3://BUCKET/PREFIX`.
    pub storage_url: String,
    /// The `AWS_…` variables by which a bucket is reached.
    pub storage_options: Vec<(String, String)>,
    /// Whether a proxy stands before this server and says in `X-Forwarded-For` where requests come from.
    pub trust_proxy: bool,
    /// Who sells, as invoices say it.
    pub seller: Seller,
    /// How the seller's invoices are made.
    pub invoicing: Invoicing,
    /// Where the texts of the legal pages lie; without it they are samples.
    pub legal_dir: Option<PathBuf>,
    pub legal: Legal,
    /// The VIES that confirms VAT ids; without one none is ever confirmed.
    pub vies_url: Option<String>,
    pub stripe: StripeConfig,
    pub paypal: PaypalConfig,
    /// Where the clock stands still, for tests.
    pub clock: Option<Timestamp>,
    pub log_format: LogFormat,
    pub log_filter: String,
    /// Where `cargo leptos` leaves the site's files.
    pub site_root: String,
    /// Whether the built files carry hashes in their names.
    pub hash_files: bool,
    /// The port on which `cargo leptos watch` announces a new build; absent outside of it.
    pub reload_port: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Environment {
    Development,
    Production,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    Text,
    Json,
}

/// What signatures are made with. Never shown.
pub struct Secret(String);

impl Secret {
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// For whoever needs it to identify the marketplace.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(none)" } else { "(set)" })
    }
}

/// A setting that was refused: its variable and why.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {reason}")]
pub struct ConfigError {
    pub variable: &'static str,
    pub reason: String,
}

fn refuse<T>(variable: &'static str, reason: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError {
        variable,
        reason: reason.into(),
    })
}

impl Config {
    /// Reads the environment, and what it leaves open from `.env` in the working directory.
    ///
    /// # Errors
    /// [`ConfigError`] with the first variable that cannot be taken.
    pub fn from_env() -> Result<Self, ConfigError> {
        let file = dot_env()?;
        Self::from_lookup(|name| std::env::var(name).ok().or_else(|| file.get(name).cloned()))
    }

    /// As [`Config::from_env`], with everything that is refused.
    ///
    /// # Errors
    /// [`ConfigError`] with the first variable that cannot be read at all.
    pub fn check_env() -> Result<(Self, Vec<ConfigError>), ConfigError> {
        let file = dot_env()?;
        Self::check(|name| std::env::var(name).ok().or_else(|| file.get(name).cloned()))
    }

    /// Reads from `lookup`; an empty value counts as absent.
    ///
    /// # Errors
    /// [`ConfigError`] with the first variable that cannot be taken.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let (config, refused) = Self::check(lookup)?;
        refused.into_iter().next().map_or(Ok(config), Err)
    }

    /// Reads from `lookup`, and finds everything that is refused.
    ///
    /// # Errors
    /// [`ConfigError`] with the first variable that cannot be read at all.
    pub fn check(lookup: impl Fn(&str) -> Option<String>) -> Result<(Self, Vec<ConfigError>), ConfigError> {
        let get = |name: &str| lookup(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let site_addr: SocketAddr = parsed("LEPTOS_SITE_ADDR", get("LEPTOS_SITE_ADDR"))?
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let public_url = get("PUBLIC_URL").unwrap_or_else(|| local_url(site_addr));
        let environment = match get("MINTREU_ENV").as_deref() {
            None | Some("development") => Environment::Development,
            Some("production") => Environment::Production,
            Some(other) => return refuse("MINTREU_ENV", format!("`{other}` is not development or production")),
        };
        let log_format = match get("MINTREU_LOG").as_deref() {
            None | Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(other) => return refuse("MINTREU_LOG", format!("`{other}` is not text or json")),
        };
        let metrics_addr = parsed("METRICS_ADDR", get("METRICS_ADDR"))?;
        let legal_dir = get("LEGAL_DIR").map(PathBuf::from);
        let seller = seller::seller(get, environment)?;
        let config = Self {
            database_url: database_url(get("DATABASE_URL"))?,
            site_addr,
            metrics_addr: metrics_addr.unwrap_or(METRICS_ADDR),
            metrics_addr_given: metrics_addr.is_some(),
            allow_plaintext: safety::allowed_plaintext(get("MINTREU_ALLOW_PLAINTEXT"))?,
            public_url: origin(&public_url)?,
            environment,
            secret: Secret(get("MINTREU_SECRET").unwrap_or_default()),
            currency: currency("MINTREU_CURRENCY", get("MINTREU_CURRENCY"), Currency::USD)?,
            smtp_url: smtp_url(get("SMTP_URL"))?,
            mail_from: parsed(
                "MAIL_FROM",
                Some(get("MAIL_FROM").unwrap_or_else(|| MAIL_FROM.to_owned())),
            )?
            .expect("one was given"),
            mail_dir: get("MAIL_DIR").unwrap_or_else(|| "var/mail".to_owned()),
            storage_url: storage_url(get("STORAGE_URL"))?,
            storage_options: AWS_VARIABLES
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), get(name)?)))
                .collect(),
            trust_proxy: parsed("MINTREU_TRUST_PROXY", get("MINTREU_TRUST_PROXY"))?.unwrap_or(false),
            invoicing: Invoicing::read(get, seller.country)?,
            seller,
            legal: legal::legal(legal_dir.as_deref())?,
            legal_dir,
            stripe: StripeConfig::read(&get)?,
            paypal: PaypalConfig::read(&get)?,
            vies_url: get("VIES_URL").map(|url| service_url("VIES_URL", url)).transpose()?,
            clock: get("MINTREU_CLOCK")
                .map(|text| time("MINTREU_CLOCK", &text))
                .transpose()?,
            log_format,
            log_filter: get("RUST_LOG").unwrap_or_else(|| "info".to_owned()),
            site_root: get("LEPTOS_SITE_ROOT").unwrap_or_else(|| "target/site".to_owned()),
            hash_files: parsed("LEPTOS_HASH_FILES", get("LEPTOS_HASH_FILES"))?.unwrap_or_else(has_hash_file),
            reload_port: match get("LEPTOS_WATCH") {
                Some(_) => Some(parsed("LEPTOS_RELOAD_PORT", get("LEPTOS_RELOAD_PORT"))?.unwrap_or(3001)),
                None => None,
            },
        };
        let mut refused = safety::refusals(&config);
        if environment == Environment::Production {
            refused.extend(seller::refuse_fictitious(get).err());
            refused.extend(legal::refuse_samples(config.legal_dir.as_deref()).err());
        }
        Ok((config, refused))
    }

    /// What signatures are made with. Without a secret it is one that everybody knows, so that links and license keys
    /// of a developer's machine outlive a restart; production does not start so.
    pub fn signing_secret(&self) -> &[u8] {
        match self.secret.as_bytes() {
            [] => b"of a developer's machine",
            secret => secret,
        }
    }
}

/// One `NAME = value` a line; secrets and passwords are not shown.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let environment = match self.environment {
            Environment::Development => "development",
            Environment::Production => "production",
        };
        let log = match self.log_format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        writeln!(f, "DATABASE_URL = {}", without_password(&self.database_url))?;
        writeln!(f, "LEPTOS_SITE_ADDR = {}", self.site_addr)?;
        writeln!(f, "METRICS_ADDR = {}", self.metrics_addr)?;
        writeln!(f, "PUBLIC_URL = {}", self.public_url)?;
        writeln!(f, "MINTREU_ENV = {environment}")?;
        writeln!(f, "MINTREU_SECRET = {:?}", self.secret)?;
        writeln!(f, "MINTREU_ALLOW_PLAINTEXT = {}", safety::show(&self.allow_plaintext))?;
        writeln!(f, "MINTREU_CURRENCY = {}", self.currency)?;
        match &self.smtp_url {
            Some(server) => writeln!(f, "SMTP_URL = {server}")?,
            None => writeln!(f, "SMTP_URL = (none: mail is kept in MAIL_DIR)")?,
        }
        writeln!(f, "MAIL_FROM = {}", self.mail_from)?;
        writeln!(f, "MAIL_DIR = {}", self.mail_dir)?;
        writeln!(f, "STORAGE_URL = {}", self.storage_url)?;
        writeln!(f, "MINTREU_TRUST_PROXY = {}", self.trust_proxy)?;
        seller::show(&self.seller, f)?;
        self.invoicing.show(f)?;
        legal::show(self.legal_dir.as_deref(), f)?;
        match &self.vies_url {
            Some(url) => writeln!(f, "VIES_URL = {}", without_password(url))?,
            None => writeln!(f, "VIES_URL = (none: no VAT id is ever verified)")?,
        }
        providers::show(&self.stripe, &self.paypal, f)?;
        match self.clock {
            Some(clock) => writeln!(f, "MINTREU_CLOCK = {clock}")?,
            None => writeln!(f, "MINTREU_CLOCK = (the system's)")?,
        }
        writeln!(f, "MINTREU_LOG = {log}")?;
        write!(f, "RUST_LOG = {}", self.log_filter)
    }
}

/// As displayed: a derived one would show the database's password.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where `cargo leptos` writes the hashes of hashed file names, beside the executable.
pub const HASH_FILE: &str = "hash.txt";

fn has_hash_file() -> bool {
    std::env::current_exe().is_ok_and(|exe| exe.with_file_name(HASH_FILE).is_file())
}

/// What `.env` in the working directory says; nothing where there is none.
fn dot_env() -> Result<HashMap<String, String>, ConfigError> {
    match dotenvy::from_path_iter(".env") {
        Ok(lines) => lines
            .collect::<Result<_, _>>()
            .or_else(|e| refuse(".env", e.to_string())),
        Err(e) if e.not_found() => Ok(HashMap::new()),
        Err(e) => refuse(".env", e.to_string()),
    }
}

mod invoicing;
mod legal;
mod providers;
mod safety;
mod seller;
mod values;

use values::{
    currency, database_url, local_url, origin, parsed, service_url, smtp_url, storage_url, time, without_password,
};

pub use invoicing::Invoicing;
pub use providers::{PaypalConfig, StripeConfig};
pub use safety::Plaintext;
#[cfg(test)]
mod tests;
