//! The server functions, one file for each group of use-cases: each takes what it needs from the context, makes one
//! call of `services`, and returns. The view models that they return live beside them.
//!
//! Their addresses are `/api/fn/{endpoint}`. Forms of pages without script post to the same functions.

pub mod account;
pub mod cart;
pub mod catalogue;
pub mod checkout;
pub(crate) mod data;
pub mod json;
pub mod legal;
pub mod orders;
pub mod report;
#[cfg(feature = "ssr")]
pub mod server;
pub mod session;
pub mod theme;

mod failure;
mod refusal;

pub use failure::Failure;
pub use refusal::FormRefusal;
