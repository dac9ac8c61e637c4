//! Who asks: found out once for each request, and read by whoever needs it.

use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::{Access, Accounts, CartOwner, Internal, Shopper, Visitor};

/// The visitor of one request; clones are one. The database is asked when somebody wants to know, and only where a
/// cookie says that somebody is logged in.
#[derive(Clone)]
pub struct RequestVisitor {
    accounts: Accounts,
    session: Option<String>,
    guest: Visitor,
    found: Arc<OnceCell<Visitor>>,
}

impl RequestVisitor {
    /// `session` is the token of the session's cookie; `guest` is what is known without it.
    pub fn new(accounts: Accounts, session: Option<String>, guest: Visitor) -> Self {
        Self {
            accounts,
            session,
            guest,
            found: Arc::default(),
        }
    }

    /// Where the request comes from, as attempts are counted.
    pub fn network(&self) -> &str {
        &self.guest.network
    }

    /// Whether a cookie names a session or a cart: most visitors have neither.
    pub fn is_known(&self) -> bool {
        self.session.is_some() || self.guest.cart.is_some()
    }

    /// Looks the session up, the first time.
    ///
    /// # Errors
    /// [`Internal`] where the database fails.
    pub async fn get(&self) -> Result<Visitor, Internal> {
        let look_up = || async {
            let account = match &self.session {
                Some(session) => self.accounts.of_session_at(&self.guest.network, session).await?,
                None => None,
            };
            Ok::<_, Internal>(Visitor {
                account,
                ..self.guest.clone()
            })
        };
        self.found.get_or_try_init(look_up).await.cloned()
    }
}

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
