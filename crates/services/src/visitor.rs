//! Who asks, as carts, checkouts and orders know them.

use crate::{Access, CartOwner, Shopper, Visitor};

impl Visitor {
    /// Whose cart it is: the account's, else the guest's; none where nothing was ever put into one.
    pub fn owner(&self) -> Option<CartOwner> {
        match &self.account {
            Some(account) => Some(CartOwner::Account(account.id)),
            None => self.cart.clone().map(CartOwner::Guest),
        }
    }

    /// The token of a guest's cart: an account's cart has none.
    pub fn guest_cart(&self) -> Option<&str> {
        self.cart.as_deref().filter(|_| self.account.is_none())
    }

    /// The account that is logged in.
    pub fn account_id(&self) -> Option<i64> {
        self.account.as_ref().map(|account| account.id)
    }

    /// What the request proves of orders; `key` is that of a signed link.
    pub fn access<'a>(&'a self, key: Option<&'a str>) -> Access<'a> {
        Access {
            account: self.account_id(),
            key: key.filter(|key| !key.is_empty()),
            kept: self.orders.as_deref(),
            network: &self.network,
        }
    }

    /// The same, as the checkout wants it.
    pub fn shopper<'a>(&'a self, owner: &'a CartOwner) -> Shopper<'a> {
        Shopper {
            owner,
            network: &self.network,
            account: self
                .account
                .as_ref()
                .map(|account| (account.id, account.email.as_str())),
        }
    }
}
