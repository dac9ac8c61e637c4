//! Tax on digital services: decided by the buyer's country, frozen with the order.

use serde::{Deserialize, Serialize};

use crate::country::Country;

/// Per cent times one hundred: 1900 is 19 %, 810 is 8.1 %.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

/// Why an order is taxed as it is; the codes of EN 16931 (UNCL 5305) follow from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// Taxed at the rate (`S`).
    Standard,
    /// The buyer's business accounts for the tax: a verified VAT id of another EU country (`AE`).
    ReverseCharge,
    /// The marketplace owes no tax where the buyer is (`O`).
    OutOfScope,
}

/// How an order is taxed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tax {
    pub country: Country,
    pub kind: TaxKind,
    /// Nothing unless [`TaxKind::Standard`].
    pub rate: BasisPoints,
    /// As people read it: `VAT 19%`, `Reverse charge`, `No tax`.
    pub label: String,
}

/// A row of the table of rates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxRate {
    pub country: Country,
    pub rate: BasisPoints,
    /// What the tax is called there: `VAT`, `MWST`.
    pub name: String,
    /// Whether the country is in the EU's VAT area.
    pub eu: bool,
}
