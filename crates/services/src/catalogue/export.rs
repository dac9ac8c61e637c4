//! Writing catalogue files: what [`Catalogue::import`] reads, one product a line, by their slugs.

use std::io::{self, Write};

use super::Catalogue;
use crate::{Internal, Progress};

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("cannot be written: {0}")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for ExportError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl Catalogue {
    /// Writes all products as they stand at one moment; tells how many.
    ///
    /// # Errors
    /// [`ExportError`]; what was written until then is no whole catalogue.
    pub async fn export(&self, mut out: impl Write + Send, progress: &Progress) -> Result<u64, ExportError> {
        let mut products = self.shared.store.read_products().await?;
        progress.begin("exporting products", Some(products.count().await?));
        let mut count = 0;
        loop {
            let some = products.next().await?;
            if some.is_empty() {
                break;
            }
            let mut lines = Vec::new();
            for product in &some {
                serde_json::to_writer(&mut lines, product).map_err(io::Error::from)?;
                lines.push(b'\n');
            }
            out.write_all(&lines)?;
            count += some.len() as u64;
            progress.add(some.len());
        }
        out.flush()?;
        Ok(count)
    }
}
