//! Whatever stands in a line, its refusal names the field and says nothing of Rust.

use domain::Product;
use serde_json::{Value, json};

use super::*;

const DEMO: &str = include_str!("../../../../../demo/catalog.jsonl");

fn products() -> impl Iterator<Item = Value> {
    DEMO.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn refused(text: &str) -> (String, String) {
    let Refusal { field, reason, .. } = read::<Product>(text).expect_err("should be refused");
    (field.unwrap_or_default(), reason)
}

/// The path of each value inside, as a JSON pointer and as refusals write it.
fn paths(value: &Value, pointer: &str, path: &str, all: &mut Vec<(String, String)>) {
    let mut inside = |value: &Value, key: &str, path: String| {
        let pointer = format!("{pointer}/{key}");
        all.push((pointer.clone(), path.clone()));
        paths(value, &pointer, &path, all);
    };
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                inside(value, &key.replace('~', "~0").replace('/', "~1"), path);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                inside(value, &at.to_string(), format!("{path}[{at}]"));
            }
        }
        _ => {}
    }
}

#[test]
fn read_takes_what_serde_takes() {
    for value in products() {
        let theirs: Product = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(read::<Product>(&value.to_string()), Ok(theirs));
    }
}

#[test]
fn read_names_the_field_and_nothing_of_rust_whatever_stands_there() {
    const RUST: &[&str] = &[
        "struct", "enum", "variant", "sequence", "map", "tuple", "unit", "option", "floating", "integer", "i64", "u32",
        "u64", "f64", "Some", "None", "Vec", "Product", "Plan", "Slug", "serde",
    ];
    let others = [
        json!(null),
        json!(true),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!("x".repeat(300)),
        json!("No slug!"),
        json!([]),
        json!([1]),
        json!([[]]),
        json!({}),
        json!({"odd": 1}),
    ];
    let mut refusals = 0;
    for product in products().take(3) {
        let mut all = Vec::new();
        paths(&product, "", "", &mut all);
        for (pointer, path) in &all {
            for other in &others {
                let mut changed = product.clone();
                *changed.pointer_mut(pointer).unwrap() = other.clone();
                let Err(Refusal { field, reason, .. }) = read::<Product>(&changed.to_string()) else {
                    continue;
                };
                refusals += 1;
                let field = field.unwrap_or_default();
                assert!(field.starts_with(path.as_str()), "{path} = {other}: {field}: {reason}");
                let words: Vec<&str> = reason.split(|c: char| !c.is_alphanumeric()).collect();
                let said = RUST.iter().find(|word| words.contains(word));
                assert_eq!(said, None, "{path} = {other}: {reason}");
                assert!(reason.chars().count() < 400, "{reason}");
            }
        }
    }
    assert!(refusals > 500, "{refusals}");
}

#[test]
fn read_names_fields_that_are_missing_or_not_known_at_any_depth() {
    let product = products().find(|product| product["media"].is_array()).unwrap();
    let mut all = Vec::new();
    paths(&product, "", "", &mut all);
    for (pointer, path) in all {
        let (above, key) = pointer.rsplit_once('/').unwrap();
        let mut changed = product.clone();
        let Value::Object(fields) = changed.pointer_mut(above).unwrap() else {
            continue;
        };
        fields.remove(key);
        if let Err(refusal) = read::<Product>(&changed.to_string()) {
            assert_eq!(
                (refusal.field, refusal.reason.as_str()),
                (Some(path.clone()), "is missing")
            );
        }
        let mut changed = product.clone();
        let Value::Object(fields) = changed.pointer_mut(above).unwrap() else {
            unreachable!("it was one before");
        };
        fields.insert("colour".to_owned(), json!("red"));
        if let Err(Refusal { field, reason, .. }) = read::<Product>(&changed.to_string()) {
            assert!(field.unwrap().ends_with("colour"), "{reason}");
            assert!(reason.starts_with("is not known; known here are "), "{reason}");
        }
    }
}

#[test]
fn read_refuses_a_key_that_stands_twice_at_any_depth() {
    for (text, field) in [
        (r#"{"slug":"a","slug":"a"}"#, "slug"),
        (r#"{"odd":1,"odd":2}"#, "odd"),
        (r#"{"developer":{"name":"a","slug":"b","name":"a"}}"#, "developer.name"),
        (r#"{"specifications":{"a":"1","\u0061":"2"}}"#, "specifications.a"),
        (r#"{"plans":[{},{"license":{"x":1,"x":1}}]}"#, "plans[1].license.x"),
        (r#"{"tags":[[[{"":0,"":0}]]]}"#, "tags[0][0][0]."),
    ] {
        assert_eq!(refused(text), (field.to_owned(), "is there twice".to_owned()), "{text}");
    }
}

#[test]
fn read_says_what_is_no_json() {
    for (text, reason) in [
        ("{", "not valid JSON: it ends inside an object (byte 1 of the line)"),
        (
            r#"{"a":"#,
            "not valid JSON: it ends where a value is expected (byte 5 of the line)",
        ),
        (r#"{"a" 1}"#, "not valid JSON: expected `:` (byte 6 of the line)"),
        (r#"{"a":nul}"#, "not valid JSON: expected a value (byte 9 of the line)"),
        (
            "{} {}",
            "not valid JSON: something stands after its end (byte 4 of the line)",
        ),
    ] {
        assert_eq!(refused(text), (String::new(), reason.to_owned()), "{text}");
    }
    let deep = format!("{{\"tags\":{}", "[".repeat(10_000));
    assert!(refused(&deep).1.contains("nested too deeply"));
}
