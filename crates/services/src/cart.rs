//! Carts: kept in the database, for guests behind a token in their cookie, and without JavaScript too.
//!
//! Paying takes what was bought out of the cart in the transaction that completes the order: see
//! `store::Write::remove_bought`.

mod owner;
mod show;

use std::sync::Arc;

use domain::cart::{Cart, CartChange, CartError};
use domain::{Clock, Slug};
use store::{Moved, Store};
use views::cart::CartView;

pub use owner::CartOwner;

use self::show::Offers;
use crate::discounts::CheckError;
use crate::rate_limits::RateLimitKey;
use crate::{Catalogue, Discounts, Internal, Limit, LimitError, Limiter, TokenGenerator, TooMany};

/// The carts of the marketplace; clones share what is in it.
#[derive(Clone)]
pub struct Carts {
    store: Store,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    secrets: Arc<TokenGenerator>,
    limiter: Limiter,
}

/// Why a cart was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Never [`CartError::Stale`].
    #[error(transparent)]
    Refused(#[from] CartError),
    /// It was changed elsewhere meanwhile, as in another tab; this is how it stands.
    #[error("{}", CartError::Stale)]
    Stale(Box<CartView>),
    /// Too many carts were begun, or too many codes were tried.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for ChangeError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<LimitError> for ChangeError {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::TooMany(error) => Self::TooMany(error),
            LimitError::Internal(error) => Self::Internal(error),
        }
    }
}

/// How many things a merge moved and how many found no room.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Merged {
    pub moved: u32,
    pub left_out: u32,
}

/// How often a change that fits any version is tried when others come between.
const ATTEMPTS: usize = 8;
/// A cart that nobody changed for so long is forgotten. The cookie of a guest's cart lasts as long.
pub const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;
/// A cart without items is forgotten sooner.
const EMPTY_KEPT_SECONDS: i64 = 24 * 60 * 60;
/// How long the copy of a cart that got another token is kept.
const RETIRED_SECONDS: i64 = 60 * 60;

impl Carts {
    pub fn new(
        store: Store,
        catalogue: Catalogue,
        clock: Arc<dyn Clock>,
        secrets: Arc<TokenGenerator>,
        limiter: Limiter,
    ) -> Self {
        Self {
            store,
            catalogue,
            clock,
            secrets,
            limiter,
        }
    }

