//! Invoices as documents. Making a PDF takes a processor some tens of milliseconds, so it is done off the async threads.

use domain::invoice::Invoice;
use tokio::task::spawn_blocking;

use crate::Internal;

/// The PDF/A-3 of an invoice or credit note, with its XML inside.
///
/// # Errors
/// [`Internal`] where the template fails.
pub async fn invoice_pdf(invoice: Invoice) -> Result<Vec<u8>, Internal> {
    let made = spawn_blocking(move || invoice::pdf(&invoice)).await?;
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
