//! What the catalogue's search shows for judged queries: the slugs that a visitor sees first.

use std::error::Error;
use std::fs;
use std::path::Path;

use catalog::{Entry, Query, Snapshot};
use domain::Product;
use serde_json::json;

use crate::CURRENCY;

/// How many results are judged.
const SHOWN: usize = 10;

/// Answers the queries of a JSON list of texts over a catalogue file; prints a JSON list of slugs for each.
pub fn run(catalogue: &Path, queries: &Path) -> Result<(), Box<dyn Error>> {
    let lines = fs::read_to_string(catalogue)?;
    let products = lines.lines().map(serde_json::from_str);
    let products: Vec<Product> = products.collect::<Result<_, _>>()?;
    let entries: Vec<Entry> = products.iter().map(services::entry).collect();
    let snapshot = Snapshot::from_bytes(catalog::build(CURRENCY, &entries))?;
    let queries: Vec<String> = serde_json::from_slice(&fs::read(queries)?)?;
    let answers = queries.iter().map(|text| answer(&snapshot, text));
    println!("{}", json!(answers.collect::<Vec<_>>()));
    Ok(())
}

/// The results, or where there are none the nearest products that the page offers instead.
fn answer(snapshot: &Snapshot, text: &str) -> Vec<String> {
    let query = Query {
        text: text.to_owned(),
        limit: SHOWN,
        ..Query::default()
    };
    let results = catalog::present(snapshot, &query);
    let cards = if results.total > 0 {
        results.cards
    } else {
        results.nearest
    };
    cards.into_iter().map(|card| card.slug).collect()
}
