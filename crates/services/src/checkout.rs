//! The checkout: from a cart to orders that are paid.
//!
//! What the customer types is kept with the cart, so nothing is lost without JavaScript. Prices, tax and totals are
//! computed here from the catalogue and the table of rates: what the browser says counts for quantities alone.

mod aside;
mod draft;
mod paid;
mod place;
mod price;

use std::sync::Arc;

use domain::Clock;
use domain::checkout::{CheckoutForm, FormError, Step};
use domain::order::{Buyer, ProviderId};
use domain::{Country, Money, address};
use store::Store;
use views::cart::CartView;
use views::checkout::{CheckoutView, Offer, Part};

pub use place::PlaceError;

use self::price::Priced;
use crate::tax::Lookup;
use crate::{CartOwner, Carts, Catalogue, Discounts, Internal, LimitError, Limiter, Orders, Taxes, TokenGenerator};

/// The checkout; clones share what is in it.
#[derive(Clone)]
pub struct Checkout {
    store: Store,
    clock: Arc<dyn Clock>,
    secrets: Arc<TokenGenerator>,
    catalogue: Catalogue,
    carts: Carts,
    taxes: Taxes,
    discounts: Discounts,
    orders: Orders,
    limiter: Limiter,
    /// Whose right of withdrawal counts until the customer has said where they live.
    home: Country,
}

/// Whose checkout it is.
#[derive(Clone, Copy, Debug)]
pub struct Shopper<'a> {
    pub owner: &'a CartOwner,
    /// The account that is logged in, and its address.
    pub account: Option<(i64, &'a str)>,
    /// Where the request comes from, as attempts are counted.
    pub network: &'a str,
}

