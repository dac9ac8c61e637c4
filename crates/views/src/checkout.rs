//! The checkout as its page shows it.

use domain::Money;
use domain::address::AddressForm;
use domain::checkout::{CheckoutForm, FormError};
use domain::order::{OrderLine, ProviderId, Totals};
use domain::tax::Tax;
use serde::{Deserialize, Serialize};

use crate::cart::CartView;

/// One payment of a checkout.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// What is paid for, as `Title (Plan)`.
    pub what: Vec<String>,
    /// What is paid now.
    pub total: Money,
}

/// A way to pay.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    pub provider: ProviderId,
    /// As people read it: `Card`, `PayPal`.
    pub label: String,
    /// Several where the provider cannot take the cart in one payment.
    pub parts: Vec<Part>,
}

/// The checkout's page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckoutView {
    pub cart: CartView,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    /// None until a country is chosen: the totals are before tax then.
    pub tax: Option<Tax>,
    /// Whether there would be no tax, had an authority confirmed the VAT id.
    pub vat_unconfirmed: bool,
    pub discount_code: Option<String>,
    /// Why the code takes nothing off: a whole sentence.
    pub discount_error: Option<String>,
    pub offers: Vec<Offer>,
    pub form: CheckoutForm,
    /// What the country's addresses have.
    pub address: AddressForm,
    /// Whether the form was filled from the account's last order: nothing was typed for this cart yet.
    pub from_last_order: bool,
    /// Whether the consent ([`CONSENT`](domain::checkout::CONSENT)) must be agreed to: the country gives a right of
    /// withdrawal. Until a country is chosen it is the seller's.
    pub asks_consent: bool,
    /// Empty until the form was sent.
    pub errors: Vec<FormError>,
    /// The address of the account that is logged in.
    pub account: Option<String>,
    /// Names that account to the forms of this page: what is typed after its session has ended is kept for it alone.
    pub page_key: Option<String>,
    /// Where the seller is written to.
    pub seller_email: String,
}
