//! Catalogues and queries made up, and what must hold of them.

use domain::{Billing, Currency, Timestamp};
use proptest::prelude::*;

use super::answer;
use crate::build::Entry;
use crate::query::{Query, Sort};
use crate::syntax::Expression;
use crate::{Snapshot, build, evaluate, search, typo};

/// Few words, near each other in spelling, so that prefixes, typos and phrases meet.
const WORDS: [&str; 29] = [
    "geo",
    "geocode",
    "geocoder",
    "gecode",
    "maps",
    "map",
    "payment",
    "payments",
    "paymant",
    "chart",
    "charts",
    "a",
    "café",
    "c++",
    "地図",
    "theme",
    "Node.js",
    "nodejs",
    "node",
    "js",
    "wi-fi",
    "WiFi",
    "wi",
    "fi",
    "geo-code",
    "地図検索",
    ".NET",
    "the",
    "v2.0",
];

fn words(n: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), n).prop_map(|words| words.join(" "))
}

fn slugs(all: &'static [&'static str], n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(prop::sample::select(all), n)
        .prop_map(|set| set.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn entry()(
        title in words(1..4), summary in words(0..6), description in words(0..9), category in prop::sample::select(&["apis", "themes"][..]),
        tags in slugs(&["maps", "geo", "geo-code", "payment", "pay"], 0..4), developer in 0..3usize,
        compatibility in slugs(&["rust", "node", "nextjs", "dotnet", "geocode"], 0..3), collections in slugs(&["picks"], 0..2),
        price in 0..12_000i64, published in 0..4i64, popularity in 0..4u64, rated in any::<bool>(),
        average in 100..=500u16, count in 1..4u32,
    ) -> Entry {
        Entry {
            slug: String::new(), title, summary, description, category: category.to_owned(), tags,
            developer: ["acme", "bolt", "chart-co"][developer].to_owned(),
            developer_name: ["Acme", "Bolt Maps", "Chart Co"][developer].to_owned(),
            compatibility, collections, image: None, price, billing: Billing::Monthly, from: true,
            published_at: Timestamp::from_micros(published * 86_400_000_000 + published), popularity,
            rating: rated.then_some((average, count)),
        }
    }
}

fn catalogue() -> impl Strategy<Value = Vec<Entry>> {
    // More than 64 products now and then: bitmaps of more than a word. Many developers: facets without bitmaps.
    (prop::collection::vec(entry(), 0..90), any::<bool>()).prop_map(|(mut entries, many)| {
        for (i, entry) in entries.iter_mut().enumerate() {
            entry.slug = format!("p{i}");
            if many {
                entry.developer = format!("dev-{i}");
            }
        }
        entries
    })
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let prefix = prop::sample::select(&WORDS[..]).prop_map(|w| w.chars().take(3).collect::<String>());
    let term = prop_oneof![
        4 => word.clone(),
        3 => prefix,
        2 => words(2..3).prop_map(|w| format!("\"{w}\"")),
        1 => word.prop_map(|w| format!("-{w}")),
        1 => words(2..3).prop_map(|w| format!("-\"{w}\"")),
        1 => Just("geocdoe".to_owned()),
        1 => Just("pyament".to_owned()),
        1 => prop::sample::select(&["next", "geocoding", "charting", "wifi", "e-mail", "geo map", "api", "図", "索", "dotnet", "ma", "v2.0", "2"][..])
            .prop_map(str::to_owned),
        1 => prop::sample::select(&["tag:geo", "tag:maps", "-tag:maps", "dev:b", "category:apis", "compat:node", "price:<50",
            "price:>=20.50", "rating:>=4", "rating:<3", "-dev:acme", "compat:nothing", "compat:Next.js", "compat:.net", "dev:\"bolt maps\"", "???", "price:abc"][..]).prop_map(str::to_owned),
    ];
    prop::collection::vec(term, 0..5).prop_map(|terms| terms.join(" "))
}

