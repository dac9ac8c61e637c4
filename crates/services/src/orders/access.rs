//! Who may see an order: the account that it belongs to, or whoever holds its signed link.

use domain::Timestamp;
use domain::order::Order;
use store::StoredOrder;

use super::Orders;
use super::view::with_key;
use crate::audit::{self, AuditEvent};
use crate::{Internal, TokenError};

/// What a request proves.
#[derive(Clone, Copy, Default, Debug)]
pub struct Access<'a> {
    /// The account that is logged in.
    pub account: Option<i64>,
    /// The key of a signed link.
    pub key: Option<&'a str>,
    /// Keys that the browser keeps of links that were opened before: see [`kept_keys`].
    pub kept: Option<&'a str>,
    /// Where the request comes from, as attempts are counted.
    pub network: &'a str,
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
/// Of how many orders a browser keeps the keys.
pub const MAX_KEPT: usize = 6;
/// Stands between the keys that a browser keeps; no key has it.
const BETWEEN: char = '~';

/// The keys that a browser keeps once it has opened a link: the newest first.
pub fn kept_keys(kept: Option<&str>, key: &str) -> String {
    let before = kept.unwrap_or_default().split(BETWEEN);
    let others = before.filter(|other| !other.is_empty() && *other != key);
    let keys: Vec<&str> = std::iter::once(key).chain(others).take(MAX_KEPT).collect();
    keys.join("~")
}

impl Orders {
    /// The order of a number or id, if the request may see it.
    ///
    /// # Errors
    /// [`Internal`].
    pub(crate) async fn find(&self, name: &str, access: Access<'_>) -> Result<Option<StoredOrder>, Internal> {
        let Some(stored) = self.shared.store.order_by_number_or_id(name).await? else {
            return Ok(None);
        };
        let opens = access.owns(&stored.order) || self.opening_key(access, &stored).is_some();
        if !opens {
            audit::record(AuditEvent::ForeignKey, None);
        }
        Ok(opens.then_some(stored))
    }

    /// The key that opens an order for a request; its owner needs none.
    pub(super) fn opening_key<'a>(&self, access: Access<'a>, stored: &StoredOrder) -> Option<&'a str> {
        if access.owns(&stored.order) {
            return None;
        }
        let kept = access.kept.into_iter().flat_map(|kept| kept.split(BETWEEN));
        access.key.into_iter().chain(kept).find(|key| self.opens(key, stored))
    }

    /// The key of a request's link, where that opens an order: addresses go on having it. It is the very one that was
    /// given, for links that made themselves new would never expire. Whoever needs no link has none.
    pub(super) fn link_key<'a>(&self, access: Access<'a>, stored: &StoredOrder) -> Option<&'a str> {
        self.opening_key(Access { kept: None, ..access }, stored)
    }

    /// Whether the key of a request's link, and none that the browser keeps, opens an order for it.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn is_opened_by_link(&self, name: &str, access: Access<'_>) -> Result<bool, Internal> {
        let stored = self.shared.store.order_by_number_or_id(name).await?;
        Ok(stored.is_some_and(|stored| self.link_key(access, &stored).is_some()))
    }

    /// Makes all links to an order void: whoever may open it may do so.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn void_links(&self, name: &str, access: Access<'_>) -> Result<bool, Internal> {
        let Some(stored) = self.find(name, access).await? else {
            return Ok(false);
        };
        let mut write = self.shared.store.write().await?;
        write.void_order_links(&stored.order.id).await?;
        write.save().await?;
        Ok(true)
    }

    /// Whether a key opens an order: links of before they were made void do not.
    fn opens(&self, key: &str, stored: &StoredOrder) -> bool {
        let subject = self.shared.signer.verify(PURPOSE, key, self.shared.clock.now());
        let id = &stored.order.id;
        // Links of before versions were counted name the order alone.
        subject.is_ok_and(|subject| {
            subject == subject_of(id, stored.link_version) || stored.link_version == 0 && subject == *id
        })
    }

    /// Whether a key was one of ours until it expired: then a new one may be asked for by mail.
    pub fn is_expired(&self, name: &str, key: &str) -> bool {
        !name.is_empty() && self.shared.signer.verify(PURPOSE, key, self.shared.clock.now()) == Err(TokenError::Expired)
    }

    /// A key that opens an order for a month, unless its links were ever made void.
    #[cfg(feature = "testing")]
    pub(crate) fn first_key(&self, id: &str) -> String {
        let until = self.shared.clock.now().plus_days(DAYS);
        self.shared.signer.sign(PURPOSE, &subject_of(id, 0), until)
    }

    /// A key that opens an order for a month.
    pub(crate) fn key(&self, stored: &StoredOrder) -> String {
        self.key_until(stored, self.shared.clock.now().plus_days(DAYS))
    }

    /// The key of the way back from a provider: a payment that is begun again must say the same as the first time, also
    /// where links were made void meanwhile. It opens nothing then.
    pub(super) fn back_key(&self, stored: &StoredOrder) -> String {
        let until = stored.order.placed_at.plus_days(DAYS);
        self.shared
            .signer
            .sign(PURPOSE, &subject_of(&stored.order.id, 0), until)
    }

    /// A key that opens an order until then.
    pub(super) fn key_until(&self, stored: &StoredOrder, until: Timestamp) -> String {
        let subject = subject_of(&stored.order.id, stored.link_version);
        self.shared.signer.sign(PURPOSE, &subject, until)
    }

    /// The path of an order's page, with a key for whoever has no account that owns it.
    pub(crate) fn path(&self, stored: &StoredOrder, with_key: bool) -> String {
        let name = stored.order.number.as_ref().unwrap_or(&stored.order.id);
        if with_key {
            format!("/orders/{name}?key={}", self.key(stored))
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
            Some((key, Ok(_))) if self.opens(key, stored) => with_key(self.path(stored, false), Some(key)),
            Some((_, Ok((_, until)))) => {
                let key = self.key_until(stored, until);
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

/// What the key of a link says: the order, and which of its links it is.
fn subject_of(id: &str, link_version: i64) -> String {
    format!("{id}:{link_version}")
}
