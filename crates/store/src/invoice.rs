//! Invoices and credit notes: frozen when they are written.

use domain::invoice::{Invoice, InvoiceKind};
use sqlx::types::Json;

use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store};

impl Store {
    /// The invoice of an order and its credit notes, in the order of their numbers.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn invoices_of_order(&self, order: &str) -> Result<Vec<Invoice>, Error> {
        const SQL: &str = "SELECT data FROM invoices WHERE order_id = $1 ORDER BY issued_at, number";
        let rows: Vec<(Json<Invoice>,)> =
            with_engine!(&self.db, |pool| sqlx::query_as(SQL).bind(order).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(|(Json(invoice),)| invoice).collect())
    }

    /// The numbers of all invoices and credit notes, in the order of issue.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn invoice_numbers(&self) -> Result<Vec<String>, Error> {
        const SQL: &str = "SELECT number FROM invoices ORDER BY number";
        Ok(with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .fetch_all(pool)
            .await)?)
    }
}

impl Write {
    /// Issues an invoice or a credit note of an order.
    ///
    /// # Errors
    /// [`Error::Database`], also when the order has an invoice already.
    pub async fn put_invoice(&mut self, order: &str, invoice: &Invoice) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO invoices (number, order_id, kind, data, issued_at) VALUES ($1, $2, $3, $4, $5)";
        let kind = match invoice.kind {
            InvoiceKind::Invoice => "invoice",
            InvoiceKind::CreditNote => "credit_note",
        };
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&invoice.number)
            .bind(order)
            .bind(kind)
            .bind(Json(invoice))
            .bind(SqlTimestamp(invoice.issued_at))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The credit notes that an order has.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn credit_notes_of_order(&mut self, order: &str) -> Result<Vec<Invoice>, Error> {
        const SQL: &str = "SELECT data FROM invoices WHERE order_id = $1 AND kind = 'credit_note'";
        let rows: Vec<(Json<Invoice>,)> = with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(order)
            .fetch_all(&mut **c)
            .await)?;
        Ok(rows.into_iter().map(|(Json(invoice),)| invoice).collect())
    }

    /// The invoice that an order has.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn invoice_of_order(&mut self, order: &str) -> Result<Option<Invoice>, Error> {
        const SQL: &str = "SELECT data FROM invoices WHERE order_id = $1 AND kind = 'invoice'";
        let row: Option<(Json<Invoice>,)> = with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(order)
            .fetch_optional(&mut **c)
            .await)?;
        Ok(row.map(|(Json(invoice),)| invoice))
    }
}
