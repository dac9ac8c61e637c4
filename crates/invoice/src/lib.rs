//! Invoices as documents.