    /// How many things are in a cart; nobody's cart, and one of a token that nobody knows, is empty.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn count(&self, owner: Option<&CartOwner>) -> Result<u32, Internal> {
        Ok(self.load(owner).await?.count())
    }

    /// A cart at today's prices.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn view(&self, owner: Option<&CartOwner>) -> Result<CartView, Internal> {
        let cart = self.load(owner).await?;
        let offers = Offers::of(&self.catalogue, &[&cart], None).await?;
        Ok(offers.show(&cart, &self.catalogue))
    }

    /// Changes a cart. `version` is the one that the customer saw; without one the change fits any (one more of a plan
    /// does). Returns the cart, and the token for the cookie of a guest who had none. `network` is where it comes from.
    ///
    /// # Errors
    /// [`ChangeError`]; the cart is as it was.
    pub async fn change(
        &self,
        network: &str,
        owner: Option<&CartOwner>,
        version: Option<i64>,
        change: &CartChange,
    ) -> Result<(CartView, Option<String>), ChangeError> {
        let key = owner.and_then(CartOwner::key);
        let mut found = match &key {
            Some(key) => self.store.cart(key).await?,
            None => None,
        };
        // A token that nobody was given is not taken for one: a planted cookie must not become a shared cart.
        let known = key.filter(|_| found.is_some() || matches!(owner, Some(CartOwner::Account(_))));
        let (key, made) = match known {
            Some(key) => (key, None),
            None => self.new_guest()?,
        };
        if matches!(change, CartChange::Code(code) if !code.trim().is_empty()) {
            let cart = hex::encode(key);
            self.limiter.check(&Limit::CODE, network, &cart).await?;
        }
        for _ in 0..ATTEMPTS {
            let mut cart = match found.take() {
                Some(cart) => cart,
                None => self.store.cart(&key).await?.unwrap_or_default(),
            };
            let offers = Offers::of(&self.catalogue, &[&cart], Some(change)).await?;
            if version.is_some_and(|version| version != cart.version) {
                return Err(ChangeError::Stale(Box::new(offers.show(&cart, &self.catalogue))));
            }
            if let CartChange::ConfirmShown(shown) = change {
                let now = offers.show(&cart, &self.catalogue);
                if now.fingerprint() != *shown {
                    return Err(ChangeError::Stale(Box::new(now)));
                }
            }
            let was = cart.version;
            cart.apply(change, |product, plan| offers.plan(product, plan))?;
            if let (CartChange::Code(_), Some(code)) = (change, &cart.code) {
                // A refused one is not kept.
                self.check_code(code, &offers.sold(&cart), &key).await?;
            }
            let view = offers.show(&cart, &self.catalogue);
            if made.is_some() && cart.version != was {
                let begun = [(&Limit::CART, RateLimitKey::Network(network))];
                self.limiter.check_all(&begun).await?;
            }
            if cart.version == was || self.store.put_cart(&key, cart, self.clock.now()).await? {
                // A change that changed nothing stores nothing, and then there is nothing to remember.
                let made = made.filter(|_| view.version > 0);
                return Ok((view, made));
            }
        }
        Err(ChangeError::Internal(
            "a cart is changed faster than it can be read".into(),
        ))
    }

    /// Whether a code takes anything off these products, in the cart of a key.
    async fn check_code(&self, code: &str, products: &[&Slug], key: &[u8; 32]) -> Result<(), ChangeError> {
        let discounts = Discounts::new(self.store.clone());
        let products = products.iter().copied();
        match discounts.check(code, products, Some(*key), self.clock.now()).await {
            Ok(_) => Ok(()),
            Err(CheckError::Refused(error)) => Err(ChangeError::Refused(error.into())),
            Err(CheckError::Internal(error)) => Err(error.into()),
        }
    }

    /// Which of the codes of two carts stays when they are one: the first that is valid for what is in them. The
    /// account's own stays where none is: its page says why it takes nothing off.
    async fn merged_code(
        &self,
        products: &[&Slug],
        (cart, to): (&Cart, &[u8; 32]),
        (guest, from): (&Cart, &[u8; 32]),
    ) -> Result<Option<String>, Internal> {
        for (of, key) in [(cart, to), (guest, from)] {
            let Some(code) = &of.code else { continue };
            match self.check_code(code, products, key).await {
                Ok(()) => return Ok(Some(code.clone())),
                Err(ChangeError::Internal(error)) => return Err(error),
                Err(_) => {}
            }
        }
        Ok(cart.code.clone())
    }

    /// Puts what a guest gathered into the cart of the account they logged in to, as far as there is room, and empties
    /// the guest's cart. Orders that were placed from it and are not paid go along. Doing it again moves nothing.
    ///
    /// # Errors
    /// [`Internal`]; both carts are as they were.
    pub async fn merge(&self, guest_token: &str, account: i64) -> Result<Merged, Internal> {
        let guest = CartOwner::Guest(guest_token.to_owned()).key();
        let (Some(from), Some(to)) = (guest, CartOwner::Account(account).key()) else {
            return Ok(Merged::default());
        };
        for _ in 0..ATTEMPTS {
            if let Some(merged) = self.try_merge(&from, &to).await? {
                return Ok(merged);
            }
        }
        Err("a cart is changed faster than it can be merged".into())
    }

    /// `None` where another change of one of them came between.
    async fn try_merge(&self, from: &[u8; 32], to: &[u8; 32]) -> Result<Option<Merged>, Internal> {
        let Some(mut guest) = self.store.cart(from).await? else {
            return Ok(Some(Merged::default()));
        };
        let unpaid = async || Ok::<_, Internal>(!self.store.unpaid_orders_of_cart(from).await?.is_empty());
        if guest.lines.is_empty() && !unpaid().await? {
            return Ok(Some(Merged::default()));
        }
        let mut cart = self.store.cart(to).await?.unwrap_or_default();
        let offers = Offers::of(&self.catalogue, &[&guest, &cart], None).await?;
        let (gathered, seen) = (guest.count(), guest.version);
        let before = cart.clone();
        let left_out = cart.merge(&guest, |product, plan| offers.plan(product, plan));
        cart.code = self
            .merged_code(&offers.sold(&cart), (&before, to), (&guest, from))
            .await?;
        guest.empty();
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        // What the guest placed and has not paid stands in the way of the same things being paid once more, as before.
        // Orders are locked before carts, as always.
        write.move_unpaid_orders((from, seen), (to, cart.version), now).await?;
        // In the order of their keys, as carts are always locked.
        let mut puts = [(from, guest), (to, cart)];
        puts.sort_by_key(|(key, _)| *key);
        for (key, cart) in puts {
            if !write.put_cart(key, cart, now).await? {
                return Ok(None);
            }
        }
        if write.has_unpaid_orders(from).await? {
            // Placed while this waited for the cart: once more, and that goes along.
            return Ok(None);
        }
        write.save().await?;
        Ok(Some(Merged {
            moved: gathered - left_out,
            left_out,
        }))
    }

    /// Gives a guest's cart another token, as the checkout begins: whoever planted the one that the browser sends reads
    /// nothing of what is typed from here on. What was typed and ordered before goes along. None where the token stays:
    /// there is nothing to check out, or the network begins too many carts.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn renew(&self, network: &str, guest_token: &str) -> Result<Option<String>, Internal> {
        let Some(from) = CartOwner::Guest(guest_token.to_owned()).key() else {
            return Ok(None);
        };
        let cart = self.store.cart(&from).await?;
        if cart.is_none_or(|cart| cart.lines.is_empty()) {
            return Ok(None);
        }
        match self
            .limiter
            .check_all(&[(&Limit::CART, RateLimitKey::Network(network))])
            .await
        {
            Ok(()) => {}
            Err(LimitError::TooMany(_)) => return Ok(None),
            Err(LimitError::Internal(error)) => return Err(error),
        }
        let (to, token) = self.new_guest()?;
        let now = self.clock.now();
        let retired = now.plus_seconds(RETIRED_SECONDS - KEPT_SECONDS);
        for _ in 0..ATTEMPTS {
            let mut write = self.store.write().await?;
            match write.move_cart(&from, &to, retired, now).await? {
                Moved::Yes => {
                    write.save().await?;
                    return Ok(token);
                }
                Moved::No => return Ok(None),
                Moved::Again => {}
            }
        }
        Err("a cart is changed faster than it can be moved".into())
    }

    /// Forgets carts that nobody changed for [`KEPT_SECONDS`], and those without items after a day; tells how many.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn delete_expired(&self) -> Result<u64, Internal> {
        let before = |seconds: i64| self.clock.now().plus_seconds(-seconds);
        Ok(self
            .store
            .delete_expired_carts(before(KEPT_SECONDS), before(EMPTY_KEPT_SECONDS))
            .await?)
    }

    fn new_guest(&self) -> Result<([u8; 32], Option<String>), Internal> {
        let token = self.secrets.token();
        let key = CartOwner::Guest(token.clone()).key();
        Ok((key.ok_or("a new token is no token")?, Some(token)))
    }

    async fn load(&self, owner: Option<&CartOwner>) -> Result<Cart, Internal> {
        match owner.and_then(CartOwner::key) {
            Some(key) => Ok(self.store.cart(&key).await?.unwrap_or_default()),
            None => Ok(Cart::default()),
        }
    }
}
