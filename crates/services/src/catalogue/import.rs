//! Reading catalogue files: JSON Lines, one product a line, refused by line, field and reason.

use std::collections::HashMap;
use std::collections::hash_map;
use std::io::{self, BufRead, Read};

use domain::{Currency, FieldError, Product, Slug, Timestamp};
use serde::de::DeserializeOwned;
use tokio::task::spawn_blocking;

use super::{Catalogue, ImportReport};
use crate::Internal;

/// Longer lines are refused: nothing that validates comes near it.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// Why an import was refused; nothing of it was taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("line {line}{}: {reason}", field.as_ref().map(|f| format!(", {f}")).unwrap_or_default())]
    Line {
        /// From 1.
        line: u64,
        /// Its path, such as `plans[0].amount`; none where the line as a whole is wrong.
        field: Option<String>,
        reason: String,
    },
    #[error("line {line} cannot be read: {source}")]
    Read { line: u64, source: io::Error },
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl Catalogue {
    /// Imports a file of products: new slugs are created, known ones updated. Every line is checked before anything
    /// is written; two imports at once follow each other.
    ///
    /// # Errors
    /// [`ImportError::Line`] names the first bad line; whatever the error, nothing was imported.
    pub async fn import(&self, reader: impl BufRead + Send + 'static) -> Result<ImportReport, ImportError> {
        let currency = self.currency();
        let products = spawn_blocking(move || read_products(reader, currency))
            .await
            .map_err(Internal::from)??;
        if products.is_empty() {
            return Ok(ImportReport::default());
        }
        Ok(self.change(products, Vec::new()).await?)
    }
}

/// Reads and checks a whole file of products.
pub(super) fn read_products(reader: impl BufRead, currency: Currency) -> Result<Vec<Product>, ImportError> {
    let mut products = Vec::new();
    let mut seen: HashMap<Slug, u64> = HashMap::new();
    read_lines(reader, |line, product: Product| {
        product.validate(currency)?;
        storable(&product)?;
        match seen.entry(product.slug.clone()) {
            hash_map::Entry::Occupied(first) => {
                let reason = format!("`{}` is already on line {}", product.slug, first.get());
                return Err(FieldError::new("slug", reason));
            }
            hash_map::Entry::Vacant(entry) => entry.insert(line),
        };
        products.push(product);
        Ok(())
    })?;
    Ok(products)
}

/// Reads JSON Lines; empty lines are passed over. `take` is given the number of the line and what stands on it.
pub(super) fn read_lines<T: DeserializeOwned>(
    mut reader: impl BufRead,
    mut take: impl FnMut(u64, T) -> Result<(), FieldError>,
) -> Result<(), ImportError> {
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let source = |source| ImportError::Read { line, source };
        if reader
            .by_ref()
            .take(MAX_LINE_BYTES + 1)
            .read_until(b'\n', &mut bytes)
            .map_err(source)?
            == 0
        {
            break;
        }
        let refuse = |field, reason| ImportError::Line { line, field, reason };
        if bytes.len() as u64 > MAX_LINE_BYTES {
            return Err(refuse(None, format!("is longer than {MAX_LINE_BYTES} bytes")));
        }
        // Some editors begin a file with a byte order mark.
        let start = if line == 1 {
            bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)
        } else {
            &bytes
        };
        let text = start.trim_ascii();
        if text.is_empty() {
            continue;
        }
        let value = parse(text).map_err(|(field, reason)| refuse(field, reason))?;
        take(line, value).map_err(|e| refuse(Some(e.field), e.reason))?;
    }
    Ok(())
}

/// Reads one JSON object; the error is the field's path, where it is about a field, and the reason.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, (Option<String>, String)> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| (None, format!("not UTF-8 (byte {} of the line)", e.valid_up_to() + 1)))?;
    if !text.starts_with('{') {
        return Err((None, "expected a JSON object".to_owned()));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|e| explain(e.path().to_string(), e.inner()))?;
    json.end().map_err(|e| explain(String::new(), &e))?;
    Ok(value)
}

fn explain(path: String, error: &serde_json::Error) -> (Option<String>, String) {
    let message = error.to_string();
    // serde_json counts lines too, but here it sees one at a time.
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = message.strip_suffix(&place).unwrap_or(&message);
    if !error.is_data() {
        return (
            None,
            format!("not valid JSON: {reason} (byte {} of the line)", error.column()),
        );
    }
    (field(path, reason), reason.to_owned())
}

/// The path of the field that the reason is about: one that is missing or stands twice is not in serde's path.
fn field(path: String, reason: &str) -> Option<String> {
    let path = if path == "." { String::new() } else { path };
    let named = reason
        .strip_prefix("missing field `")
        .or(reason.strip_prefix("duplicate field `"));
    let path = match named.and_then(|rest| rest.split('`').next()) {
        Some(name) if path.is_empty() => name.to_owned(),
        Some(name) => format!("{path}.{name}"),
        None => path,
    };
    (!path.is_empty()).then_some(path)
}

/// Refuses what a database cannot hold.
fn storable(product: &Product) -> Result<(), FieldError> {
    const YEAR_1: i64 = -62_135_596_800_000_000;
    if product.published_at < Timestamp::from_micros(YEAR_1) {
        return Err(FieldError::new("published_at", "must not be before the year 1"));
    }
    Ok(())
}
