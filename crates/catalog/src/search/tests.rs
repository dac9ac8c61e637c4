//! What people write finds what was meant, whichever way either is spelled.

use domain::{Billing, Currency, Timestamp};

use crate::{Entry, Query, Snapshot, build, evaluate};

fn entry(slug: &str, title: &str) -> Entry {
    Entry {
        slug: slug.to_owned(),
        title: title.to_owned(),
        summary: String::new(),
        description: String::new(),
        category: "packages".to_owned(),
        tags: vec![],
        developer: "acme".to_owned(),
        developer_name: "Acme".to_owned(),
        compatibility: vec![],
        collections: vec![],
        image: None,
        price: 100,
        billing: Billing::OneTime,
        from: false,
        published_at: Timestamp::from_micros(0),
        popularity: 0,
        rating: None,
    }
}

fn snapshot(entries: &[Entry]) -> Snapshot {
    Snapshot::from_bytes(build(Currency::USD, entries)).expect("what build wrote")
}

/// The slugs that a text finds, in order.
fn found(snapshot: &Snapshot, text: &str) -> Vec<String> {
    let query = Query {
        text: text.to_owned(),
        ..Query::default()
    };
    let ids = evaluate(snapshot, &query).ids.into_iter();
    ids.map(|id| snapshot.slug(id).to_owned()).collect()
}

/// Each title is found by each text, and what has nothing of it is not.
#[test]
fn find_meets_every_spelling() {
    let mut missed: Vec<String> = Vec::new();
    for (title, texts) in [
        (
            "Node.js client",
            &["nodejs", "node js", "Node.js", "NODE", "node.js client", ".js"][..],
        ),
        ("Nodejs client", &["node.js", "Node JS", "node"]),
        ("Wi-Fi scanner", &["wifi", "wi-fi", "Wi Fi", "WIFI", "wi‑fi", "wi–fi"]),
        ("Wifi scanner", &["wi-fi", "wi fi", "Wi-Fi scanner"]),
        ("WI FI scanner", &["wifi", "wi-fi"]),
        ("E-mail sender", &["email", "e-mail", "e mail", "emails"]),
        ("Email sender", &["e-mail", "e mail", "E-Mail"]),
        ("Job board", &["jobboard", "job-board", "job boards"]),
        ("C++ parser", &["c++", "C++", "Ｃ＋＋", "cpp", "c++ parser"]),
        ("C# parser", &["c#", "C♯", "csharp"]),
        (".NET bindings", &[".net", ".NET", "dotnet", "net", "dot net"]),
        ("ASP.NET bindings", &["asp.net", "aspnet", ".net"]),
        ("Widgets 2.0", &["2.0", "v2.0", "２．０", "widgets 2", "2"]),
        ("Widgets v3.5.1", &["v3.5.1", "3.5.1", "3.5", "v3", "V3.5"]),
        ("PostgreSQL backup", &["postgres", "pg", "postgresql", "postgre sql"]),
        ("Postgres backup", &["postgresql", "PostgreSQL"]),
        ("Kubernetes panel", &["k8s", "kube"]),
        ("TypeScript kit", &["ts", "type script", "typescript"]),
        ("Visual Studio Code theme", &["vscode", "vs code", "visual studio code"]),
        ("CI/CD runner", &["cicd", "ci/cd", "ci cd"]),
        (
            "Café finder",
            &["cafe", "CAFE\u{301}", "ｃａｆé", "ca\u{ad}fé", "ca\u{200b}fe"],
        ),
        ("Cafe\u{301} finder", &["café", "cafe"]),
        ("ﬁle picker", &["file", "ﬁle"]),
        ("Straße", &["strasse", "STRASSE", "straße"]),
        ("Οδός", &["οδος", "ΟΔΟΣ", "οδο"]),
        ("Țară", &["ţară", "tara", "țara"]),
        ("Đường phố", &["duong pho", "đường", "ĐƯỜNG PHỐ"]),
        ("Ёлка", &["елка", "ёлка", "ЁЛКА"]),
        ("Йогурт", &["йогурт", "и\u{306}огурт"]),
        ("שָׁלוֹם", &["שלום"]),
        ("مُحَمَّد", &["محمد", "مـحمد"]),
        ("أحمد مكتبة", &["احمد", "مكتبه", "احمد مكتبة"]),
        ("ガイド", &["ｶﾞｲﾄﾞ", "ガイ", "イド"]),
        (
            "世界地図検索サービス",
            &["地図", "図検", "検索", "サービス", "地図検索", "ビス", "世", "索"],
        ),
        ("세계지도 검색", &["지도", "세계", "검색", "도"]),
        ("แผนที่โลก", &["แผนที่", "โลก"]),
        ("हिन्दी शब्दकोश", &["हिन्दी", "शब्द"]),
        ("Payments", &["payment", "payments", "PAYMENTS"]),
        ("Library", &["libraries", "library"]),
        (
            "Markdown parser",
            &[
                "parsing markdown",
                "parse",
                "a parser for markdown",
                "markdown for the parser",
            ],
        ),
        ("Don’t panic", &["dont", "don't", "don’t panic"]),
        ("Foo™ bar", &["foo", "foo bar"]),
    ] {
        let entries = [entry("meant", title), entry("other", "Quux zebra")];
        let snapshot = snapshot(&entries);
        missed.extend(
            texts
                .iter()
                .filter(|text| found(&snapshot, text) != ["meant"])
                .map(|text| format!("{text} for {title}")),
        );
    }
    assert_eq!(missed, [""; 0]);
}

