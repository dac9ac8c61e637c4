//! What was typed for a cart before: by the same customer, by the guest that they were, or for their last order.

use domain::checkout::CheckoutForm;

use super::{Checkout, Shopper};
use crate::{CartOwner, Internal};

impl Checkout {
    /// Lets somebody who logs in with a full cart go on with what they typed as a guest, unless their account has typed
    /// something itself. Before the carts are merged: afterwards the guest's is empty, and whoever logs in next in the
    /// same browser gets nothing.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn adopt(&self, guest_token: &str, account: i64) -> Result<(), Internal> {
        let guest = CartOwner::Guest(guest_token.to_owned());
        let (Some(from), Some(to)) = (guest.key(), CartOwner::Account(account).key()) else {
            return Ok(());
        };
        if self.carts.count(Some(&guest)).await? > 0
            && self.store.checkout_form(&to).await?.is_none()
            && let Some(form) = self.store.checkout_form(&from).await?
        {
            // Somebody else may have begun this checkout: the order goes to the account's own address, and nobody has
            // agreed to anything in its name.
            let form = CheckoutForm {
                email: String::new(),
                consent: String::new(),
                ..form
            };
            self.store.put_checkout_form(&to, &form, self.clock.now()).await?;
        }
        Ok(())
    }

    /// What was typed for a cart so far.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn draft(&self, owner: &CartOwner) -> Result<Option<CheckoutForm>, Internal> {
        Ok(match owner.key() {
            Some(key) => self.store.checkout_form(&key).await?,
            None => None,
        })
    }

    /// The form as the account's last order would fill it; the address stays the account's.
    pub(super) async fn last_form(&self, shopper: Shopper<'_>) -> Result<Option<CheckoutForm>, Internal> {
        let Some((account, email)) = shopper.account else {
            return Ok(None);
        };
        let buyer = self.store.last_buyer_of_account(account).await?;
        Ok(buyer.map(|buyer| CheckoutForm {
            email: email.to_owned(),
            ..CheckoutForm::of_buyer(buyer)
        }))
    }
}
