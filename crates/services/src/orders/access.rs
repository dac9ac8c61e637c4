//! Who may see an order: the account that it belongs to, or whoever holds its signed link.

use domain::Timestamp;
use domain::order::Order;
use store::StoredOrder;

use super::Orders;
use super::view::with_key;
use crate::{Internal, TokenError};

/// What a request proves.
#[derive(Clone, Copy, Default, Debug)]
pub struct Access<'a> {
    /// The account that is logged in.
    pub account: Option<i64>,
    /// The key of a signed link.
    pub key: Option<&'a str>,
}

impl Access<'_> {
    /// Whether the order belongs to the account that is logged in.
    pub(super) fn owns(&self, order: &Order) -> bool {
        self.account.is_some() && self.account == order.account
    }
}

/// What the keys of orders' links are for.
const PURPOSE: &str = "order";
/// How long a link to an order counts, in days.
pub(super) const DAYS: u32 = 30;

impl Orders {
    /// The order of a number or id, if the request may see it.
    ///
    /// # Errors
    /// [`Internal`].
    pub(super) async fn find(&self, name: &str, access: Access<'_>) -> Result<Option<StoredOrder>, Internal> {
        let Some(stored) = self.shared.store.order_by_name(name).await? else {
            return Ok(None);
        };
        let owned = access.owns(&stored.order);
        let opened = access
            .key
            .is_some_and(|key| self.opens(key, &stored.order.id, self.shared.clock.now()) == Ok(true));
        Ok((owned || opened).then_some(stored))
    }

    fn opens(&self, key: &str, id: &str, now: Timestamp) -> Result<bool, TokenError> {
        Ok(self.shared.signer.verify(PURPOSE, key, now)? == id)
    }

    /// Whether a key was one of ours until it expired: then a new one may be asked for by mail.
    pub fn is_expired(&self, name: &str, key: &str) -> bool {
        !name.is_empty() && self.shared.signer.verify(PURPOSE, key, self.shared.clock.now()) == Err(TokenError::Expired)
    }

    /// A key that opens an order for a month.
    pub(crate) fn key(&self, id: &str) -> String {
        self.shared
            .signer
            .sign(PURPOSE, id, self.shared.clock.now().plus_days(DAYS))
    }

    /// A key that opens an order until then.
    pub(super) fn key_until(&self, id: &str, until: Timestamp) -> String {
        self.shared.signer.sign(PURPOSE, id, until)
    }

    /// The path of an order's page, with a key for whoever has no account that owns it.
    pub(super) fn path(&self, stored: &StoredOrder, with_key: bool) -> String {
        let name = stored.order.number.as_ref().unwrap_or(&stored.order.id);
        if with_key {
            format!("/orders/{name}?key={}", self.key(&stored.order.id))
        } else {
            format!("/orders/{name}")
        }
    }

    /// The path of an order's page for whoever opened this one, or another of the same customer, with a key: it opens no
    /// longer than that. Whoever used no key has placed it.
    pub(super) fn path_by(&self, stored: &StoredOrder, key: Option<&str>) -> String {
        let now = self.shared.clock.now();
        match key.map(|key| (key, self.shared.signer.read(PURPOSE, key, now))) {
            None => self.own_path(stored),
            Some((key, Ok((id, _)))) if id == stored.order.id => with_key(self.path(stored, false), Some(key)),
            Some((_, Ok((_, until)))) => {
                let key = self.key_until(&stored.order.id, until);
                with_key(self.path(stored, false), Some(&key))
            }
            Some((_, Err(_))) => self.path(stored, false),
        }
    }

    /// The path of an order's page for whoever placed it.
    pub(crate) fn own_path(&self, stored: &StoredOrder) -> String {
        self.path(stored, stored.order.account.is_none())
    }
}
