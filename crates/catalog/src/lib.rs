//! The catalogue query engine: an immutable snapshot and the one function that answers from it.
//!
//! Pure: no I/O, no clock, no globals; the same code runs on the server and, as WASM, in the browser.
//! Bytes are the index: [`Snapshot::from_bytes`] checks a snapshot once, after that nothing can be out of range.
//!
//! - [`Entry`] → [`build`] → bytes → [`Snapshot`]
//! - a URL's query string → [`Query::parse`] → [`evaluate`] → [`Page`] of ids, total, facet counts
//! - [`present`] turns a page into the [`Results`] that people look at; [`suggest`] and [`relax`] help them on.

mod bits;
mod build;
mod columns;
mod evaluate;
mod facets;
mod fold;
#[cfg(test)]
mod naive;
mod query;
mod rank;
mod relax;
mod search;
mod snapshot;
mod spelling;
mod suggest;
mod syntax;
mod telling;
mod token;
mod typo;
mod url;
mod view;
mod wire;

pub use build::{Entry, build};
pub use evaluate::{Page, evaluate};
pub use facets::{Count, Facets, PRICE_STEPS, RATING_STEPS};
pub use query::{FacetKind, Ignored, MAX_QUERY_CHARS, PAGE_SIZE, Query, Sort, others};
pub use relax::{Drop, Relaxed, relax};
pub use snapshot::{Snapshot, SnapshotError};
pub use suggest::{SuggestedProduct, Suggestion, Suggestions, suggest};
pub use syntax::{Comparison, Expression, Term};
pub use url::{positive, stars};
pub use view::{Card, FacetGroup, FacetValue, Results, card, list, present, related, values};