/// What the checkout is made of.
pub struct CheckoutParts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<TokenGenerator>,
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
            limiter: orders.limiter().clone(),
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

    /// Begins a guest's checkout: see [`Carts::renew`].
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn renew(&self, network: &str, guest_token: &str) -> Result<Option<String>, Internal> {
        self.carts.renew(network, guest_token).await
    }

    /// The checkout's page. `checked`: the form was sent, so it says what is wrong with it, up to this part of it.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn view(&self, shopper: Shopper<'_>, checked: Option<Step>) -> Result<CheckoutView, Internal> {
        let cart = self.carts.view(Some(shopper.owner)).await?;
        let (form, from_last_order) = match self.draft(shopper.owner).await? {
            Some(form) => (form, false),
            None => match self.last_form(shopper).await? {
                Some(form) => (form, true),
                None => (CheckoutForm::default(), false),
            },
        };
        // Nobody has to wait to see the page: an id of which nothing is known yet counts as not confirmed. What is not looked
        // up is not limited either.
        let form = with_address(form, shopper);
        let priced = self
            .price(Some(shopper.owner), &cart, &form, Lookup::Never)
            .await
            .map_err(Internal::of)?;
        let view = self.show(shopper, cart, form, priced, checked);
        Ok(CheckoutView {
            from_last_order,
            ..view
        })
    }

    /// Keeps what was typed and shows what is wrong with all of it: the page asks so after each change. An empty cart
    /// keeps nothing, and the view has no lines.
    ///
    /// # Errors
    /// [`LimitError`]; what was typed is kept.
    pub async fn update(&self, shopper: Shopper<'_>, form: &CheckoutForm) -> Result<CheckoutView, LimitError> {
        self.keep(shopper, form, Step::Payment).await
    }

    /// Keeps what was typed, unless the cart is empty, and shows the page with what is wrong up to a part of it.
    async fn keep(&self, shopper: Shopper<'_>, form: &CheckoutForm, upto: Step) -> Result<CheckoutView, LimitError> {
        let form = with_address(bounded(form), shopper);
        let cart = self.carts.view(Some(shopper.owner)).await?;
        if let (Some(key), false) = (shopper.owner.key(), cart.lines.is_empty()) {
            self.store.put_checkout_form(&key, &form, self.clock.now()).await?;
        }
        let rate_limit_subject = rate_limit_subject(shopper);
        let lookup = self.lookup(shopper, &rate_limit_subject);
        let priced = self.price(Some(shopper.owner), &cart, &form, lookup).await?;
        Ok(self.show(shopper, cart, form, priced, Some(upto)))
    }

    /// The page of a cart and a form.
    fn show(
        &self,
        shopper: Shopper<'_>,
        cart: CartView,
        mut form: CheckoutForm,
        mut priced: Priced,
        checked: Option<Step>,
    ) -> CheckoutView {
        let mut errors = match checked {
            Some(step) => self.errors(&form, &priced, step),
            None => Vec::new(),
        };
        let asks_consent = self.asks_consent(&form, &priced);
        let country = form.country.parse::<Country>().ok();
        if let Some(region) = country.and_then(|country| address::region(country, &form.region)) {
            // As the list has it to choose from.
            region.clone_into(&mut form.region);
        }
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
        let code = cart.code.as_deref().unwrap_or_default();
        let discount_error = priced.discount_error.map(|error| error.sentence(code));
        CheckoutView {
            cart,
            discount_error,
            discount_code: priced.discount.map(|discount| discount.code),
            lines: priced.lines,
            totals: priced.totals,
            tax: priced.tax,
            vat_unconfirmed: priced.vat_unconfirmed,
            offers,
            form,
            address: address::form(country),
            from_last_order: false,
            asks_consent,
            errors,
            account: shopper.account.map(|(_, email)| email.to_owned()),
            page_key: shopper.account.map(|(account, _)| self.page_key(account)),
            seller_email: self.orders.seller().email.clone(),
        }
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
        if let Some(code) = &cart.code {
            let priced = self
                .price(owner, cart, &CheckoutForm::default(), Lookup::Never)
                .await
                .map_err(Internal::of)?;
            cart.code_error = priced.discount_error.map(|error| error.sentence(code));
            let off = priced.totals.discount;
            cart.discount = (off > 0).then(|| Money::new(off, priced.totals.currency));
        }
        Ok(())
    }

    /// Keeps what was typed, and tells which part of the checkout is next: the first with an error, else the one after
    /// `step`.
    ///
    /// # Errors
    /// [`LimitError`]; what was typed is kept.
    pub async fn save(&self, shopper: Shopper<'_>, form: &CheckoutForm, step: Step) -> Result<Step, LimitError> {
        let view = self.keep(shopper, form, step).await?;
        if view.cart.lines.is_empty() {
            return Ok(Step::Contact);
        }
        let first = view.errors.iter().map(|error| Step::of_field(&error.field)).min();
        Ok(first.unwrap_or(step.next().unwrap_or(step)))
    }

    /// How an authority may be asked about the VAT id of a checkout.
    fn lookup<'a>(&'a self, shopper: Shopper<'a>, cart: &'a str) -> Lookup<'a> {
        Lookup::Limited {
            limiter: &self.limiter,
            network: shopper.network,
            cart,
        }
    }

    /// Whether the order needs the buyer's consent to immediate delivery.
    fn asks_consent(&self, form: &CheckoutForm, priced: &Priced) -> bool {
        !priced.lines.is_empty() && self.country(form).has_right_of_withdrawal()
    }

    /// The country that was chosen; until then the seller's.
    fn country(&self, form: &CheckoutForm) -> Country {
        form.country.parse().unwrap_or(self.home)
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
        if self.asks_consent(form, priced) && !form.has_consent() {
            errors.push(error("consent", NO_CONSENT));
        }
        errors.retain(|error| Step::of_field(&error.field) <= upto);
        let address = address::form(form.country.parse().ok());
        errors.sort_by_key(|error| error.position(&address));
        errors
    }

    /// Which lines are paid together by the provider that the form names: each group is an order with a payment of its
    /// own.
    fn groups(&self, form: &CheckoutForm, priced: &Priced) -> Vec<Vec<usize>> {
        let mut offered = self.orders.providers().iter();
        let chosen = offered.find(|provider| provider.id().as_str() == form.provider);
        match chosen {
            Some(provider) if priced.totals.total > 0 => provider.group_by_payment(&priced.lines),
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
                    .group_by_payment(&priced.lines)
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

/// The cart's name where something is counted for it.
fn rate_limit_subject(shopper: Shopper<'_>) -> String {
    let key = shopper.owner.key().unwrap_or_default();
    hex::encode(key)
}

/// What is said where the consent is missing.
const NO_CONSENT: &str = "Please agree to immediate delivery, or we can’t deliver right after payment.";

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
        consent: cut(&form.consent),
    }
}

/// The form with the account's address where none was typed.
fn with_address(mut form: CheckoutForm, shopper: Shopper<'_>) -> CheckoutForm {
    if let (true, Some((_, email))) = (form.email.trim().is_empty(), shopper.account) {
        email.clone_into(&mut form.email);
    }
    form
}

/// The buyer with the VAT id in its canonical form, where one was given, and whether an authority confirmed it.
fn with_vat(mut buyer: Buyer, priced: &Priced) -> Buyer {
    buyer.vat_id.clone_from(&priced.vat_id);
    buyer.vat_verified = priced.vat_verified;
    buyer
}
