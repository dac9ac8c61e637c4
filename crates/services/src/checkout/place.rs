//! Placing orders: the form is checked a last time, everything is frozen, and the customer is sent to the provider.

use domain::Slug;
use domain::account::email_key;
use domain::cart::{Cart, CartLine, Offered};
use domain::checkout::{CONSENT, CheckoutForm, ExpectedTotals, Step};
use domain::order::{Consent, Order, OrderLine, OrderStatus, ProviderId};
use store::{CodeHold, StoredOffer, StoredOrder, Write};

use super::price::Priced;
use super::{Checkout, Shopper, bounded, rate_limit_subject, with_address, with_vat};
use crate::orders::CODE_HELD_SECONDS;
use crate::{Internal, Limit, LimitError, PayError, TooMany};

/// Why no order was placed.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// The form has errors; the first is in this part. What was typed is kept, and the page says what is wrong.
    #[error("please look at the marked fields")]
    Form(Step),
    /// The cart is not the one that the customer saw: it is shown again.
    #[error("your cart was changed in another window; please look at it again")]
    CartModified,
    /// The order comes to another total than the customer saw: it is shown again.
    #[error("the total has changed; please look at it again")]
    TotalChanged,
    /// Prices changed, or the cart is empty: the cart's page says so.
    #[error("your cart has changed; please look at it again")]
    CartNeedsReview,
    /// A payment for some of these products is still on its way: they would be bought twice. The path of its order.
    #[error("a payment for some of these products is still on its way")]
    Pending(String),
    /// A payment that was begun before cannot be closed at the moment: both might be paid.
    #[error("an earlier payment cannot be closed at the moment; please try again")]
    EarlierPaymentOpen,
    /// Too many orders were placed, or too many VAT ids asked about.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Pay(#[from] PayError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for PlaceError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<LimitError> for PlaceError {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::TooMany(error) => Self::TooMany(error),
            LimitError::Internal(error) => Self::Internal(error),
        }
    }
}

impl Checkout {
    /// Places the orders of a cart as the customer saw it, and begins to pay the first. Returns where the customer goes:
    /// the provider's page, or the page of an order that needs no payment.
    ///
    /// # Errors
    /// [`PlaceError`]; the cart is as it was.
    pub async fn place(
        &self,
        shopper: Shopper<'_>,
        seen: ExpectedTotals,
        form: &CheckoutForm,
    ) -> Result<String, PlaceError> {
        let key = shopper.owner.key().ok_or(PlaceError::CartNeedsReview)?;
        let form = with_address(bounded(form), shopper);
        let cart = self.carts.view(Some(shopper.owner)).await?;
        if cart.lines.is_empty() {
            // Somebody came back to the page after paying.
            return self.paid(shopper.owner).await?.ok_or(PlaceError::CartNeedsReview);
        }
        self.store.put_checkout_form(&key, &form, self.clock.now()).await?;
        if cart.version != seen.version {
            return Err(PlaceError::CartModified);
        }
        let rate_limit_subject = rate_limit_subject(shopper);
        let lookup = self.lookup(shopper, &rate_limit_subject);
        let mut priced = self.price(Some(shopper.owner), &cart, &form, lookup).await?;
        if cart.must_confirm() || priced.lines.is_empty() || priced.discount_error.is_some() {
            return Err(PlaceError::CartNeedsReview);
        }
        let errors = self.errors(&form, &priced, Step::Payment);
        if let Some(first) = errors.iter().map(|error| Step::of_field(&error.field)).min() {
            return Err(PlaceError::Form(first));
        }
        let groups = self.groups(&form, &priced);
        priced.charge_in(&groups);
        // Without JavaScript a changed country or VAT id changes the total only now, before the customer sees it.
        if priced.totals.total != seen.total {
            return Err(PlaceError::TotalChanged);
        }
        self.limiter
            .check(&Limit::ORDER, shopper.network, &rate_limit_subject)
            .await?;
        if priced.totals.total == 0 {
            // Nothing holds it up, and it sends a mail to whatever address was typed.
            let address = email_key(&form.email);
            self.limiter
                .check(&Limit::FREE_ORDER, shopper.network, &address)
                .await?;
        }
        if let Some(path) = self.supersede_unpaid(&key, &priced.lines).await? {
            return Ok(path);
        }
        if let Some(code) = &cart.code {
            self.orders.check_code_hold_limit(shopper.network, code).await?;
        }
        let orders = self.freeze(shopper, (&key, seen.version), &form, &priced, &groups)?;
        let mut write = self.store.write().await?;
        // Held from here on, so that no other window places another version of this cart unseen.
        let Some(cart) = write.cart(&key).await?.filter(|cart| cart.version == seen.version) else {
            return Err(PlaceError::CartModified);
        };
        if !self.matches_current_offers(&mut write, &cart, &priced.lines).await? {
            drop(write);
            // The cart's page says what has changed; it must know of it too.
            self.catalogue.refresh().await.map_err(Internal::of)?;
            return Err(PlaceError::CartNeedsReview);
        }
        for stored in &orders {
            let now = stored.order.placed_at;
            let held = match &stored.order.discount_code {
                Some(code) => write.hold_discount(code, stored, now).await?,
                None => CodeHold::Unlimited,
            };
            if held == CodeHold::UsedUp {
                // Somebody else took its last use meanwhile: the cart's page says so.
                return Err(PlaceError::CartNeedsReview);
            }
            write.put_order(stored).await?;
            if held == CodeHold::Held {
                let until = now.plus_seconds(CODE_HELD_SECONDS);
                write.hold_code_until(&stored.order.id, until).await?;
                self.orders.push_release(&mut write, stored, until).await?;
            }
        }
        // Consent is for one order: whoever comes back to the checkout is asked again.
        let form = CheckoutForm {
            consent: String::new(),
            ..form
        };
        write.put_checkout_form(&key, &form, self.clock.now()).await?;
        write.save().await?;
        let first = orders.into_iter().next().ok_or(PlaceError::CartNeedsReview)?;
        Ok(self.orders.pay_stored(first, None).await?)
    }

