use super::*;

fn parse(text: &str) -> Vec<Term> {
    Expression::parse(text, Currency::USD)
        .terms
        .into_iter()
        .map(|(term, _)| term)
        .collect()
}

fn word(w: &str) -> Term {
    Term::Word(w.to_owned())
}

fn tokens(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[test]
fn understands_the_language() {
    assert_eq!(parse("Swift geo-code"), [word("swift"), word("geo"), word("code")]);
    assert_eq!(
        parse("\"geo code\" maps"),
        [Term::Phrase(tokens("geo code")), word("maps")]
    );
    assert_eq!(
        parse("-legacy -\"two words\""),
        [Term::Without(tokens("legacy")), Term::Without(tokens("two words"))]
    );
    assert_eq!(
        parse("tag:maps dev:\"Acme Labs\" -compat:php Category:apis"),
        [
            Term::Facet(FacetKind::Tag, "maps".into(), true),
            Term::Facet(FacetKind::Developer, "acme-labs".into(), true),
            Term::Facet(FacetKind::Compatibility, "php".into(), false),
            Term::Facet(FacetKind::Category, "apis".into(), true),
        ]
    );
    assert_eq!(
        parse("price:<50 price:>=9.99 price:20 rating:>=4 rating:4.5"),
        [
            Term::Price(Comparison::Less, 5_000),
            Term::Price(Comparison::AtLeast, 999),
            Term::Price(Comparison::AtMost, 2_000),
            Term::Rating(Comparison::AtLeast, 400),
            Term::Rating(Comparison::AtLeast, 450),
        ]
    );
}

#[test]
fn takes_what_is_half_typed_or_odd_as_words() {
    assert_eq!(
        parse("http://x to:do"),
        [word("http"), word("x"), word("to"), word("do")]
    );
    assert_eq!(parse("\"open quote"), [word("open"), word("quote")]);
    assert_eq!(parse("- -- \"\" … \"one\""), [word("one")]);
}

fn ignored(text: &str) -> Vec<String> {
    let expression = Expression::parse(text, Currency::USD);
    let ignored = expression.unclear.into_iter().chain(expression.beyond);
    ignored.map(|ignored| ignored.value).collect()
}

#[test]
fn parse_reads_quotes_dashes_and_colons_in_all_their_forms() {
    let phrase = Term::Phrase(tokens("geo code"));
    for text in [
        "\"geo code\"",
        "“geo code”",
        "„geo code“",
        "«geo code»",
        "»geo code«",
        "＂geo code＂",
        "「geo code」",
        "”geo code”",
    ] {
        assert_eq!(parse(text), std::slice::from_ref(&phrase), "{text}");
    }
    for dash in ["-", "–", "—", "−", "‐", "‑", "－", "﹣", "--"] {
        assert_eq!(
            parse(&format!("{dash}legacy")),
            [Term::Without(tokens("legacy"))],
            "{dash}"
        );
        assert_eq!(
            parse(&format!("{dash}“two words”")),
            [Term::Without(tokens("two words"))],
            "{dash}"
        );
    }
    for text in [
        "tag：maps",
        "TAG: maps",
        "tag : maps",
        "tag:“maps”",
        "tag﹕ maps",
        "Tag:Maps",
        "ｔａｇ：maps",
    ] {
        assert_eq!(
            parse(text),
            [Term::Facet(FacetKind::Tag, "maps".into(), true)],
            "{text}"
        );
    }
    assert_eq!(parse("\"geo code\"maps"), [phrase, word("maps")]);
    assert_eq!(parse("5\" screen 7\" tablet").len(), 4, "inches are no quotes");
    assert_eq!(parse("theme – dark"), [word("theme"), word("dark")]);
}

#[test]
fn parse_reads_prices_and_ratings_as_people_write_them() {
    let price = |comparison, amount| Term::Price(comparison, amount);
    for (text, term) in [
        ("price:$50", price(Comparison::AtMost, 5_000)),
        ("price: <50", price(Comparison::Less, 5_000)),
        ("price: < 50", price(Comparison::Less, 5_000)),
        ("price : < $ 50", price(Comparison::Less, 5_000)),
        ("price:≤50", price(Comparison::AtMost, 5_000)),
        ("price:＜＝５０", price(Comparison::AtMost, 5_000)),
        ("price:=<50", price(Comparison::AtMost, 5_000)),
        ("price:≥$49.50", price(Comparison::AtLeast, 4_950)),
        ("price:$<50", price(Comparison::Less, 5_000)),
        ("price:50$", price(Comparison::AtMost, 5_000)),
        ("price:50USD", price(Comparison::AtMost, 5_000)),
        ("price:49,50", price(Comparison::AtMost, 4_950)),
        ("price:<1,000", price(Comparison::Less, 100_000)),
        ("price:<1.234", price(Comparison::Less, 123_400)),
        ("price:<1,299.90", price(Comparison::Less, 129_990)),
        ("price:<1.299,90", price(Comparison::Less, 129_990)),
        ("price:50+", price(Comparison::AtLeast, 5_000)),
        ("price:free", price(Comparison::AtMost, 0)),
        ("price:=9", price(Comparison::Equal, 900)),
        ("-price:<50", price(Comparison::AtLeast, 5_000)),
        ("PRICE：٥٠", price(Comparison::AtMost, 5_000)),
        ("rating:4+", Term::Rating(Comparison::AtLeast, 400)),
        ("rating: 4 stars", Term::Rating(Comparison::AtLeast, 400)),
        ("rating:≥4,5", Term::Rating(Comparison::AtLeast, 450)),
        ("rating:4.5★", Term::Rating(Comparison::AtLeast, 450)),
    ] {
        assert_eq!(parse(text), [term], "{text}");
    }
    let between = [price(Comparison::AtLeast, 1_000), price(Comparison::AtMost, 5_000)];
    for text in [
        "price:10-50",
        "price:10–50",
        "price:$10..$50",
        "price:10…50",
        "price:10to50",
    ] {
        assert_eq!(parse(text), between, "{text}");
    }
}

#[test]
fn parse_names_what_it_leaves_out() {
    for text in [
        "price:abc",
        "price:",
        "price:<",
        "price:€50",
        "price:-5",
        "price:1.2.3",
        "price:cheap",
        "rating:6",
        "rating:good",
        "rating:",
        "tag:",
        "dev:\"\"",
        "-price:10-50",
        "-price:=9",
        "compat:?",
    ] {
        assert_eq!((parse(text), ignored(text)), (vec![], vec![text.to_owned()]), "{text}");
        assert_eq!(parse(&format!("maps {text} tag:a")).len(), 2, "{text}");
    }
    assert_eq!(ignored("tag: price:< rating:"), ["tag:", "price:<", "rating:"]);
    assert_eq!(ignored("maps http://x a:b"), [""; 0]);
}

#[test]
fn parse_finds_nothing_in_signs_alone() {
    for text in ["???", "…", "\"\"", "-", "– —", "!?", "“”", "🌈", ":", "+", "- -"] {
        assert_eq!(parse(text), [Term::Nothing], "{text}");
    }
    assert_eq!(parse("  "), []);
    assert_eq!(parse("maps ???"), [word("maps")]);
}

#[test]
fn terms_cost_at_most_what_the_limit_says() {
    let words = |n: usize| vec!["ab"; n].join(" ");
    for text in [
        words(60),
        words(60).replace(' ', "-"),
        format!("\"{}\" maps", words(60)),
        format!("-\"{}\" maps", words(60)),
        vec!["\"a b c\""; 40].join(" "),
        vec!["tag:a -\"b c\" price:1"; 20].join(" "),
    ] {
        let cost: usize = parse(&text).iter().map(Term::cost).sum();
        assert!(cost <= MAX_TERMS, "{cost} for {text}");
        assert_eq!(ignored(&text).len(), 1, "{text}");
    }
    assert_eq!(parse(&words(60)).len(), MAX_TERMS);
    assert_eq!(parse(&format!("maps \"{}\"", words(23))).len(), 2);
    assert_eq!(ignored(&words(24)), [""; 0]);
    assert_eq!(ignored(&format!("{} -legacy tag:a", words(24))), ["-legacy tag:a"]);
}

#[test]
fn knows_where_each_term_came_from() {
    let text = "  maps  -\"a b\" x";
    let spans: Vec<_> = Expression::parse(text, Currency::USD)
        .terms
        .into_iter()
        .map(|(_, span)| text.get(span).unwrap())
        .collect();
    assert_eq!(spans, ["maps", "-\"a b\"", "x"]);
}
