//! How single values are read: each is taken, or refused with the name of its variable.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use axum::http::Uri;
use domain::{Currency, Timestamp};
use services::Storage;
use services::mail::{SettingError, SmtpUrl};

use super::{ConfigError, refuse};

pub(super) fn parsed<T: FromStr>(variable: &'static str, value: Option<String>) -> Result<Option<T>, ConfigError>
where
    T::Err: fmt::Display,
{
    value
        .map(|v| v.parse().or_else(|e| refuse(variable, format!("`{v}`: {e}"))))
        .transpose()
}

/// EN 16931 (BR-DEC-…) gives the amounts of an invoice two decimals at most.
pub(super) fn currency(
    variable: &'static str,
    value: Option<String>,
    default: Currency,
) -> Result<Currency, ConfigError> {
    let currency = parsed(variable, value)?.unwrap_or(default);
    match currency.exponent() {
        0..=2 => Ok(currency),
        decimals => refuse(
            variable,
            format!("`{currency}` has {decimals} decimals, and electronic invoices (EN 16931) take two at most"),
        ),
    }
}

pub(super) fn time(variable: &'static str, text: &str) -> Result<Timestamp, ConfigError> {
    Timestamp::parse(text).or_else(|e| refuse(variable, e.to_string()))
}

pub(super) fn database_url(value: Option<String>) -> Result<String, ConfigError> {
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

pub(super) fn smtp_url(value: Option<String>) -> Result<Option<SmtpUrl>, ConfigError> {
    // Without the value itself: it may hold a password.
    value
        .map(|url| url.parse().or_else(|e: SettingError| refuse("SMTP_URL", e.to_string())))
        .transpose()
}

pub(super) fn storage_url(value: Option<String>) -> Result<String, ConfigError> {
    let url = value.unwrap_or_else(|| "file://var/files".to_owned());
    match Storage::check(&url) {
        Ok(()) => Ok(url),
        Err(error) => refuse("STORAGE_URL", error.to_string()),
    }
}

/// The address under which a server on `addr` is reached from its own machine.
pub(super) fn local_url(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", addr.port())
    } else {
        format!("http://{addr}")
    }
}

/// Takes `http(s)://host[:port]`, with or without a slash at its end.
pub(super) fn origin(url: &str) -> Result<String, ConfigError> {
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

/// Takes the `http(s)` URL of a service that we call.
pub(super) fn service_url(variable: &'static str, url: String) -> Result<String, ConfigError> {
    let uri = url.parse::<Uri>().ok();
    match uri.as_ref().and_then(Uri::scheme_str) {
        Some("http" | "https") => Ok(url),
        _ => refuse(variable, "expected an http:// or https:// URL"),
    }
}

pub(super) fn without_password(url: &str) -> String {
    let hidden = || {
        let (scheme, rest) = url.split_once("://")?;
        let (user, host) = rest.rsplit_once('@')?;
        let (name, _) = user.split_once(':')?;
        Some(format!("{scheme}://{name}:…@{host}"))
    };
    hidden().unwrap_or_else(|| url.to_owned())
}
