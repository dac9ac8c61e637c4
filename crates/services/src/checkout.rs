//! The checkout: from a cart to orders that are paid.
//!
//! What the customer types is kept with the cart, so nothing is lost without JavaScript. Prices, tax and totals are
//! computed here from the catalogue and the table of rates: what the browser says counts for quantities alone.

mod place;
mod price;

use std::sync::Arc;

use domain::Clock;
use domain::cart::CartView;
use domain::checkout::{CheckoutForm, CheckoutView, FormError, Offer, Part, Step};
use domain::order::{Buyer, ProviderId};
use domain::{Country, Money};
use store::Store;

pub use place::PlaceError;

use self::price::{Priced, sentence};
use crate::{CartOwner, Carts, Catalogue, Discounts, Internal, Orders, Secrets, Taxes};

/// The checkout; clones share what is in it.
#[derive(Clone)]
pub struct Checkout {
    store: Store,
    clock: Arc<dyn Clock>,
    secrets: Arc<Secrets>,
    catalogue: Catalogue,
    carts: Carts,
    taxes: Taxes,
    discounts: Discounts,
    orders: Orders,
    /// Where an order is taxed until the customer has said where they live.
    home: Country,
}

/// Whose checkout it is.
#[derive(Clone, Copy, Debug)]
pub struct Shopper<'a> {
    pub owner: &'a CartOwner,
    /// The account that is logged in, and its address.
    pub account: Option<(i64, &'a str)>,
}

/// What the checkout is made of.
pub struct CheckoutParts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<Secrets>,
    pub catalogue: Catalogue,
    pub carts: Carts,
    pub taxes: Taxes,
    pub discounts: Discounts,
    pub orders: Orders,
    pub home: Country,
}

impl Checkout {
    pub fn new(parts: CheckoutParts) -> Self {
        let CheckoutParts {
            store,
            clock,
            secrets,
            catalogue,
            carts,
            taxes,
            discounts,
            orders,
            home,
        } = parts;
        Self {
            store,
            clock,
            secrets,
            catalogue,
            carts,
            taxes,
            discounts,
            orders,
            home,
        }
    }