#[test]
fn find_tells_what_only_looks_alike() {
    for (title, texts) in [
        ("Internet tools", &[".net", "c#"][..]),
        ("C parser", &["c++", "c#"]),
        ("Widgets 3.0", &["2.0"]),
        ("Version 2 of 10", &["2.0", "20"]),
        ("With finesse", &["wi-fi", "wifi"]),
        ("か", &["が"]),
        ("地と図", &["地図"]),
        ("Maps", &["???", "…", "maps -maps", "maps –map's -“maps”"]),
    ] {
        let snapshot = snapshot(&[entry("looks-alike", title)]);
        for text in texts {
            assert_eq!(found(&snapshot, text), [""; 0], "{text} for {title}");
        }
    }
}

/// Below title, tags and summary, and each in its place.
#[test]
fn find_looks_into_every_field_in_order() {
    let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let entries = [
        Entry {
            description: "Takes cards by **WordPress** and [others](https://wordpress.example).".to_owned(),
            ..entry("description", "One")
        },
        Entry {
            compatibility: texts(&["wordpress"]),
            ..entry("compatibility", "Two")
        },
        Entry {
            summary: "For WordPress".to_owned(),
            ..entry("summary", "Three")
        },
        Entry {
            tags: texts(&["wordpress"]),
            ..entry("tag", "Four")
        },
        entry("title", "A WordPress theme"),
        Entry {
            description: "```\nwordpress\n```".to_owned(),
            ..entry("code", "Five")
        },
    ];
    let snapshot = snapshot(&entries);
    let order = ["title", "tag", "summary", "compatibility", "description"];
    for text in ["wordpress", "WordPress", "word press", "wordpres"] {
        assert_eq!(found(&snapshot, text), order, "{text}");
    }
    assert_eq!(found(&snapshot, "-wordpress"), ["code"]);
    assert_eq!(found(&snapshot, "two wordpress"), ["compatibility"]);
    assert_eq!(found(&snapshot, "packages three"), ["summary"], "the category");
    assert_eq!(found(&snapshot, "compat:word-press"), ["compatibility"]);
    assert_eq!(found(&snapshot, "\"word press\""), order, "in quotes too");
}

/// However long descriptions are, a product has a bounded number of their words.
#[test]
fn build_bounds_the_words_of_descriptions() {
    let words = |from: usize| {
        (from..from + 5_000)
            .map(|n| format!("word{n}x"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let entries = [0, 1].map(|n| Entry {
        description: words(n * 5_000),
        ..entry(&format!("p{n}"), "Long")
    });
    assert!(build(Currency::USD, &entries).len() < 2_500);
}
