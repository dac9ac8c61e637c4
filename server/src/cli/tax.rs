//! `mintreu tax`: the table of rates.

use clap::Subcommand;
use domain::Country;
use domain::tax::{BasisPoints, TaxRate};
use services::{Internal, Taxes};

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
}

pub(super) async fn run(command: TaxCommand, taxes: &Taxes) -> Result<(), Internal> {
    match command {
        TaxCommand::List => taxes.rates().await?.iter().for_each(show),
        TaxCommand::Set { country, rate, name } => show(&taxes.set_rate(country, rate, name).await?),
    }
    Ok(())
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