    /// Whether every line still matches the published offers and the prices that were just computed.
    async fn matches_current_offers(
        &self,
        write: &mut Write,
        cart: &Cart,
        lines: &[OrderLine],
    ) -> Result<bool, PlaceError> {
        let products: Vec<&Slug> = cart.lines.iter().map(|line| &line.product).collect();
        let (offers, now) = (write.offers(&products).await?, self.clock.now());
        let is_same = |line: &CartLine| {
            let mut here = offers.iter().filter(|offer| offer.published_at <= now);
            let offer = here.find(|offer| offer.product == line.product && offer.plan.slug == line.plan);
            let mut priced = lines.iter();
            let priced = priced.find(|priced| priced.product == line.product && priced.plan == line.plan);
            let (Some(StoredOffer { title, plan, .. }), Some(priced)) = (offer, priced) else {
                return false;
            };
            line.differences(Offered { title, plan }).is_empty()
                && (priced.unit, priced.billing, priced.quantity) == (plan.amount, plan.billing, line.quantity)
                && priced.license == plan.license
        };
        Ok(cart.lines.len() == lines.len() && cart.lines.iter().all(is_same))
    }

    /// Supersedes the earlier unpaid orders of the cart, so that the customer cannot pay twice. Returns where to redirect
    /// if one of them turns out to be paid; fails if a pending one has a product in common.
    async fn supersede_unpaid(&self, key: &[u8; 32], lines: &[OrderLine]) -> Result<Option<String>, PlaceError> {
        // Asks about all before it abandons any, so that an error leaves them unchanged.
        let mut open = Vec::new();
        for stored in self.store.unpaid_orders_of_cart(key).await? {
            match self.orders.refresh_status(&stored).await.map_err(earlier)? {
                OrderStatus::Open | OrderStatus::Failed => open.push(stored),
                status => {
                    if let Some(path) = self.redirect_for(key, stored, status, lines).await? {
                        return Ok(Some(path));
                    }
                }
            }
        }
        for stored in open {
            let abandoned = self.orders.abandon(&stored.order.id, OrderStatus::Superseded).await;
            let status = abandoned.map_err(earlier)?;
            if let Some(path) = self.redirect_for(key, stored, status, lines).await? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Where to redirect if an earlier order is paid already. An order that was placed under another key of the lineage may
    /// be another visitor's, so its link carries no key.
    async fn redirect_for(
        &self,
        key: &[u8; 32],
        other: StoredOrder,
        status: OrderStatus,
        lines: &[OrderLine],
    ) -> Result<Option<String>, PlaceError> {
        let same = |line: &OrderLine| other.order.lines.iter().any(|bought| bought.product == line.product);
        match status {
            OrderStatus::Paid if other.cart == key => Ok(Some(self.orders.pay_stored(other, None).await?)),
            OrderStatus::Paid => Ok(Some(self.orders.path(&other, false))),
            OrderStatus::Pending if lines.iter().any(same) => Err(PlaceError::Pending(match other.cart == key {
                true => self.orders.own_path(&other),
                false => self.orders.path(&other, false),
            })),
            _ => Ok(None),
        }
    }

    /// The orders of a cart, one for each payment.
    fn freeze(
        &self,
        shopper: Shopper<'_>,
        (key, version): (&[u8; 32], i64),
        form: &CheckoutForm,
        priced: &Priced,
        groups: &[Vec<usize>],
    ) -> Result<Vec<StoredOrder>, PlaceError> {
        let buyer = form.buyer().map_err(|_| PlaceError::Form(Step::Contact))?;
        let buyer = with_vat(buyer, priced);
        let tax = priced.tax.as_ref().ok_or(PlaceError::Form(Step::Billing))?;
        let id = if priced.totals.total == 0 {
            ProviderId::Free
        } else {
            ProviderId::parse(&form.provider).ok_or(PlaceError::Form(Step::Payment))?
        };
        let checkout = self.secrets.token();
        let now = self.clock.now();
        // The form was checked: where consent is asked for, it was given.
        let consent = self.asks_consent(form, priced).then(|| Consent {
            at: now,
            text: CONSENT.to_owned(),
        });
        let stored = groups.iter().zip(0_i64..).map(|(group, position)| {
            let (lines, totals) = priced.part(group);
            StoredOrder {
                order: Order {
                    id: self.secrets.token(),
                    number: None,
                    status: OrderStatus::Open,
                    buyer: buyer.clone(),
                    lines,
                    totals,
                    tax: tax.clone(),
                    discount_code: priced
                        .discount
                        .as_ref()
                        .filter(|_| totals.discount > 0)
                        .map(|discount| discount.code.clone()),
                    provider: if totals.total == 0 { ProviderId::Free } else { id },
                    account: shopper.account.map(|(account, _)| account),
                    consent: consent.clone(),
                    placed_at: now,
                    paid_at: None,
                },
                cart: key.to_vec(),
                cart_version: version,
                checkout: checkout.clone(),
                position,
                attempt: 0,
                reason: None,
                version: 0,
                link_version: 0,
            }
        });
        Ok(stored.collect())
    }
}

/// An error of an earlier order must not be reported as one of this order.
fn earlier(error: PayError) -> PlaceError {
    match error {
        PayError::Internal(error) => error.into(),
        _ => PlaceError::EarlierPaymentOpen,
    }
}
