//! Any query string is read without a panic, its canonical form is stable, and the engine answers it.
#![no_main]

use std::sync::OnceLock;

use catalog::{Entry, Query, Snapshot, build, present, suggest};
use domain::{Billing, Currency, Timestamp};
use libfuzzer_sys::fuzz_target;

fn snapshot() -> &'static Snapshot {
    static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
    SNAPSHOT.get_or_init(|| {
        let words = [
            "geo",
            "geocode",
            "maps",
            "café",
            "地図",
            "c++",
            "payments",
            "payment gateway",
        ];
        let entry = |i: usize| Entry {
            slug: format!("p{i}"),
            title: format!("{} {}", words[i % 8], words[i / 8 % 8]),
            summary: words[i / 3 % 8].to_owned(),
            description: words[i / 5 % 8].to_owned(),
            category: ["apis", "themes"][i % 2].to_owned(),
            tags: vec![words[i % 3].to_owned()],
            developer: format!("dev{}", i % 5),
            developer_name: format!("Dev {}", i % 5),
            compatibility: vec!["rust".to_owned()],
            collections: vec![],
            image: None,
            price: i as i64 * 100,
            billing: Billing::OneTime,
            from: false,
            published_at: Timestamp::from_micros(i as i64),
            popularity: i as u64,
            rating: (i % 2 == 0).then_some((450, 3)),
        };
        let entries: Vec<Entry> = (0..80).map(entry).collect();
        Snapshot::from_bytes(build(Currency::USD, &entries)).expect("what build wrote")
    })
}

fuzz_target!(|text: &str| {
    let (query, _) = Query::parse(text, Currency::USD);
    let canonical = query.to_query_string(Currency::USD);
    // Only the search text can hold what is left out of it.
    let (again, ignored) = Query::parse(&canonical, Currency::USD);
    assert_eq!(again, query);
    assert!(ignored.iter().all(|ignored| ignored.parameter == "q"));
    present(snapshot(), &query);
    suggest(snapshot(), text);
});
