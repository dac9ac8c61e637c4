//! Invoices and credit notes as data: frozen when they are issued, turned into documents by others.

use serde::{Deserialize, Serialize};

use crate::exchange::ConvertedTax;
use crate::order::{Buyer, OrderLine, Seller, Totals};
use crate::tax::Tax;
use crate::{Billing, Day, Timestamp, UtcOffset};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// UNTDID 1001 code 380.
    Invoice,
    /// UNTDID 1001 code 381. Its amounts are positive: they are what is given back.
    CreditNote,
}

/// An invoice, or the credit note of one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invoice {
    /// `2026-000042`, without gaps within a year; credit notes count in the same series.
    pub number: String,
    pub kind: InvoiceKind,
    pub issued_at: Timestamp,
    /// The seller's clock when it was issued: it decides the date, and does so for good. UTC before it was kept.
    #[serde(default)]
    pub utc_offset: UtcOffset,
    pub seller: Seller,
    pub buyer: Buyer,
    pub order_number: String,
    /// What a credit note corrects.
    pub corrects: Option<String>,
    pub lines: Vec<InvoiceLine>,
    pub totals: Totals,
    pub tax: Tax,
    pub discount_code: Option<String>,
    /// When it was paid (for a credit note: paid back) and how: `Card`, `PayPal`.
    pub paid_at: Option<Timestamp>,
    pub paid_by: String,
    /// The tax in the seller's own currency, where VAT of the EU is charged in another (Directive 2006/112/EC,
    /// article 230). Nothing where no rate was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted_tax: Option<ConvertedTax>,
}

impl Invoice {
    /// The date of the document, in the seller's zone.
    pub fn issued_on(&self) -> Day {
        self.issued_at.on(self.utc_offset)
    }

    /// The day on which it was paid, or paid back, in the seller's zone.
    pub fn paid_on(&self) -> Option<Day> {
        self.paid_at.map(|at| at.on(self.utc_offset))
    }
}

/// A line of an invoice. Amounts are minor units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// The product's title and the plan's name.
    pub name: String,
    pub billing: Billing,
    pub quantity: u32,
    pub unit: i64,
    pub discount: i64,
    /// `unit * quantity - discount`.
    pub net: i64,
    pub tax: i64,
}

impl From<&OrderLine> for InvoiceLine {
    fn from(line: &OrderLine) -> Self {
        Self {
            name: format!("{} ({})", line.title, line.plan_name),
            billing: line.billing,
            quantity: line.quantity,
            unit: line.unit,
            discount: line.discount,
            net: line.net,
            tax: line.tax,
        }
    }
}
