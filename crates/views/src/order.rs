//! An order as its page shows it.

use domain::order::{Buyer, Consent, OrderStatus, Totals};
use domain::tax::Tax;
use domain::{Billing, Day, LicenseStatus, Money, Slug, Timestamp};
use serde::{Deserialize, Serialize};

/// A file that an order brought.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DownloadView {
    pub file: String,
    pub version: String,
    /// Bytes.
    pub size: u64,
    /// In hex.
    pub sha256: String,
    pub notes: String,
    /// Signed; it expires.
    pub url: String,
}

/// Who helps with a product: its developer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Support {
    pub name: String,
    pub website: Option<String>,
    pub email: Option<String>,
}

/// A line of an order's page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderViewLine {
    pub product: Slug,
    pub title: String,
    pub plan_name: String,
    pub billing: Billing,
    pub quantity: u32,
    /// Before discount and tax, as at the checkout.
    pub list: Money,
    pub refunded: bool,
    /// Key and status (`active`, `suspended`, `revoked`).
    pub licenses: Vec<(String, LicenseStatus)>,
    pub expires_at: Option<Timestamp>,
    pub downloads: Vec<DownloadView>,
    /// As the product is sold today; none before the order was paid, and where the product is sold no more.
    pub support: Option<Support>,
}

/// An invoice or credit note on an order's page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceLink {
    pub number: String,
    pub credit_note: bool,
    pub url: String,
}

/// An order's page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderView {
    pub id: String,
    pub number: Option<String>,
    pub status: OrderStatus,
    /// Why the last attempt to pay failed.
    pub reason: Option<String>,
    pub buyer: Buyer,
    /// Name and address of the buyer, as they are written in the country.
    pub billed_to: Vec<String>,
    pub lines: Vec<OrderViewLine>,
    pub totals: Totals,
    pub refunded: Money,
    pub tax: Tax,
    pub discount_code: Option<String>,
    pub paid_by: String,
    /// The buyer's consent to immediate delivery.
    pub consent: Option<Consent>,
    pub placed_at: Timestamp,
    pub paid_at: Option<Timestamp>,
    /// The days of payment and consent in the seller's zone: the first is that of the invoice.
    pub paid_on: Option<Day>,
    pub agreed_on: Option<Day>,
    pub invoices: Vec<InvoiceLink>,
    /// The page's own address, with the key that opens it where a guest reads it.
    pub address: String,
    /// The key that opens it, for a guest's forms.
    pub key: Option<String>,
    /// The address of the next order of the checkout that waits to be paid, what it comes to, and how many wait.
    pub next: Option<(String, Money, usize)>,
    /// Whether it waits to be paid and still may be.
    pub payable: bool,
    /// Whether a guest reads it and may register.
    pub guest: bool,
    /// Whom to write to about it.
    pub seller_email: String,
}
