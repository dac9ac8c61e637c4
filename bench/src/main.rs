//! The native half of the benchmarks: writes the data that all of them share, and times the engine.
//!
//!   bench data N DIR          catalogue.bin, entries.json, queries.json, filters.json of N generated products
//!   bench engine DIR RUNS     times the queries of DIR; prints JSON, times in milliseconds
//!   bench judged FILE QUERIES what the search shows for a list of texts over a catalogue file; prints JSON
//!   bench checkout URL N      completes N orders on an empty database; prints JSON, time in seconds

mod checkout;
mod engine;
mod judged;
mod workload;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use catalog::{Entry, Query};
use domain::Currency;
use serde_json::{Value, json};

const CURRENCY: Currency = Currency::USD;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["data", n, dir] => data(n.parse()?, Path::new(dir)),
        ["engine", dir, runs] => engine::run(Path::new(dir), runs.parse()?),
        ["judged", file, queries] => judged::run(Path::new(file), Path::new(queries)),
        ["checkout", url, n] => checkout::run(url, n.parse()?),
        _ => Err(
            "usage: bench data N DIR | bench engine DIR RUNS | bench judged FILE QUERIES | bench checkout URL N".into(),
        ),
    }
}

fn data(n: u32, dir: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(dir)?;
    let entries: Vec<Entry> = services::generate::products(n, CURRENCY)
        .map(|product| services::entry(&product))
        .collect();
    fs::write(dir.join("catalogue.bin"), catalog::build(CURRENCY, &entries))?;
    write_json(&dir.join("entries.json"), entries.iter().map(entry_json))?;
    write_json(
        &dir.join("queries.json"),
        workload::queries(&entries, 300).iter().map(query_json),
    )?;
    write_json(
        &dir.join("filters.json"),
        workload::filters(&entries, 1000).iter().map(query_json),
    )
}

fn write_json(file: &Path, rows: impl Iterator<Item = Value>) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(file)?);
    serde_json::to_writer(&mut out, &rows.collect::<Vec<_>>())?;
    Ok(out.flush()?)
}

/// What the other engines index, and what a card shows: prices in minor units, ratings in hundredths, 0 for none, times
/// in microseconds since the Unix epoch.
fn entry_json(entry: &Entry) -> Value {
    json!({
        "id": entry.slug, "title": entry.title, "summary": entry.summary, "category": entry.category,
        "tags": entry.tags, "developer": entry.developer, "developerName": entry.developer_name,
        "compatibility": entry.compatibility, "price": entry.price, "popularity": entry.popularity,
        "rating": entry.rating.map_or(0, |(average, _)| average),
        "ratingCount": entry.rating.map_or(0, |(_, count)| count),
        "image": entry.image, "billing": entry.billing, "from": entry.from,
        "publishedAt": entry.published_at.as_micros(),
    })
}

/// A query as a URL has it, and in parts for engines that know no such URLs.
fn query_json(query: &Query) -> Value {
    json!({
        "url": query.to_query_string(CURRENCY), "text": query.text,
        "category": query.categories.first(), "tag": query.tags.first(),
        "compatibility": query.compatibility.first(), "minRating": query.min_rating, "maxPrice": query.max_price,
    })
}
