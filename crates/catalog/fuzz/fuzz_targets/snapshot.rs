//! Hostile bytes are refused, or answer queries: never a panic, never an endless loop.
#![no_main]

use catalog::{Query, Snapshot, present, suggest};
use domain::Currency;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The magic first, so that the fuzzer need not guess it.
    let bytes = [b"MINTCAT2", bytes].concat();
    if let Ok(snapshot) = Snapshot::from_bytes(bytes) {
        for query in [
            "",
            "q=geocode+maps&sort=newest",
            "q=%22a+b%22+-c&category=apis&page=9&min_price=1&min_rating=4",
        ] {
            present(&snapshot, &Query::parse(query, Currency::USD).0);
        }
        suggest(&snapshot, "ge");
    }
});
