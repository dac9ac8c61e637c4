//! Carts: kept in the database behind a token in the customer's cookie, for guests and without JavaScript too.

use std::collections::HashMap;
use std::sync::Arc;

use domain::cart::{Cart, CartChange, CartError, CartView, CartViewLine, LineState, only_one};
use domain::storefront::ProductDetail;
use domain::{Clock, MediaKind, Money, Plan, Slug};
use sha2::{Digest as _, Sha256};
use store::Store;

use crate::{Catalogue, CatalogueError, Internal, Secrets};

/// The carts of the marketplace; clones share what is in it.
#[derive(Clone)]
pub struct Carts {
    store: Store,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    secrets: Arc<Secrets>,
}

/// Why a cart was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error(transparent)]
    Refused(#[from] CartError),
    /// It was changed elsewhere meanwhile, as in another tab; this is how it stands.
    #[error("your cart was changed in another window; this is how it stands now")]
    Stale(Box<CartView>),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for ChangeError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// How often a change that fits any version is tried when others come between.
const ATTEMPTS: usize = 8;

type Details = HashMap<Slug, Arc<ProductDetail>>;

impl Carts {
    pub fn new(store: Store, catalogue: Catalogue, clock: Arc<dyn Clock>, secrets: Arc<Secrets>) -> Self {
        Self {
            store,
            catalogue,
            clock,
            secrets,
        }
    }

    /// How many things are in the cart of a token; without one, or with one that nobody knows, none.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn count(&self, token: Option<&str>) -> Result<u32, Internal> {
        Ok(self.load(token).await?.count())
    }

    /// The cart of a token, at today's prices.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn view(&self, token: Option<&str>) -> Result<CartView, Internal> {
        let cart = self.load(token).await?;
        let details = self.details(&cart, None).await?;
        Ok(self.show(&cart, &details))
    }

    /// Changes the cart of a token. `version` is the one that the customer saw; without one the change fits any
    /// (one more of a plan does). Returns the cart, and the token to remember where there was none.
    ///
    /// # Errors
    /// [`ChangeError`]; the cart is as it was.
    pub async fn change(
        &self,
        token: Option<&str>,
        version: Option<i64>,
        change: &CartChange,
    ) -> Result<(CartView, Option<String>), ChangeError> {
        // A token that nobody was given is not taken for one: a planted cookie must not become a shared cart.
        let known = match token {
            Some(token) if self.stored(token).await?.is_some() => Some(token.to_owned()),
            _ => None,
        };
        let made = known.is_none().then(|| self.secrets.token());
        let token = known.or_else(|| made.clone()).expect("made where none is known");
        for _ in 0..ATTEMPTS {
            let mut cart = self.stored(&token).await?.unwrap_or_default();
            let details = self.details(&cart, Some(change)).await?;
            if version.is_some_and(|version| version != cart.version) {
                return Err(ChangeError::Stale(Box::new(self.show(&cart, &details))));
            }
            let was = cart.version;
            cart.apply(change, |product, plan| offer(&details, product, plan))?;
            if cart.version == was || self.store.put_cart(&hash(&token), was, &cart, self.clock.now()).await? {
                return Ok((self.show(&cart, &details), made));
            }
        }
        Err(ChangeError::Internal(
            "a cart is changed faster than it can be read".into(),
        ))
    }

    async fn load(&self, token: Option<&str>) -> Result<Cart, Internal> {
        match token {
            Some(token) => Ok(self.stored(token).await?.unwrap_or_default()),
            None => Ok(Cart::default()),
        }
    }

    async fn stored(&self, token: &str) -> Result<Option<Cart>, Internal> {
        if is_token(token) {
            Ok(self.store.cart(&hash(token)).await?)
        } else {
            Ok(None)
        }
    }

    /// The products of a cart, and of a change to it, as they are sold today.
    async fn details(&self, cart: &Cart, change: Option<&CartChange>) -> Result<Details, Internal> {
        let added = match change {
            Some(CartChange::Add { product, .. }) => Some(product),
            _ => None,
        };
        let mut details = Details::new();
        for slug in cart.lines.iter().map(|line| &line.product).chain(added) {
            if !details.contains_key(slug)
                && let Some(detail) = self.catalogue.product(slug.as_str()).await.map_err(internal)?
            {
                details.insert(slug.clone(), detail);
            }
        }
        Ok(details)
    }

    fn show(&self, cart: &Cart, details: &Details) -> CartView {
        let currency = self.catalogue.currency();
        let lines: Vec<CartViewLine> = cart
            .lines
            .iter()
            .map(|line| {
                let detail = details.get(&line.product);
                let plan = offer(details, &line.product, &line.plan);
                let price = plan.map_or(line.seen, Plan::price);
                let state = match plan {
                    None => LineState::Gone,
                    Some(_) if price != line.seen => LineState::Was(line.seen),
                    Some(_) => LineState::Same,
                };
                let counted = if plan.is_some() { i64::from(line.quantity) } else { 0 };
                let image = |d: &Arc<ProductDetail>| {
                    d.media
                        .iter()
                        .find(|m| m.kind == MediaKind::Image)
                        .map(|m| m.url.clone())
                };
                CartViewLine {
                    product: line.product.clone(),
                    plan: line.plan.clone(),
                    title: detail.map_or_else(|| line.product.label(), |d| d.title.clone()),
                    plan_name: plan.map_or_else(|| line.plan.label(), |p| p.name.clone()),
                    image: detail.and_then(image),
                    billing: plan.map_or(domain::Billing::OneTime, |p| p.billing),
                    quantity: line.quantity,
                    only_one: plan.is_some_and(only_one),
                    price,
                    // Amounts, quantities and lines are bounded so that no sum comes near the end of i64.
                    total: Money::new(price.amount * counted, currency),
                    state,
                }
            })
            .collect();
        let subtotal = Money::new(lines.iter().map(|line| line.total.amount).sum(), currency);
        CartView {
            version: cart.version,
            count: cart.count(),
            lines,
            subtotal,
        }
    }
}

fn offer<'a>(details: &'a Details, product: &Slug, plan: &Slug) -> Option<&'a Plan> {
    details.get(product)?.plans.iter().find(|p| p.slug == *plan)
}

fn internal(error: CatalogueError) -> Internal {
    match error {
        CatalogueError::Internal(internal) => internal,
        CatalogueError::Currency { .. } => "the catalogue's currency changed".into(),
    }
}

fn is_token(token: &str) -> bool {
    token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What is stored of a token: who reads the database cannot take anyone's cart.
fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
