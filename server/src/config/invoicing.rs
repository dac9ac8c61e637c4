//! How invoices are made: by which calendar, in which currency the tax is accounted for, in which fonts.

use std::fmt;
use std::path::PathBuf;

use domain::exchange::accounting_currency;
use domain::{Country, Currency};
use services::TimeZone;

use super::values::{currency, parsed, service_url};
use super::{ConfigError, Environment, refuse};

/// Where systems keep their fonts; looked at where nobody says otherwise, and only for letters that ours lack.
const FONTS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// See the module.
pub struct Invoicing {
    /// The seller's zone, whose calendar dates invoices.
    pub time_zone: TimeZone,
    /// The currency in which the seller accounts for VAT.
    pub currency: Currency,
    /// Where exchange rates are fetched; without it they are those that were set.
    pub exchange_rates_url: Option<String>,
    /// Files and folders of fonts.
    pub fonts: Vec<PathBuf>,
}

impl Invoicing {
    pub(super) fn read(get: impl Fn(&str) -> Option<String>, seller: Country) -> Result<Self, ConfigError> {
        Ok(Self {
            time_zone: parsed("SELLER_TIME_ZONE", get("SELLER_TIME_ZONE"))?.unwrap_or(TimeZone::UTC),
            currency: currency("SELLER_CURRENCY", get("SELLER_CURRENCY"), accounting_currency(seller))?,
            exchange_rates_url: get("EXCHANGE_RATES_URL")
                .map(|url| service_url("EXCHANGE_RATES_URL", url))
                .transpose()?,
            fonts: fonts(get("INVOICE_FONTS"))?,
        })
    }

    /// What is no reason to refuse the settings, and wants to be looked after in production: the rates may be in the
    /// database, which is not opened here.
    pub fn warning(&self, sold_in: Currency, environment: Environment) -> Option<String> {
        let converted = sold_in != self.currency && self.exchange_rates_url.is_none();
        (converted && environment == Environment::Production).then(|| {
            format!(
                "invoices in {sold_in} with VAT of the EU must state it in {} too: set EXCHANGE_RATES_URL, or see that \
                 `mintreu tax exchange-rate list` has the rate",
                self.currency
            )
        })
    }

    pub(super) fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "SELLER_TIME_ZONE = {}", self.time_zone)?;
        writeln!(f, "SELLER_CURRENCY = {}", self.currency)?;
        match &self.exchange_rates_url {
            Some(url) => writeln!(f, "EXCHANGE_RATES_URL = {}", super::without_password(url))?,
            None => writeln!(f, "EXCHANGE_RATES_URL = (none: rates are those that were set)")?,
        }
        let fonts: Vec<String> = self.fonts.iter().map(|path| path.display().to_string()).collect();
        match fonts.join(":") {
            none if none.is_empty() => writeln!(f, "INVOICE_FONTS = none"),
            fonts => writeln!(f, "INVOICE_FONTS = {fonts}"),
        }
    }
}

/// Paths, separated by colons; `none` is no path at all.
fn fonts(value: Option<String>) -> Result<Vec<PathBuf>, ConfigError> {
    let Some(value) = value else {
        return Ok(FONTS.map(PathBuf::from).to_vec());
    };
    if value == "none" {
        return Ok(Vec::new());
    }
    let paths: Vec<PathBuf> = std::env::split_paths(&value)
        .filter(|path| !path.as_os_str().is_empty())
        .collect();
    match paths.iter().find(|path| !path.exists()) {
        Some(missing) => refuse("INVOICE_FONTS", format!("there is no {}", missing.display())),
        None => Ok(paths),
    }
}