prop_compose! {
    fn query()(
        text in text(), categories in slugs(&["apis", "themes", "none"], 0..2), tags in slugs(&["maps", "pay"], 0..2),
        developers in slugs(&["acme", "bolt", "dev-1"], 0..2), compatibility in slugs(&["rust", "node"], 0..3),
        collections in slugs(&["picks"], 0..2), prices in prop::option::of((0..9_000i64, 0..9_000i64)),
        min_rating in prop::option::of(0..=500u16), sort in prop::sample::select(&Sort::ALL[..]),
        page in 1..5usize, limit in 1..30usize,
    ) -> Query {
        let min_price = prices.map(|(a, b)| a.min(b)).filter(|p| p % 3 != 0);
        let max_price = prices.map(|(a, b)| a.max(b)).filter(|p| p % 5 != 0);
        Query { text, categories, tags, developers, compatibility, collections, min_price, max_price, min_rating, sort, page, limit }
    }
}

fn plain() -> Entry {
    Entry {
        slug: String::new(),
        title: String::new(),
        summary: String::new(),
        description: String::new(),
        category: "c".to_owned(),
        tags: vec![],
        developer: "d".to_owned(),
        developer_name: String::new(),
        compatibility: vec![],
        collections: vec![],
        image: None,
        price: 0,
        billing: Billing::OneTime,
        from: false,
        published_at: Timestamp::from_micros(0),
        popularity: 0,
        rating: None,
    }
}

/// A word as it was typed, anywhere, comes before close spellings everywhere.
#[test]
fn close_spellings_rank_below_what_was_typed() {
    let text = |s: &str| s.to_owned();
    let written = Entry {
        slug: text("written"),
        summary: text("pick a date"),
        ..plain()
    };
    let begun = Entry {
        slug: text("begun"),
        summary: text("dates and hours"),
        ..plain()
    };
    let close = Entry {
        slug: text("close"),
        title: text("data"),
        summary: text("data"),
        tags: vec![text("data")],
        developer_name: text("data"),
        popularity: 9,
        ..plain()
    };
    let entries = [close, begun, written];
    let snapshot = Snapshot::from_bytes(build(Currency::USD, &entries)).expect("what build wrote");
    let (query, _) = Query::parse("q=date", Currency::USD);
    let found = evaluate(&snapshot, &query).ids;
    let slugs: Vec<_> = found.into_iter().map(|id| snapshot.slug(id)).collect();
    assert_eq!(slugs, ["written", "begun", "close"]);
}

/// Every different word of the title, in words or phrases of the query, however often it stands in either; the title's
/// own order comes first.
#[test]
fn a_title_named_in_full_comes_first() {
    let product = |slug: &str, title: &str, popularity| Entry {
        slug: slug.to_owned(),
        title: title.to_owned(),
        popularity,
        ..plain()
    };
    let entries = [
        product("longer", "Knock on wood", 9),
        product("twice", "Knock Knock", 1),
        product("maps", "Geo Code Maps", 9),
        product("code", "Code Geo", 1),
        product("both", "Geo Code", 0),
    ];
    let snapshot = Snapshot::from_bytes(build(Currency::USD, &entries)).expect("what build wrote");
    for (text, first) in [
        ("knock", "twice"),
        ("knock knock", "twice"),
        ("geo code", "both"),
        ("code geo", "code"),
        ("geocode", "both"),
        ("code maps geo", "maps"),
        ("\"geo code\" geo", "both"),
    ] {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        let ids = evaluate(&snapshot, &query).ids;
        assert_eq!(snapshot.slug(ids[0]), first, "{text}");
    }
}

/// A shared tag says more than the developer, and the category decides between equals.
#[test]
fn related_products_share_tags_first() {
    let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let product = |slug: &str, category: &str, developer: &str, tags: &[&str], popularity| Entry {
        slug: slug.to_owned(),
        category: category.to_owned(),
        developer: developer.to_owned(),
        tags: texts(tags),
        popularity,
        ..plain()
    };
    let entries = [
        product("this", "apis", "acme", &["maps", "geo"], 5),
        product("popular", "apis", "bolt", &[], 9),
        product("of-the-developer", "themes", "acme", &[], 8),
        product("of-both-tags", "themes", "bolt", &["geo", "maps"], 1),
        product("of-a-tag-elsewhere", "themes", "bolt", &["maps"], 7),
        product("of-a-tag-here", "apis", "bolt", &["maps"], 1),
    ];
    let snapshot = Snapshot::from_bytes(build(Currency::USD, &entries)).expect("what build wrote");
    let this = (0..).find(|&id| snapshot.slug(id) == "this").expect("it is there");
    let related = |limit| {
        let cards = crate::related(&snapshot, this, limit).into_iter();
        cards.map(|card| card.slug).collect::<Vec<_>>()
    };
    let all = [
        "of-both-tags",
        "of-a-tag-here",
        "of-a-tag-elsewhere",
        "of-the-developer",
    ];
    assert_eq!(related(9), all, "neither itself nor what it shares nothing with");
    assert_eq!(related(2), all[..2]);
}