    /// The checkout's page. `checked`: the form was sent, so it says what is wrong with it, up to this part of it.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn view(&self, shopper: Shopper<'_>, checked: Option<Step>) -> Result<CheckoutView, Internal> {
        let cart = self.carts.view(Some(shopper.owner)).await?;
        let mut form = self.form(shopper).await?;
        if let (true, Some((_, email))) = (form.email.is_empty(), shopper.account) {
            email.clone_into(&mut form.email);
        }
        let mut priced = self.price(Some(shopper.owner), &cart, &form).await?;
        let mut errors = match checked {
            Some(step) => self.errors(&form, &priced, step),
            None => Vec::new(),
        };
        let offers = self.offers(&priced);
        if !offers.iter().any(|offer| offer.provider.as_str() == form.provider) {
            form.provider = offers
                .first()
                .map(|o| o.provider.as_str().to_owned())
                .unwrap_or_default();
        }
        errors.dedup();
        let groups = self.groups(&form, &priced);
        priced.charge_in(&groups);
        Ok(CheckoutView {
            cart,
            discount_error: priced.discount_error.map(|error| sentence(&error.to_string())),
            discount_code: priced.discount.map(|discount| discount.code),
            lines: priced.lines,
            totals: priced.totals,
            tax: priced.tax,
            vat_unconfirmed: priced.vat_unconfirmed,
            offers,
            form,
            errors,
            account: shopper.account.map(|(_, email)| email.to_owned()),
            seller_email: self.orders.seller().email.clone(),
        })
    }

    /// The cart's page with what its discount code takes off.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn cart(&self, owner: Option<&CartOwner>) -> Result<CartView, Internal> {
        let mut cart = self.carts.view(owner).await?;
        self.discount(owner, &mut cart).await?;
        Ok(cart)
    }

    /// Fills in what the cart's discount code takes off.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn discount(&self, owner: Option<&CartOwner>, cart: &mut CartView) -> Result<(), Internal> {
        if cart.code.is_some() {
            let priced = self.price(owner, cart, &CheckoutForm::default()).await?;
            cart.code_error = priced.discount_error.map(|error| error.to_string());
            let off = priced.totals.discount;
            cart.discount = (off > 0).then(|| Money::new(off, priced.totals.currency));
        }
        Ok(())
    }

    /// Keeps what was typed, and tells which part of the checkout is next: the first with an error, else the one after
    /// `step`.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn save(&self, shopper: Shopper<'_>, form: &CheckoutForm, step: Step) -> Result<Step, Internal> {
        let Some(key) = shopper.owner.key() else {
            return Ok(Step::Contact);
        };
        if self.carts.count(Some(shopper.owner)).await? == 0 {
            return Ok(Step::Contact);
        }
        self.store
            .put_checkout_form(&key, &bounded(form), self.clock.now())
            .await?;
        let view = self.view(shopper, Some(step)).await?;
        let first = view.errors.iter().map(|error| Step::of_field(&error.field)).min();
        Ok(first.unwrap_or(step.next().unwrap_or(step)))
    }

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
            self.store.put_checkout_form(&to, &form, self.clock.now()).await?;
        }
        Ok(())
    }

    async fn form(&self, shopper: Shopper<'_>) -> Result<CheckoutForm, Internal> {
        Ok(match shopper.owner.key() {
            Some(key) => self.store.checkout_form(&key).await?.unwrap_or_default(),
            None => CheckoutForm::default(),
        })
    }

    /// What is wrong with the form, up to a part of it.
    fn errors(&self, form: &CheckoutForm, priced: &Priced, upto: Step) -> Vec<FormError> {
        let mut errors = form.buyer().err().unwrap_or_default();
        errors.extend(priced.vat_error.clone());
        let offered = |id: &str| {
            let mut ids = self.orders.providers().iter().map(|provider| provider.id());
            ids.any(|known| known.as_str() == id)
        };
        if priced.totals.total > 0 && !offered(&form.provider) {
            errors.push(error("provider", "Please choose how to pay."));
        }
        errors.retain(|error| Step::of_field(&error.field) <= upto);
        errors.sort_by_key(FormError::position);
        errors
    }

    /// Which lines are paid together by the provider that the form names: each group is an order with a payment of its
    /// own.
    fn groups(&self, form: &CheckoutForm, priced: &Priced) -> Vec<Vec<usize>> {
        let mut offered = self.orders.providers().iter();
        let chosen = offered.find(|provider| provider.id().as_str() == form.provider);
        match chosen {
            Some(provider) if priced.totals.total > 0 => provider.split(&priced.lines),
            _ => vec![(0..priced.lines.len()).collect()],
        }
    }

    /// The ways to pay, each with the payments that it takes.
    fn offers(&self, priced: &Priced) -> Vec<Offer> {
        if priced.totals.total == 0 {
            return Vec::new();
        }
        let providers = self.orders.providers().iter();
        providers
            .map(|provider| Offer {
                provider: provider.id(),
                label: label(provider.id()).to_owned(),
                parts: provider
                    .split(&priced.lines)
                    .iter()
                    .map(|group| {
                        let (lines, totals) = priced.part(group);
                        Part {
                            what: lines.iter().map(|l| format!("{} ({})", l.title, l.plan_name)).collect(),
                            total: totals.total(),
                        }
                    })
                    .collect(),
            })
            .collect()
    }
}

fn label(provider: ProviderId) -> &'static str {
    match provider {
        ProviderId::Free => "Nothing to pay",
        ProviderId::Sandbox => "Sandbox (test payment)",
        ProviderId::Stripe => "Card",
        ProviderId::Paypal => "PayPal",
    }
}

fn error(field: &str, message: &str) -> FormError {
    FormError {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

/// The form with each field cut to a length that nobody types.
fn bounded(form: &CheckoutForm) -> CheckoutForm {
    let cut = |text: &String| text.chars().filter(|c| *c != '\0').take(500).collect();
    CheckoutForm {
        email: cut(&form.email),
        name: cut(&form.name),
        company: cut(&form.company),
        street: cut(&form.street),
        city: cut(&form.city),
        postal_code: cut(&form.postal_code),
        region: cut(&form.region),
        country: cut(&form.country),
        vat_id: cut(&form.vat_id),
        provider: cut(&form.provider),
    }
}

/// The buyer with the VAT id in its canonical form, where one was given, and whether an authority confirmed it.
fn with_vat(mut buyer: Buyer, priced: &Priced) -> Buyer {
    buyer.vat_id.clone_from(&priced.vat_id);
    buyer.vat_verified = priced.vat_verified;
    buyer
}
