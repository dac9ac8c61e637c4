//! What is sent: the addresses, the names of fields, and words that have broken programs before.

use axum::http::HeaderValue;
use proptest::prelude::*;

/// Every address of the server, as its routes have them.
pub(super) const ROUTES: [&str; 44] = [
    "/",
    "/products",
    "/products/{slug}",
    "/developers/{slug}",
    "/cart",
    "/checkout",
    "/orders/{name}",
    "/login",
    "/register",
    "/verify/{token}",
    "/verify",
    "/reset/{token}",
    "/reset",
    "/account",
    "/account/purchases",
    "/help",
    "/legal/{page}",
    "/{*rest}",
    "/checkout/return/{order}",
    "/orders/{name}/invoices/{file}",
    "/webhooks/{provider}",
    "/downloads/{token}",
    "/sandbox/pay/{reference}",
    "/catalog/current",
    "/catalog/{file}",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/{file}",
    "/feed.xml",
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/openapi.json",
    "/api/v1/products",
    "/api/v1/products/{slug}",
    "/api",
    "/api/",
    "/api/{*rest}",
    "/dev/mail",
    "/dev/mail/{name}",
    "/dev/mail/{name}/html",
    "/dev/mail/{name}/attachments/{number}",
    "/pkg/{*file}",
    "/api/fn/{*rest}",
];

/// The names of all parameters and fields.
pub(super) const FIELDS: [&str; 43] = [
    "q",
    "category",
    "tag",
    "developer",
    "compatibility",
    "collection",
    "min_price",
    "max_price",
    "min_rating",
    "sort",
    "page",
    "limit",
    "reviews",
    "review_page",
    "refused",
    "line",
    "typed",
    "added",
    "changed",
    "left_out",
    "not_placed",
    "step",
    "check",
    "notice",
    "key",
    "sent",
    "failed",
    "done",
    "back",
    "email",
    "password",
    "name",
    "link",
    "current",
    "theme",
    "product",
    "plan",
    "version",
    "quantity",
    "code",
    "form[country]",
    "form[vat_id]",
    "form",
];

/// What tells an answer that says it again from one that does not.
pub(super) const MARK: &str = "zqxjkvbp";

/// Words that have broken programs before.
pub(super) const WORDS: [&str; 40] = [
    "",
    " ",
    "é",
    "日本語",
    "🦀",
    "\u{0}",
    "a\u{0}b",
    "\u{feff}",
    "\u{202e}zqxjkvbp",
    "zqxjkvbp\r\nX-Injected: zqxjkvbp",
    "zqxjkvbp\nSet-Cookie: session=zqxjkvbp",
    "\u{1b}[31m",
    "<script>zqxjkvbp</script>",
    "\"><img src=x onerror=zqxjkvbp>",
    "' OR 1=1 --zqxjkvbp",
    "../../etc/passwd",
    "..",
    ".",
    "%",
    "%2",
    "%zz",
    "//evil.example/zqxjkvbp",
    "/\\evil.example",
    "https://evil.example/zqxjkvbp",
    "javascript:zqxjkvbp",
    "-1",
    "0",
    "1e999",
    "NaN",
    "99999999999999999999999",
    "-9223372036854775808",
    "9223372036854775807",
    "1.7976931348623157e309",
    "null",
    "[]",
    "{}",
    "swift-geocode",
    "pro",
    "price:>99999999999999999999",
    "tag:é -\"é",
];

/// Any of those, a very long one, or bytes that are no text.
pub(super) fn word() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => prop::sample::select(&WORDS[..]).prop_map(|word| word.as_bytes().to_vec()),
        1 => (1..900_usize).prop_map(|n| "é".repeat(n).into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
        2 => "\\PC{0,12}".prop_map(String::into_bytes),
    ]
}

/// Bytes as they stand in a part of an address or a form.
pub(super) fn encoded(word: &[u8]) -> String {
    percent_encoding::percent_encode(word, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Some fields with some words: missing ones, repeated ones, ones of the wrong type.
pub(super) fn fields() -> impl Strategy<Value = String> {
    let pair = (
        prop::sample::select(&FIELDS[..]),
        word(),
        prop::sample::select(&["", "[]", "[a]"][..]),
    );
    prop::collection::vec(pair, 0..6).prop_map(|pairs| {
        let pairs = pairs
            .into_iter()
            .map(|(name, word, more)| format!("{}={}", encoded(format!("{name}{more}").as_bytes()), encoded(&word)));
        pairs.collect::<Vec<_>>().join("&")
    })
}

/// JSON of the shapes that functions take, and of others.
pub(super) fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        word().prop_map(|word| serde_json::Value::from(String::from_utf8_lossy(&word).into_owned())),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    let name = prop::sample::select(
        &[
            "change", "version", "form", "Add", "Set", "Code", "product", "plan", "quantity", "email", "country",
        ][..],
    );
    let value = leaf.prop_recursive(3, 12, 4, move |inner| {
        prop::collection::vec((name.clone(), inner), 0..4).prop_map(|fields| {
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()
        })
    });
    prop_oneof![9 => value.prop_map(|value| value.to_string()), 1 => "\\PC{0,20}"]
}

/// Headers that handlers read.
pub(super) fn header() -> impl Strategy<Value = (&'static str, HeaderValue)> {
    const NAMES: [&str; 14] = [
        "cookie",
        "accept",
        "accept-encoding",
        "accept-language",
        "referer",
        "range",
        "if-range",
        "if-match",
        "if-none-match",
        "if-modified-since",
        "if-unmodified-since",
        "x-request-id",
        "user-agent",
        "x-forwarded-for",
    ];
    let value = word().prop_map(|mut word| {
        word.retain(|b| *b >= b' ' && *b != 127);
        HeaderValue::from_bytes(&word).unwrap()
    });
    (prop::sample::select(&NAMES[..]), value)
}
