//! Configuration: what the environment and `.env` say, read once at start and typed.
//!
//! Every variable that exists is read here and described in `.env.example`, but those that `cargo leptos` sets for the
//! programs it starts. Nothing else asks the environment.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use axum::http::Uri;
use domain::{Currency, Timestamp};

/// Secrets shorter than this many bytes are refused in production.
const MIN_SECRET: usize = 32;

/// All settings of the program.
pub struct Config {
    pub database_url: String,
    pub site_addr: SocketAddr,
    /// Scheme and authority, without a slash at its end: `https://shop.example`.
    pub public_url: String,
    pub environment: Environment,
    pub secret: Secret,
    pub currency: Currency,
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

    /// Reads from `lookup`; an empty value counts as absent.
    ///
    /// # Errors
    /// [`ConfigError`] with the first variable that cannot be taken.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
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
        let config = Self {
            database_url: database_url(get("DATABASE_URL"))?,
            site_addr,
            public_url: origin(&public_url)?,
            environment,
            secret: Secret(get("MINTREU_SECRET").unwrap_or_default()),
            currency: parsed("MINTREU_CURRENCY", get("MINTREU_CURRENCY"))?.unwrap_or(Currency::USD),
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
        config.refuse_in_production()?;
        Ok(config)
    }

    fn refuse_in_production(&self) -> Result<(), ConfigError> {
        if self.environment != Environment::Production {
            return Ok(());
        }
        let length = self.secret.as_bytes().len();
        if length == 0 {
            return refuse("MINTREU_SECRET", "production needs one: at least 32 random characters");
        }
        if length < MIN_SECRET {
            return refuse(
                "MINTREU_SECRET",
                format!("{length} characters, production needs at least {MIN_SECRET}"),
            );
        }
        if !self.public_url.starts_with("https://") {
            return refuse(
                "PUBLIC_URL",
                format!("production needs https://, not {}", self.public_url),
            );
        }
        if self.clock.is_some() {
            return refuse(
                "MINTREU_CLOCK",
                "a clock that stands still is for tests, not for production",
            );
        }
        Ok(())
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
        writeln!(f, "PUBLIC_URL = {}", self.public_url)?;
        writeln!(f, "MINTREU_ENV = {environment}")?;
        writeln!(f, "MINTREU_SECRET = {:?}", self.secret)?;
        writeln!(f, "MINTREU_CURRENCY = {}", self.currency)?;
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

fn parsed<T: FromStr>(variable: &'static str, value: Option<String>) -> Result<Option<T>, ConfigError>
where
    T::Err: fmt::Display,
{
    value
        .map(|v| v.parse().or_else(|e| refuse(variable, format!("`{v}`: {e}"))))
        .transpose()
}

fn time(variable: &'static str, text: &str) -> Result<Timestamp, ConfigError> {
    Timestamp::parse(text).or_else(|e| refuse(variable, e.to_string()))
}

fn database_url(value: Option<String>) -> Result<String, ConfigError> {
    let url = value.unwrap_or_else(|| "sqlite://var/mintreu.db".to_owned());
    let known = ["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    // The URL itself is not shown: it may hold a password.
    if known {
        Ok(url)
    } else {
        refuse("DATABASE_URL", "expected sqlite://… or postgres://…")
    }
}

/// The address under which a server on `addr` is reached from its own machine.
fn local_url(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", addr.port())
    } else {
        format!("http://{addr}")
    }
}

/// Takes `http(s)://host[:port]`, with or without a slash at its end.
fn origin(url: &str) -> Result<String, ConfigError> {
    let uri = url
        .parse::<Uri>()
        .ok()
        .filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
    match uri {
        Some(uri) if uri.path() == "/" && uri.query().is_none() && !url.contains(['@', '#']) => {
            Ok(url.trim_end_matches('/').to_owned())
        }
        _ => refuse(
            "PUBLIC_URL",
            format!("`{url}` is not an address such as https://shop.example, without a path"),
        ),
    }
}

fn without_password(url: &str) -> String {
    let hidden = || {
        let (scheme, rest) = url.split_once("://")?;
        let (user, host) = rest.rsplit_once('@')?;
        let (name, _) = user.split_once(':')?;
        Some(format!("{scheme}://{name}:…@{host}"))
    };
    hidden().unwrap_or_else(|| url.to_owned())
}

#[cfg(test)]
mod tests;
