//! Invoices as documents. Making a PDF takes a processor some tens of milliseconds, so it is done off the async threads.

pub(crate) mod convert;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use domain::invoice::Invoice;
use invoice::SystemFonts;
use tokio::task::spawn_blocking;

use crate::Internal;

/// The system's fonts, for letters that the invoice's own fonts lack; clones share what was read of them.
#[derive(Clone, Default)]
pub struct InvoiceFonts(Arc<SystemFonts>);

impl InvoiceFonts {
    /// Of these files, and of those in these folders and below. They are read when the first invoice needs one.
    pub fn new(sources: Vec<PathBuf>) -> Self {
        Self(Arc::new(SystemFonts::new(sources)))
    }
}

impl fmt::Debug for InvoiceFonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvoiceFonts")
    }
}

/// The PDF/A-3 of an invoice or credit note, with its XML inside.
///
/// # Errors
/// [`Internal`] where the template fails.
pub async fn invoice_pdf(invoice: Invoice, fonts: &InvoiceFonts) -> Result<Vec<u8>, Internal> {
    let fonts = fonts.clone();
    let made = spawn_blocking(move || invoice::pdf(&invoice, &fonts.0)).await?;
    made.map_err(Internal::of)
}

/// The XML of an invoice or credit note (EN 16931, Factur-X).
pub fn invoice_xml(invoice: &Invoice) -> String {
    invoice::xml(invoice)
}

/// What the file of an invoice or credit note is called, without its ending: `credit-note-2026-000043`.
pub fn invoice_file(invoice: &Invoice) -> String {
    invoice::file_stem(invoice)
}