/// Programs are told that nothing was found, and spared the queries that look for ways on.
#[test]
fn only_people_are_offered_ways_on() {
    let entry = Entry {
        slug: "atlas".to_owned(),
        title: "Atlas".to_owned(),
        ..plain()
    };
    let snapshot = Snapshot::from_bytes(build(Currency::USD, &[entry])).expect("what build wrote");
    let (query, _) = Query::parse("q=atlas&category=other", Currency::USD);
    let (shown, listed) = (crate::present(&snapshot, &query), crate::list(&snapshot, &query));
    assert_eq!((shown.total, shown.drops.len(), shown.nearest.len()), (0, 1, 1));
    assert_eq!((listed.total, listed.drops.len(), listed.nearest.len()), (0, 0, 0));
    // Words in quotes that nothing has in a row are looked for one by one.
    let (query, _) = Query::parse("q=%22atlas+maps%22", Currency::USD);
    let nearest = crate::relax(&snapshot, &query).nearest;
    assert_eq!(nearest.len(), 1);
    assert!(
        search::any(&snapshot, &Expression::parse(&query.text, Currency::USD))
            .0
            .contains(nearest[0])
    );
    // However much is chosen, so much is tried: the word that is in the way comes last.
    let chosen = |n: usize| (0..n).map(|i| format!("&category=c{i}")).collect::<String>();
    for (others, offered) in [(22, 1), (24, 0)] {
        let address = format!("category=c{}&q=nothing", chosen(others));
        let (query, ignored) = Query::parse(&address, Currency::USD);
        assert!(ignored.is_empty(), "{ignored:?}");
        assert_eq!(
            crate::present(&snapshot, &query).drops.len(),
            offered,
            "{others} others"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]

    /// Invariant 10: `evaluate` equals the naive scan.
    #[test]
    fn evaluate_equals_a_naive_scan(entries in catalogue(), query in query()) {
        let snapshot = Snapshot::from_bytes(build(Currency::USD, &entries)).expect("what build wrote");
        let page = evaluate(&snapshot, &query);
        let slugs = page.ids.iter().map(|&id| snapshot.slug(id).to_owned()).collect();
        prop_assert_eq!((slugs, page.total, page.page, page.pages, page.facets), answer(&entries, &query));
    }

    /// The walk over the vocabulary finds what comparing with every term finds.
    #[test]
    fn the_spelling_walk_finds_every_near_term(
        terms in prop::collection::btree_set("[abc地]{1,10}", 0..60), word in "[abc地]{0,12}",
    ) {
        let entries: Vec<Entry> = terms.iter().enumerate().map(|(i, term)| Entry {
            slug: format!("p{i}"), title: term.clone(), ..plain()
        }).collect();
        let snapshot = Snapshot::from_bytes(build(Currency::USD, &entries)).expect("what build wrote");
        let mut found = Vec::new();
        typo::for_each(snapshot.terms(), |term| snapshot.term(term), &word, |term, edits| found.push((snapshot.term(term).to_owned(), edits)));
        let near = |t: &str| Some(typo::distance(&word, t)).filter(|d| (1..=typo::tolerance(&word)).contains(d));
        let all: Vec<_> = (0..snapshot.terms()).map(|t| snapshot.term(t))
            .filter_map(|t| Some((t.to_owned(), near(t)?))).collect();
        prop_assert_eq!(found, all);
    }

    /// Hostile bytes give an error or a snapshot that answers, never a panic.
    #[test]
    fn damaged_snapshots_are_refused_or_answer(
        entries in catalogue(), query in query(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = build(Currency::USD, &entries);
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(snapshot) = Snapshot::from_bytes(bytes) {
            crate::present(&snapshot, &query);
            crate::suggest(&snapshot, &query.text);
        }
    }
}
