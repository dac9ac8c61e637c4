//! `mintreu discount`: the discount codes.

use clap::{Args, Subcommand};
use domain::money::AmountError;
use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use domain::{Clock, Currency, Money, Slug, Timestamp};
use services::discounts::AddError;
use services::{Discounts, Internal};

#[derive(Subcommand)]
pub(super) enum DiscountCommand {
    /// Make a code that customers may type in their cart
    Add(NewDiscount),
    /// Show all codes, how often each was used, and how often orders hold it that are not paid yet
    List,
    /// Forget a code; orders keep what it gave them
    Remove { code: String },
}

#[derive(Args)]
pub(super) struct NewDiscount {
    /// 1 to 40 of A-Z, 0-9, - and _; customers may type it in any case
    code: String,
    /// How much is taken off, in per cent: 15 or 12.5
    #[arg(long, conflicts_with = "amount", required_unless_present = "amount")]
    percent: Option<BasisPoints>,
    /// How much is taken off, in the marketplace's currency: 5 or 5.00
    #[arg(long)]
    amount: Option<String>,
    /// Only off this product; may be given more than once
    #[arg(long = "product", value_name = "SLUG")]
    products: Vec<Slug>,
    /// From this time on (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    starts: Option<Timestamp>,
    /// Until this time (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    ends: Option<Timestamp>,
    /// How many orders may use it
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
}

/// Why a command about discounts failed.
#[derive(Debug, thiserror::Error)]
pub enum DiscountError {
    #[error("--amount: {0}")]
    Amount(#[from] AmountError),
    #[error(transparent)]
    Add(#[from] AddError),
    #[error("there is no code `{0}`")]
    Unknown(String),
    #[error(transparent)]
    Internal(#[from] Internal),
}

pub(super) async fn run(
    command: DiscountCommand,
    discounts: &Discounts,
    currency: Currency,
    clock: &dyn Clock,
) -> Result<(), DiscountError> {
    match command {
        DiscountCommand::Add(new) => show(&discounts.add(new.read(currency)?).await?, 0, currency),
        DiscountCommand::List => {
            for (discount, held) in discounts.list(clock.now()).await? {
                show(&discount, held, currency);
            }
        }
        DiscountCommand::Remove { code } => {
            if !discounts.remove(&code).await? {
                return Err(DiscountError::Unknown(code));
            }
            say!("removed {}", code.trim().to_ascii_uppercase());
        }
    }
    Ok(())
}

impl NewDiscount {
    fn read(self, currency: Currency) -> Result<Discount, AmountError> {
        let off = match self.percent {
            Some(percent) => Off::Percent(percent),
            None => Off::Amount(Money::parse_decimal(&self.amount.unwrap_or_default(), currency)?.amount),
        };
        Ok(Discount {
            code: self.code,
            off,
            products: self.products,
            starts_at: self.starts,
            ends_at: self.ends,
            limit: self.limit,
            used: 0,
        })
    }
}

fn show(discount: &Discount, held: u32, currency: Currency) {
    let off = match discount.off {
        Off::Percent(percent) => percent.to_string(),
        Off::Amount(amount) => Money::new(amount, currency).to_string(),
    };
    let mut line = format!("{}  {off} off", discount.code);
    let products: Vec<&str> = discount.products.iter().map(Slug::as_str).collect();
    if !products.is_empty() {
        line += &format!(" {}", products.join(", "));
    }
    if let Some(start) = discount.starts_at {
        line += &format!(", from {start}");
    }
    if let Some(end) = discount.ends_at {
        line += &format!(", until {end}");
    }
    line += &match discount.limit {
        Some(limit) => format!(", used {} of {limit} times", discount.used),
        None => format!(", used {} times", discount.used),
    };
    if held > 0 {
        line += &format!(", held by {held} more not paid yet");
    }
    say!("{line}");
}
