//! Use-cases: what the marketplace does, in terms of `domain`, on top of `store` and `catalog`.
//!
//! The one way in: pages, JSON handlers and commands call here. A service is a file or folder of its own with one
//! error enum, whose variants are the refusals that a caller can act on; whatever else fails is [`Internal`]. Time
//! comes from a [`Clock`](domain::Clock). No SQL, no HTTP.

pub mod cart;
pub mod catalogue;
mod clock;
mod error;
pub mod generate;
pub mod markdown;
mod secrets;
mod signer;
#[cfg(feature = "testing")]
pub mod testing;

pub use cart::Carts;
pub use catalogue::{Catalogue, CatalogueError, Current, ImportError, ImportReport, entry};
pub use clock::{FixedClock, SystemClock};
pub use error::Internal;
pub use secrets::Secrets;
pub use signer::{Signer, TokenError};
