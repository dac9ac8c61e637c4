//! Who asks, as carts, checkouts and orders know them.

use crate::{CartOwner, Shopper, Visitor};

impl Visitor {
    /// Whose cart it is: the account's, else the guest's; none where nothing was ever put into one.
    pub fn owner(&self) -> Option<CartOwner> {
        match &self.account {
            Some(account) => Some(CartOwner::Account(account.id)),
            None => self.cart.clone().map(CartOwner::Guest),
        }
    }

    /// The account that is logged in.
    pub fn account_id(&self) -> Option<i64> {
        self.account.as_ref().map(|account| account.id)
    }

    /// The same, as the checkout wants it.
    pub fn shopper<'a>(&'a self, owner: &'a CartOwner) -> Shopper<'a> {
        Shopper {
            owner,
            account: self
                .account
                .as_ref()
                .map(|account| (account.id, account.email.as_str())),
        }
    }
}
