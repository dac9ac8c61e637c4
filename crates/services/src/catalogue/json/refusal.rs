//! Why JSON was refused, in its own words.

use std::fmt::{self, Display};

use serde::de::{Expected, Unexpected};

use super::Path;

/// The longest text that a refusal repeats, in characters.
const MAX_SHOWN: usize = 40;
/// The longest reason, in characters: a longer one repeats what was typed, and is cut there.
const MAX_REASON: usize = 300;

/// Why JSON was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) struct Refusal {
    /// The field's path, such as `plans[0].amount`; none where the whole is wrong.
    pub field: Option<String>,
    pub reason: String,
    /// A field that is missing where the error was found.
    missing: Option<String>,
}

impl Refusal {
    /// Says where it was; what was found further inside stays.
    pub(super) fn at(mut self, path: &Path<'_>) -> Self {
        if self.field.is_none() {
            let field = match self.missing.take() {
                Some(missing) => Path::Field(path, &missing).to_string(),
                None => path.to_string(),
            };
            self.field = (!field.is_empty()).then_some(field);
        }
        self
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Refusal {}

impl serde::de::Error for Refusal {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            field: None,
            reason: shortened(message.to_string()),
            missing: None,
        }
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format!(
            "expected {}, but found {}",
            in_words(&expected.to_string()),
            found(unexpected)
        ))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::custom(format!(
            "expected {}, but it has {length} entries",
            in_words(&expected.to_string())
        ))
    }

    fn unknown_variant(word: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format!("expected {}, but found {}", one_of(expected), quoted(word)))
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format!("is not known; known here are {}", listed(expected, "and")))
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            missing: Some(field.to_owned()),
            ..Self::custom("is missing")
        }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self {
            missing: Some(field.to_owned()),
            ..Self::custom("is there twice")
        }
    }
}

/// What serde expects, in the words of JSON.
fn in_words(expected: &str) -> String {
    let range = |highest: u64| format!("a whole number from 0 to {highest}");
    match expected {
        "u8" => range(u8::MAX.into()),
        "u16" => range(u16::MAX.into()),
        "u32" => range(u32::MAX.into()),
        "u64" | "usize" => range(u64::MAX),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" | "string" | "str" | "a borrowed string" => "a string".to_owned(),
        "unit" => "null".to_owned(),
        "a sequence" => "an array".to_owned(),
        "a map" => "an object".to_owned(),
        other => match other.split(' ').next() {
            Some("struct") => "an object".to_owned(),
            Some("enum" | "variant") => "a string".to_owned(),
            Some("tuple") => "an array".to_owned(),
            _ => other.to_owned(),
        },
    }
}

fn found(unexpected: Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Bool(value) => value.to_string(),
        Unexpected::Unsigned(number) => number.to_string(),
        Unexpected::Signed(number) => number.to_string(),
        Unexpected::Float(number) => format!("{number:?}"),
        Unexpected::Str(text) => quoted(text),
        Unexpected::Unit | Unexpected::Option => "null".to_owned(),
        Unexpected::Seq => "an array".to_owned(),
        Unexpected::Map => "an object".to_owned(),
        _ => "something else".to_owned(),
    }
}

/// A text as JSON has it, cut where it is long.
fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    serde_json::Value::String(short).to_string()
}

/// The beginning and the end of a long reason.
fn shortened(reason: String) -> String {
    let length = reason.chars().count();
    if length <= MAX_REASON {
        return reason;
    }
    let begin: String = reason.chars().take(MAX_SHOWN).collect();
    let end: String = reason.chars().skip(length - MAX_REASON + MAX_SHOWN).collect();
    format!("{begin}…{end}")
}

fn one_of(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    listed(&words.iter().map(String::as_str).collect::<Vec<_>>(), "or")
}

/// `a, b and c`.
fn listed(words: &[&str], last: &str) -> String {
    match words {
        [] => "none".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
