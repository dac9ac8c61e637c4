//! Vocabulary and rules of the marketplace: money, time, products, accounts, carts, orders.
//!
//! Pure: no I/O, no async, no clock, no randomness. Everything else may build on this crate; it builds on none of ours.

pub mod account;
pub mod address;
pub mod cart;
pub mod checkout;
pub mod country;
pub mod exchange;
pub mod invoice;
pub mod legal;
pub mod money;
pub mod name;
pub mod order;
pub mod pricing;
pub mod product;
pub mod rate_limit;
pub mod release;
pub mod review;
pub mod slug;
pub mod status;
pub mod tax;
pub mod technology;
pub mod time;
mod typed;
pub mod validate;
pub mod vat;

pub use account::{AccountSummary, Email};
pub use address::Address;
pub use country::Country;
pub use money::{Currency, Money};
pub use product::{Billing, Developer, LicenseTerms, Media, MediaKind, Plan, Product, Rating};
pub use release::Release;
pub use slug::Slug;
pub use status::{DbEnum, DownloadGrantStatus, JobStatus, LicenseStatus, SubscriptionStatus};
pub use time::{Clock, Day, Timestamp, UtcOffset};
pub use validate::FieldError;
