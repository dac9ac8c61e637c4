//! Bad lines of a catalogue file: each names its line, its field and the reason, and nothing is imported.

use serde_json::{Value, json};
use services::ImportError;
use services::testing::{TestContext, each_database, lines, product};

/// What the second line of a file is refused with, if its product is changed so.
async fn refusal(shop: &TestContext, change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::to_value(product("two").build()).unwrap();
    change(&mut value);
    refused(shop, value.to_string().as_bytes()).await
}

/// What a file is refused with that has this as its second line, between two good ones.
async fn refused(shop: &TestContext, second: &[u8]) -> String {
    let mut file = lines(&[product("one").build()]).into_bytes();
    file.extend_from_slice(second);
    file.extend_from_slice(b"\n");
    file.extend_from_slice(lines(&[product("three").build()]).as_bytes());
    let error = shop
        .catalogue
        .import(std::io::Cursor::new(file))
        .await
        .expect_err("should be refused");
    assert!(matches!(error, ImportError::Line { line: 2, .. }), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_bad_field_is_named() {
    each_database(async |shop: TestContext| {
        macro_rules! refused {
            ($path:literal = $value:expr, $message:literal) => {{
                let error = refusal(&shop, |p| *p.pointer_mut($path).unwrap() = json!($value)).await;
                assert!(error.starts_with($message), "{error}");
            }};
        }
        refused!("/slug" = "Two!", "line 2, slug: `Two!` is not a valid slug: use");
        refused!("/slug" = "one", "line 2, slug: `one` is already on line 1");
        refused!("/title" = " ", "line 2, title: must not be empty");
        refused!(
            "/title" = Value::Null,
            "line 2, title: expected a string, but found null"
        );
        refused!("/tags/0" = "Maps", "line 2, tags[0]: `Maps` is not a valid slug");
        refused!(
            "/plans" = Value::Array(vec![]),
            "line 2, plans: a product needs at least one plan"
        );
        refused!(
            "/plans/0/amount" = "49",
            "line 2, plans[0].amount: expected a whole number, but found \"49\""
        );
        refused!(
            "/plans/0/amount" = 49.5,
            "line 2, plans[0].amount: expected a whole number, but found 49.5"
        );
        refused!("/plans/0/amount" = -1, "line 2, plans[0].amount: must be from 0 to");
        refused!(
            "/plans/0/currency" = "EUR",
            "line 2, plans[0].currency: this marketplace sells in USD, not EUR"
        );
        refused!(
            "/plans/0/currency" = "usd",
            "line 2, plans[0].currency: `usd` is not a currency"
        );
        refused!(
            "/plans/0/billing" = "weekly",
            "line 2, plans[0].billing: expected \"one_time\", \"monthly\" or \"yearly\", but found \"weekly\""
        );
        refused!(
            "/developer" = "acme",
            "line 2, developer: expected an object, but found \"acme\""
        );
        refused!(
            "/specifications/Runtime" = 1,
            "line 2, specifications.Runtime: expected a string, but found 1"
        );
        refused!(
            "/popularity" = -1,
            "line 2, popularity: expected a whole number from 0 to 18446744073709551615, but found -1"
        );
        refused!(
            "/published_at" = "31/01/2026",
            "line 2, published_at: `31/01/2026` is not a time"
        );
        refused!(
            "/published_at" = "-000044-03-15T00:00:00Z",
            "line 2, published_at: must not be before the year 1"
        );
        nothing_came_of_it(&shop).await;
    })
    .await;
}

#[tokio::test]
async fn missing_and_unknown_fields_are_named() {
    each_database(async |shop: TestContext| {
        let missing = refusal(&shop, |p| drop(p.as_object_mut().unwrap().remove("title"))).await;
        assert_eq!(missing, "line 2, title: is missing");
        let missing = refusal(&shop, |p| {
            drop(p["plans"][0].as_object_mut().unwrap().remove("billing"))
        })
        .await;
        assert_eq!(missing, "line 2, plans[0].billing: is missing");
        let unknown = refusal(&shop, |p| p["colour"] = json!("red")).await;
        assert!(
            unknown.starts_with("line 2, colour: is not known; known here are slug, title"),
            "{unknown}"
        );
        let unknown = refusal(&shop, |p| p["plans"][0]["license"] = json!({"seats": 3})).await;
        assert!(
            unknown.starts_with("line 2, plans[0].license.seats: is not known"),
            "{unknown}"
        );
        nothing_came_of_it(&shop).await;
    })
    .await;
}

#[tokio::test]
async fn a_line_that_is_no_json_object_is_named() {
    each_database(async |shop: TestContext| {
        let good = lines(&[product("two").build()]);
        let cases: [(&[u8], &str); 9] = [
            (&good.as_bytes()[..40], "line 2: not valid JSON: it ends inside"),
            (
                b"{\"slug\": \"two\"",
                "line 2: not valid JSON: it ends inside an object",
            ),
            (
                b"{\"slug\" \"two\"}",
                "line 2: not valid JSON: expected `:` (byte 9 of the line)",
            ),
            (b"{\"slug\": \"t\xFFwo\"}", "line 2: not UTF-8 (byte 12 of the line)"),
            (b"slug,title,summary", "line 2: expected a JSON object"),
            (b"[]", "line 2: expected a JSON object"),
            (b"{\"slug\":\"two\",\"slug\":\"two\"}", "line 2, slug: is there twice"),
            (b"{\"slug\":\"two\",\"tags\":[\"\\ud800\"]}", "line 2: not valid JSON:"),
            (
                &[&good.as_bytes()[..good.len() - 1], b"{}"].concat(),
                "line 2: not valid JSON: something stands after its end",
            ),
        ];
        for (line, message) in cases {
            let error = refused(&shop, line).await;
            assert!(error.starts_with(message), "{error}");
        }
        let long = format!("{{\"slug\":\"{}\"}}", "a".repeat(1 << 20));
        assert_eq!(
            refused(&shop, long.as_bytes()).await,
            "line 2: is longer than 1048576 bytes"
        );
        let deep = format!("{{\"tags\":{}", "[".repeat(10_000));
        assert!(refused(&shop, deep.as_bytes()).await.starts_with("line 2"));
        nothing_came_of_it(&shop).await;
    })
    .await;
}

#[tokio::test]
async fn what_editors_leave_in_files_is_taken() {
    each_database(async |shop: TestContext| {
        let one = lines(&[product("one").build()]);
        let two = lines(&[product("two").build()]);
        let file = format!("\u{feff}{}\r\n\r\n  {}", one.trim(), two.trim());
        assert_eq!(shop.import_text(&file).await.unwrap().products, 2);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_breaks_off_changes_nothing() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    each_database(async |shop: TestContext| {
        let start = std::io::Cursor::new(lines(&[product("one").build()]));
        let file = std::io::BufReader::new(std::io::Read::chain(start, Broken));
        let error = shop
            .catalogue
            .import(file)
            .await
            .expect_err("should be refused")
            .to_string();
        assert_eq!(error, "line 2 cannot be read: the disk is gone");
        nothing_came_of_it(&shop).await;
    })
    .await;
}

async fn nothing_came_of_it(shop: &TestContext) {
    assert_eq!(shop.database.store.snapshot_version().await.unwrap(), 0);
    assert!(shop.database.store.product("one").await.unwrap().1.is_none());
    assert_eq!(shop.catalogue.current().snapshot.len(), 0);
}
