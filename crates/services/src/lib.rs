//! Use-cases: what the marketplace does, in terms of `domain`, on top of `store` and `catalog`.
//!
//! The one way in: pages, JSON handlers and commands call here. A service is a file or folder of its own with one
//! error enum, whose variants are the refusals that a caller can act on; whatever else fails is [`Internal`]. Time
//! comes from a [`Clock`](domain::Clock). No SQL, and no HTTP but as a client.

pub mod accounts;
pub mod audit;
pub mod cart;
pub mod catalogue;
pub mod checkout;
mod cleanup;
mod clock;
pub mod discounts;
mod error;
pub mod exchange;
mod fulfilment;
pub mod generate;
mod invoices;
pub mod jobs;
pub mod legal;
pub mod mail;
pub mod markdown;
pub mod orders;
mod progress;
pub mod rate_limits;
pub mod refunds;
pub mod releases;
mod sandbox;
mod signer;
mod subscriptions;
pub mod tax;
#[cfg(feature = "testing")]
pub mod testing;
mod time_zone;
mod token_generator;
mod visitor;

pub use accounts::{AccountError, Accounts, Hashing, Visitor};
pub use cart::{CartOwner, Carts};
pub use catalogue::{Catalogue, CatalogueError, Current, ExportError, ImportError, ImportReport, ProductPage, entry};
pub use checkout::{Checkout, CheckoutParts, PlaceError, Shopper};
pub use cleanup::Cleanup;
pub use clock::{FixedClock, SystemClock};
pub use discounts::Discounts;
pub use error::Internal;
pub use exchange::ExchangeRates;
pub use invoices::{InvoiceFonts, invoice_file, invoice_pdf, invoice_xml};
pub use jobs::Jobs;
pub use legal::{Legal, LegalError};
pub use mail::EmailContext;
pub use orders::{Access, Orders, PayError, WebhookRefusal};
pub use progress::{Progress, ProgressState};
pub use rate_limits::{Limit, LimitError, Limiter, TooMany};
pub use refunds::{RefundError, Refunded};
pub use releases::{Releases, Storage};
pub use sandbox::{Sandbox, SandboxAction};
pub use signer::{Signer, TokenError};
pub use tax::Taxes;
pub use time_zone::{TimeZone, TimeZoneError};
pub use token_generator::TokenGenerator;
pub use visitor::RequestVisitor;
