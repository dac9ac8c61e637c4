//! The catalogue engine as the browser benchmark calls it. What is measured lives in `catalog`, never here.

use catalog::{Query, Snapshot};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A loaded catalogue.
#[wasm_bindgen]
pub struct Engine {
    snapshot: Snapshot,
}

#[wasm_bindgen]
impl Engine {
    /// # Errors
    /// Bytes that are no snapshot.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Self, JsError> {
        Ok(Self {
            snapshot: Snapshot::from_bytes(bytes)?,
        })
    }

    /// Answers a URL's query string with all that a results page shows, and gives the number of results.
    pub fn run(&self, query_string: &str) -> u32 {
        let (query, _) = Query::parse(query_string, self.snapshot.currency());
        catalog::present(&self.snapshot, &query).total
    }
}
