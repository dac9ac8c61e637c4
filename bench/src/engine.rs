//! Times `catalog::evaluate` and `catalog::present` over a workload.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use catalog::{Query, Snapshot};
use serde_json::{Value, json};

/// Runs every query of `dir` `runs` times, after one run that nobody times.
pub fn run(dir: &Path, runs: usize) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(dir.join("catalogue.bin"))?;
    let size = bytes.len();
    let (snapshot, ready) = timed(|| Snapshot::from_bytes(bytes));
    let snapshot = snapshot?;
    let asked: Vec<Value> = serde_json::from_slice(&fs::read(dir.join("queries.json"))?)?;
    let urls = asked.iter().filter_map(|query| query["url"].as_str());
    let queries: Vec<Query> = urls.map(|url| Query::parse(url, snapshot.currency()).0).collect();

    let evaluate = |query: &Query| catalog::evaluate(&snapshot, query).total;
    let present = |query: &Query| catalog::present(&snapshot, query).total as usize;
    let report = json!({
        "products": snapshot.len(), "bytes": size, "ready": ready,
        "evaluate": times(&queries, runs, evaluate), "present": times(&queries, runs, present),
        "totals": queries.iter().map(evaluate).collect::<Vec<_>>(),
    });
    println!("{report}");
    Ok(())
}

/// For each run, the milliseconds of each query.
fn times(queries: &[Query], runs: usize, answer: impl Fn(&Query) -> usize) -> Vec<Vec<f64>> {
    let one_run = || {
        queries
            .iter()
            .map(|query| timed(|| black_box(answer(black_box(query)))).1)
            .collect()
    };
    let _warm_up: Vec<f64> = one_run();
    (0..runs).map(|_| one_run()).collect()
}

/// What `work` gives, and its milliseconds.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    #[expect(clippy::disallowed_methods, reason = "a benchmark's stopwatch")]
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64() * 1e3)
}
