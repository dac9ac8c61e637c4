//! How long a PDF takes once typst is warm: `cargo run --release -p invoice --example warm [RUNS]`.
//!
//! Each run has another number and another buyer, as in the shop; the first, which loads the fonts, is told apart.

use std::error::Error;
use std::time::{Duration, Instant};

use domain::invoice::Invoice;

fn main() -> Result<(), Box<dyn Error>> {
    let runs: u32 = std::env::args().nth(1).map_or(Ok(101), |runs| runs.parse())?;
    println!(
        "cold        {:>7.1} ms",
        millis(time(&invoice::samples::standard(), 0)?)
    );
    for (name, sample) in [
        ("three lines", invoice::samples::standard()),
        ("fifty lines", invoice::samples::fifty_lines()),
    ] {
        let mut times = (1..=runs).map(|i| time(&sample, i)).collect::<Result<Vec<_>, _>>()?;
        times.sort();
        let at = |share: usize| millis(times[(times.len() - 1) * share / 100]);
        println!("{name} {:>7.1} ms median {:>7.1} ms p99", at(50), at(99));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a stopwatch")]
fn time(sample: &Invoice, run: u32) -> Result<Duration, invoice::Error> {
    let mut sample = sample.clone();
    sample.number = format!("2026-{run:06}");
    sample.buyer.name = format!("Customer No. {run}");
    let start = Instant::now();
    std::hint::black_box(invoice::pdf(&sample, &invoice::SystemFonts::default())?);
    Ok(start.elapsed())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
