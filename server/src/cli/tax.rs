//! `mintreu tax`: the table of rates, and the exchange rates by which invoices state taxes in the seller's currency.

use clap::Subcommand;
use domain::exchange::{ExchangeRate, PerEuro};
use domain::tax::{BasisPoints, TaxRate};
use domain::{Country, Currency, Day};
use services::exchange::FetchError;
use services::{ExchangeRates, Internal, Taxes};

#[derive(Subcommand)]
pub(super) enum TaxCommand {
    /// Show the countries where tax is owed, and its rates
    List,
    /// Set the rate of a country; 0 is no tax. Running servers follow within a minute
    Set {
        /// ISO 3166-1, such as DE
        country: Country,
        /// In per cent: 19 or 8.1
        rate: BasisPoints,
        /// What the tax is called there; unchanged where it is left out, and VAT at first
        #[arg(long, value_parser = name)]
        name: Option<String>,
    },
    /// Exchange rates: list, set, fetch. Invoices of EU VAT state the tax in the seller's currency too
    #[command(subcommand)]
    ExchangeRate(ExchangeRateCommand),
}

#[derive(Subcommand)]
pub(super) enum ExchangeRateCommand {
    /// Show the rates, with their source and day
    List,
    /// Set how much of a currency one euro buys: what is sold from now on is converted at it
    Set {
        /// ISO 4217, such as USD
        #[arg(value_parser = foreign)]
        currency: Currency,
        /// Such as 1.0876
        per_euro: PerEuro,
        /// When it was published, such as 2026-01-30; today where it is left out
        #[arg(long)]
        day: Option<Day>,
        /// Who published it, as invoices say it
        #[arg(long, default_value = "set by the seller", value_parser = source)]
        source: String,
    },
    /// Fetch the rates from EXCHANGE_RATES_URL now; a server does it by itself every three hours
    Fetch,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum TaxError {
    #[error("--day: {0:?} has not come yet")]
    Future(Day),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

pub(super) async fn run(
    command: TaxCommand,
    taxes: &Taxes,
    exchange_rates: &ExchangeRates,
    today: Day,
) -> Result<(), TaxError> {
    match command {
        TaxCommand::List => taxes.rates().await?.iter().for_each(show),
        TaxCommand::Set { country, rate, name } => show(&taxes.set_rate(country, rate, name).await?),
        TaxCommand::ExchangeRate(command) => exchange_rate(command, exchange_rates, today).await?,
    }
    Ok(())
}

async fn exchange_rate(command: ExchangeRateCommand, rates: &ExchangeRates, today: Day) -> Result<(), TaxError> {
    match command {
        ExchangeRateCommand::List => rates.list().await?.iter().for_each(show_exchange_rate),
        ExchangeRateCommand::Set {
            currency,
            per_euro,
            day,
            source,
        } => {
            let day = day.unwrap_or(today);
            if day > today {
                return Err(TaxError::Future(day));
            }
            let rate = ExchangeRate {
                currency,
                per_euro,
                day,
                source,
            };
            rates.set(&rate).await?;
            show_exchange_rate(&rate);
        }
        ExchangeRateCommand::Fetch => rates.fetch().await?.iter().for_each(show_exchange_rate),
    }
    Ok(())
}

fn show_exchange_rate(rate: &ExchangeRate) {
    say!("{}", rate.sentence());
}

/// Rates are those of the euro: it has none itself.
fn foreign(text: &str) -> Result<Currency, String> {
    match text.parse::<Currency>() {
        Ok(currency) if currency.code() == "EUR" => {
            Err("rates are against the euro: set the other currency's".to_owned())
        }
        Ok(currency) => Ok(currency),
        Err(error) => Err(error.to_string()),
    }
}

/// It stands on invoices.
fn source(text: &str) -> Result<String, String> {
    let text = text.trim();
    if (1..=60).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("expected 1 to 60 characters".to_owned())
    }
}

fn show(rate: &TaxRate) {
    let TaxRate {
        country,
        rate,
        name,
        eu,
    } = rate;
    let area = if *eu { ", EU" } else { "" };
    say!("{country}  {name} {rate}  {}{area}", country.name());
}

/// The name of a tax stands before its rate, on pages and invoices.
fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if (1..=20).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("expected 1 to 20 characters".to_owned())
    }
}
