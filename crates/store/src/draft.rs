//! What a customer typed into the checkout, kept with the cart.

use domain::Timestamp;
use domain::checkout::CheckoutForm;
use sqlx::types::Json;

use crate::dialect::on;
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

impl Store {
    /// What was typed for the cart of this key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn checkout_form(&self, cart: &[u8; 32]) -> Result<Option<CheckoutForm>, Error> {
        const SQL: &str = "SELECT form FROM checkout_drafts WHERE cart = $1";
        let row: Option<(Json<CheckoutForm>,)> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(&cart[..])
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|(Json(form),)| form))
    }

    /// Keeps what was typed for the cart of this key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_checkout_form(&self, cart: &[u8; 32], form: &CheckoutForm, now: Timestamp) -> Result<(), Error> {
        let mut write = self.write().await?;
        write.put_checkout_form(cart, form, now).await?;
        write.save().await
    }
}

impl Write {
    /// As [`Store::put_checkout_form`], with a change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_checkout_form(
        &mut self,
        cart: &[u8; 32],
        form: &CheckoutForm,
        now: Timestamp,
    ) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO checkout_drafts (cart, form, changed_at) VALUES ($1, $2, $3) \
            ON CONFLICT (cart) DO UPDATE SET form = excluded.form, changed_at = excluded.changed_at";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&cart[..])
            .bind(Json(form))
            .bind(Stamp(now))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Forgets what was typed for the cart of this key: the order has it now.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_checkout_form(&mut self, cart: &[u8; 32]) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM checkout_drafts WHERE cart = $1";
        on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&cart[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
