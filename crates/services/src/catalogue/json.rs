//! JSON as catalogue files have it. Nothing may stand in it twice, and what is refused is said in JSON's words: the
//! field's path, what is expected there and what is there.

mod refusal;
#[cfg(test)]
mod tests;

use std::fmt::{self, Display};

use serde::de::value::StringDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

pub(super) use refusal::Refusal;

/// Reads the JSON of one value.
///
/// # Errors
/// [`Refusal`] of the first thing that is wrong.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let json: Json = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    json.check_keys(&Path::Root)?;
    T::deserialize(Node {
        json,
        path: &Path::Root,
    })
}

fn malformed(error: &serde_json::Error) -> Refusal {
    let message = error.to_string();
    // serde_json counts lines too, but here it sees one at a time.
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let reason = match message {
        "expected value" | "expected ident" => "expected a value",
        "trailing characters" => "something stands after its end",
        "recursion limit exceeded" => "it is nested too deeply",
        other => other,
    };
    let reason = match reason.strip_prefix("EOF while parsing ") {
        Some("a value") => "it ends where a value is expected".to_owned(),
        Some(part) => format!("it ends inside {part}"),
        None => reason.to_owned(),
    };
    Refusal::custom(format!(
        "not valid JSON: {reason} (byte {} of the line)",
        error.column()
    ))
}

/// A JSON value with its keys as they stand there.
enum Json {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    String(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Json {
    /// Refuses a key that stands twice in one object, at any depth.
    fn check_keys(&self, path: &Path<'_>) -> Result<(), Refusal> {
        match self {
            Self::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(at, item)| item.check_keys(&Path::Item(path, at))),
            Self::Object(fields) => {
                let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
                keys.sort_unstable();
                if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
                    return Err(Refusal::custom("is there twice").at(&Path::Field(path, pair[0])));
                }
                fields
                    .iter()
                    .try_for_each(|(key, value)| value.check_keys(&Path::Field(path, key)))
            }
            _ => Ok(()),
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(number) => Unexpected::Unsigned(*number),
            Self::Signed(number) => Unexpected::Signed(*number),
            Self::Float(number) => Unexpected::Float(*number),
            Self::String(text) => Unexpected::Str(text),
            Self::Array(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Bool(value))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Unsigned(number))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Signed(number))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Json::Float(number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::String(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Json::Array(all))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(field) = fields.next_entry()? {
                    all.push(field);
                }
                Ok(Json::Object(all))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// Where a value stands.
enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Path::Root, key) => f.write_str(key),
            Self::Field(above, key) => write!(f, "{above}.{key}"),
            Self::Item(above, at) => write!(f, "{above}[{at}]"),
        }
    }
}

/// A value on its way into a type.
struct Node<'p> {
    json: Json,
    path: &'p Path<'p>,
}

impl Node<'_> {
    fn refuse(&self, expected: &dyn Expected) -> Refusal {
        Refusal::invalid_type(self.json.unexpected(), expected).at(self.path)
    }
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let path = self.path;
        let read = match self.json {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(value),
            Json::Unsigned(number) => visitor.visit_u64(number),
            Json::Signed(number) => visitor.visit_i64(number),
            Json::Float(number) => visitor.visit_f64(number),
            Json::String(text) => visitor.visit_string(text),
            Json::Array(items) => visitor.visit_seq(Items {
                items: items.into_iter().enumerate(),
                path,
            }),
            Json::Object(fields) => visitor.visit_map(Fields {
                fields: fields.into_iter(),
                value: None,
                path,
            }),
        };
        read.map_err(|refusal| refusal.at(path))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.json {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        let path = self.path;
        visitor.visit_newtype_struct(self).map_err(|refusal| refusal.at(path))
    }

    /// An object; serde would take an array of the values too.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match self.json {
            Json::Object(_) => self.deserialize_any(visitor),
            _ => Err(self.refuse(&visitor)),
        }
    }

    /// One of some words.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let path = self.path;
        match self.json {
            Json::String(word) => {
                let word: StringDeserializer<Refusal> = word.into_deserializer();
                visitor.visit_enum(word).map_err(|refusal| refusal.at(path))
            }
            _ => Err(self.refuse(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items<'p> {
    items: std::iter::Enumerate<std::vec::IntoIter<Json>>,
    path: &'p Path<'p>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        let Some((at, json)) = self.items.next() else {
            return Ok(None);
        };
        let path = &Path::Item(self.path, at);
        let read = seed.deserialize(Node { json, path });
        read.map(Some).map_err(|refusal| refusal.at(path))
    }
}

struct Fields<'p> {
    fields: std::vec::IntoIter<(String, Json)>,
    /// Of the key that was read last, with that key.
    value: Option<(String, Json)>,
    path: &'p Path<'p>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        let Some((key, json)) = self.fields.next() else {
            return Ok(None);
        };
        let word: StringDeserializer<Refusal> = key.clone().into_deserializer();
        let read = seed.deserialize(word);
        let read = read.map_err(|refusal| refusal.at(&Path::Field(self.path, &key)))?;
        self.value = Some((key, json));
        Ok(Some(read))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        let (key, json) = self
            .value
            .take()
            .ok_or_else(|| Refusal::custom("a value before its key"))?;
        let path = &Path::Field(self.path, &key);
        seed.deserialize(Node { json, path })
            .map_err(|refusal| refusal.at(path))
    }
}
