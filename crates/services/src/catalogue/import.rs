//! Reading catalogue files: JSON Lines, one product a line, refused by line, field and reason.

use std::collections::HashMap;
use std::collections::hash_map;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use domain::{Currency, FieldError, Product, Slug, Timestamp};
use serde::de::DeserializeOwned;
use tokio::task::spawn_blocking;

use super::{Catalogue, ImportReport, json};
use crate::{Internal, Progress};

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
        self.import_with(reader, Arc::default()).await
    }

    /// As [`Catalogue::import`], and says how far it has come.
    ///
    /// # Errors
    /// As [`Catalogue::import`].
    pub async fn import_with(
        &self,
        reader: impl BufRead + Send + 'static,
        progress: Arc<Progress>,
    ) -> Result<ImportReport, ImportError> {
        let currency = self.currency();
        let shown = progress.clone();
        let products = spawn_blocking(move || read_products(reader, currency, &shown))
            .await
            .map_err(Internal::from)??;
        if products.is_empty() {
            return Ok(ImportReport::default());
        }
        Ok(self.change(products, Vec::new(), &progress).await?)
    }
}

/// Reads and checks a whole file of products.
pub(super) fn read_products(
    reader: impl BufRead,
    currency: Currency,
    progress: &Progress,
) -> Result<Vec<Product>, ImportError> {
    progress.begin("reading products", None);
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
        progress.add(1);
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

/// Reads one JSON object.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, (Option<String>, String)> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| (None, format!("not UTF-8 (byte {} of the line)", e.valid_up_to() + 1)))?;
    if !text.starts_with('{') {
        return Err((None, "expected a JSON object".to_owned()));
    }
    json::read(text).map_err(|refusal| (refusal.field, refusal.reason))
}

/// Refuses what a database cannot hold.
fn storable(product: &Product) -> Result<(), FieldError> {
    const YEAR_1: i64 = -62_135_596_800_000_000;
    if product.published_at < Timestamp::from_micros(YEAR_1) {
        return Err(FieldError::new("published_at", "must not be before the year 1"));
    }
    Ok(())
}
