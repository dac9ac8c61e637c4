//! Invoices as documents: the XML of EN 16931 and the PDF that carries it (Factur-X).
//!
//! Pure functions of a frozen [`domain::invoice::Invoice`]: no clock, no database, no network; the same invoice gives
//! the same bytes, by the same fonts. What is on an invoice is decided by who freezes it; only how it is written lives
//! here. The one exception to all that are the system's fonts ([`SystemFonts`]), which are read where ours lack a letter.
//!
//! - [`xml`]: UN/CEFACT Cross Industry Invoice, profile EN 16931.
//! - [`pdf`]: the page of `templates/invoice.typ` as PDF/A-3b, with the XML attached.
//!
//! How both are checked by a validator that is not ours: `tests/schematron.rs`. Why it is built so: `docs/adr/`.

mod cii;
mod engine;
mod facturx;
mod fonts;
#[cfg(feature = "testing")]
pub mod samples;
mod sheet;
mod text;
mod vat;
mod xml;

pub use cii::xml;
pub use engine::pdf;
pub use fonts::SystemFonts;

use domain::invoice::{Invoice, InvoiceKind};

/// Why there is no PDF. Neither depends on what customers type: it means that the template or the PDF writer changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What typst says of the template, with line numbers.
    #[error("the invoice's template failed: {0}")]
    Template(String),
    /// The PDF is not laid out as the one we know how to extend.
    #[error("the PDF cannot be marked as Factur-X: {0}")]
    Metadata(&'static str),
}

/// What a download or an attachment is called, without its ending: `invoice-2026-000042`, `credit-note-2026-000043`.
pub fn file_stem(invoice: &Invoice) -> String {
    let kind = match invoice.kind {
        InvoiceKind::Invoice => "invoice",
        InvoiceKind::CreditNote => "credit-note",
    };
    let number: String = invoice
        .number
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{kind}-{number}")
}
