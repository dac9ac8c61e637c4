//! Orders: what was bought, by whom, at which amounts. Everything here is frozen when the order is placed.

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::country::Country;
use crate::tax::Tax;
use crate::{Billing, Currency, LicenseTerms, Money, Slug, Timestamp};

/// How many days an order may be paid at the prices and the tax that were frozen with it.
pub const PAYABLE_DAYS: u32 = 7;

/// Who buys, as the order and its invoice keep it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Buyer {
    /// Trimmed, as it was typed.
    pub email: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    pub street: String,
    pub city: String,
    pub postal_code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub country: Country,
    /// In its canonical form (`DE136695976`), form and checksum checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
    /// Whether an authority confirmed the id: only then is the charge reversed.
    #[serde(default)]
    pub vat_verified: bool,
}

impl Buyer {
    /// As a letter to them is addressed.
    pub fn address(&self) -> Address<'_> {
        Address {
            name: &self.name,
            company: self.company.as_deref().unwrap_or_default(),
            street: &self.street,
            city: &self.city,
            postal_code: &self.postal_code,
            region: self.region.as_deref().unwrap_or_default(),
            country: self.country,
        }
    }
}

/// Who sells, as the invoice keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seller {
    pub name: String,
    pub street: String,
    pub city: String,
    pub postal_code: String,
    pub country: Country,
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
    /// What the seller's tax office knows them by; for sellers without a VAT id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderId {
    /// Nothing was to be paid.
    Free,
    Sandbox,
    Stripe,
    Paypal,
}

impl ProviderId {
    pub const ALL: [Self; 4] = [Self::Free, Self::Sandbox, Self::Stripe, Self::Paypal];

    /// As stored and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Sandbox => "sandbox",
            Self::Stripe => "stripe",
            Self::Paypal => "paypal",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.as_str() == text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Placed; the customer is at the provider's, or gave up there.
    Open,
    /// The provider takes its time: the money may still come.
    Pending,
    /// Paid and fulfilled.
    Paid,
    /// The payment was declined, ran out or was given up; it can be tried again.
    Failed,
    /// The same cart was placed again: this one is never paid, and what is paid for it all the same goes back.
    Superseded,
    /// All of it was paid back, or a dispute about it was lost.
    Refunded,
    /// The customer's bank disputes the payment.
    Disputed,
}

impl OrderStatus {
    pub const ALL: [Self; 7] = [
        Self::Superseded,
        Self::Open,
        Self::Pending,
        Self::Paid,
        Self::Failed,
        Self::Refunded,
        Self::Disputed,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Superseded => "superseded",
            Self::Refunded => "refunded",
            Self::Disputed => "disputed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A plan of an order. Amounts are minor units of the order's currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderLine {
    pub product: Slug,
    pub plan: Slug,
    pub title: String,
    pub plan_name: String,
    pub billing: Billing,
    /// What each license of this line allows.
    pub license: LicenseTerms,
    /// From 1.
    pub quantity: u32,
    /// Of one, before discount and tax.
    pub unit: i64,
    /// Off the whole line.
    pub discount: i64,
    /// `unit * quantity - discount`.
    pub net: i64,
    /// This line's share of the order's tax.
    pub tax: i64,
}

impl OrderLine {
    /// What is paid for the line.
    pub fn total(&self) -> i64 {
        self.net + self.tax
    }
}

/// What an order comes to. `net + tax == total`, and each is the sum over the lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Totals {
    pub currency: Currency,
    /// Before discount and tax.
    pub list: i64,
    pub discount: i64,
    /// After discount, before tax.
    pub net: i64,
    pub tax: i64,
    pub total: i64,
}

impl Totals {
    pub fn total(&self) -> Money {
        Money::new(self.total, self.currency)
    }
}

/// The buyer's consent to immediate delivery, by which a right of withdrawal is lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consent {
    pub at: Timestamp,
    /// The sentence that was agreed to.
    pub text: String,
}

/// An order as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// 32 hex digits, unguessable; names the order before it has a number.
    pub id: String,
    /// `M-2026-000123`, given when it was paid.
    pub number: Option<String>,
    pub status: OrderStatus,
    pub buyer: Buyer,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    pub tax: Tax,
    /// The discount code that was used.
    pub discount_code: Option<String>,
    pub provider: ProviderId,
    /// The account that placed it or claimed it.
    pub account: Option<i64>,
    /// None where the buyer's country asks for none, and for orders from before it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    pub placed_at: Timestamp,
    pub paid_at: Option<Timestamp>,
}

impl Order {
    /// Whether a payment for it may still be begun.
    pub fn is_payable(&self, now: Timestamp) -> bool {
        matches!(self.status, OrderStatus::Open | OrderStatus::Failed) && self.is_in_time(now)
    }

    /// Whether what was frozen with it still counts.
    pub fn is_in_time(&self, now: Timestamp) -> bool {
        now < self.placed_at.plus_days(PAYABLE_DAYS)
    }
}
