//! The tax of an invoice in the seller's own currency: converted, and frozen, in the transaction that numbers it.
//!
//! A sale never fails for a missing rate: the invoice is then without, and the log says so. At its start the server says
//! whether a rate is missing (docs/adr/0012).

use domain::exchange::{ConvertedTax, must_convert, needed};
use domain::invoice::Invoice;
use domain::order::Totals;
use domain::tax::Tax;
use domain::{Day, Money};
use store::Write;

use crate::{Internal, Orders};

/// A rate that is older than this many days was forgotten: some authorities publish theirs once a month.
const STALE_DAYS: i64 = 40;

impl Orders {
    /// The tax in the seller's currency, where the invoice must state it and the rate is known.
    pub(crate) async fn converted_tax(
        &self,
        write: &mut Write,
        tax: &Tax,
        totals: &Totals,
        today: Day,
    ) -> Result<Option<ConvertedTax>, Internal> {
        let currency = self.shared.settings.seller_currency;
        if !must_convert(tax, totals, currency) {
            return Ok(None);
        }
        let mut rates = Vec::new();
        for code in needed(totals.currency, currency) {
            rates.extend(write.exchange_rate(code).await?);
        }
        for rate in rates.iter().filter(|rate| today.days_since(rate.day) > STALE_DAYS) {
            tracing::warn!(currency = %rate.currency, day = %rate.day, "an invoice is converted at an old exchange rate");
        }
        let converted = ConvertedTax::of(Money::new(totals.tax, totals.currency), currency, &rates);
        if converted.is_none() {
            tracing::error!(
                from = %totals.currency,
                to = %currency,
                "an invoice cannot state its VAT in the seller's currency: no exchange rate is set"
            );
        }
        Ok(converted)
    }
}

/// The tax of a credit note in the currency of its invoice's conversion, at the same rate, so that both cancel out. The
/// note that completes the invoice's tax takes what is left of the converted one, and no other more than that.
pub(crate) fn credited_tax(invoice: &Invoice, notes: &[Invoice], totals: &Totals) -> Option<ConvertedTax> {
    let whole = invoice.converted_tax.as_ref()?;
    let mut part = whole.at_same_rates(Money::new(totals.tax, totals.currency))?;
    let before = notes.iter().filter_map(|note| note.converted_tax.as_ref());
    let left = whole.tax.amount - before.map(|it| it.tax.amount).sum::<i64>();
    let credited = totals.tax + notes.iter().map(|note| note.totals.tax).sum::<i64>();
    let completes = credited >= invoice.totals.tax;
    part.tax.amount = if completes { left } else { part.tax.amount.min(left) };
    (totals.tax > 0).then_some(part)
}
