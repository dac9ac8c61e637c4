//! Arguments as JSON, as server functions read them: a refusal names the field that was wrong.

use leptos::server_fn::Bytes;
use leptos::server_fn::codec::{JsonEncoding, Post};
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// As `server_fn::codec::Json`, with refusals that name the field.
pub type Json = Post<NamingJson>;

pub struct NamingJson;

impl ContentType for NamingJson {
    const CONTENT_TYPE: &'static str = JsonEncoding::CONTENT_TYPE;
}

impl FormatType for NamingJson {
    const FORMAT_TYPE: Format = JsonEncoding::FORMAT_TYPE;
}

impl<T: Serialize> Encodes<T> for NamingJson {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        JsonEncoding::encode(value)
    }
}

#[cfg(not(feature = "ssr"))]
impl<T: DeserializeOwned> Decodes<T> for NamingJson {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        serde_json::from_slice(&bytes)
    }
}

#[cfg(feature = "ssr")]
impl<T: DeserializeOwned> Decodes<T> for NamingJson {
    type Error = reading::Refused;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        reading::read(&bytes)
    }
}

#[cfg(feature = "ssr")]
mod reading {
    use std::fmt;

    use serde::de::DeserializeOwned;
    use serde_json::Value;

    /// Which field was wrong, and how.
    #[derive(Debug)]
    pub struct Refused(String);

    impl fmt::Display for Refused {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
        let whole: Value = serde_json::from_slice(bytes).map_err(|error| Refused(error.to_string()))?;
        if let Some(field) = with_nul(&whole) {
            return Err(Refused(format!("`{field}`: must not contain the character NUL")));
        }
        // From the bytes once more: a `Value` keeps the last of two fields of one name.
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let (field, reason) = (error.path().to_string(), error.inner().to_string());
            Refused(if field == "." {
                reason
            } else {
                format!("`{field}`: {reason}")
            })
        })
    }

    /// The path of a text with NUL, which no database keeps.
    fn with_nul(value: &Value) -> Option<String> {
        let inside = |name: &str, value: &Value| {
            let rest = with_nul(value)?;
            Some(if rest.is_empty() {
                name.to_owned()
            } else {
                format!("{name}.{rest}")
            })
        };
        match value {
            Value::String(text) => text.contains('\0').then(String::new),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(i, item)| inside(&i.to_string(), item)),
            Value::Object(fields) => fields.iter().find_map(|(name, item)| inside(name, item)),
            _ => None,
        }
    }

    #[cfg(test)]
    mod tests {
        use domain::cart::CartChange;
        use serde::Deserialize;

        use super::*;

        #[derive(Deserialize, Debug)]
        #[expect(dead_code, reason = "only read")]
        struct Arguments {
            change: CartChange,
            version: Option<i64>,
        }

        #[test]
        fn read_names_the_field() {
            for (json, named) in [
                (r#"{}"#, "missing field `change`"),
                (r#"{"change":"Confirm","change":"Confirm"}"#, "duplicate field `change`"),
                (r#"{"change":"Confirm","version":"one"}"#, "`version`: "),
                (
                    r#"{"change":{"Set":{"product":"a","plan":"b","quantity":-1}}}"#,
                    "`change.Set.quantity`: ",
                ),
                (r#"{"change":{"Code":"a\u0000"}}"#, "`change.Code`: must not"),
                (r#"{"change":{"Code":7}}"#, "`change.Code`: "),
            ] {
                let refused = read::<Arguments>(json.as_bytes()).unwrap_err().to_string();
                assert!(refused.starts_with(named), "{json}: {refused}");
            }
            assert!(read::<Arguments>(br#"{"change":"Confirm","version":null}"#).is_ok());
        }
    }
}
