//! The cart: which plans a customer means to buy. Prices are never its own: they come with the offers of the catalogue.

use serde::{Deserialize, Serialize};

use crate::{Billing, Money, Plan, Slug};

/// The most lines in a cart.
pub const MAX_LINES: usize = 50;
/// The most of one plan in a cart.
pub const MAX_QUANTITY: u32 = 99;

/// A plan in a cart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CartLine {
    pub product: Slug,
    pub plan: Slug,
    /// From 1.
    pub quantity: u32,
    /// The price of one that the customer has seen; one that differs from today's must be confirmed.
    pub seen: Money,
}

/// A customer's cart. Every change gives it a new version; a change made from another version is refused.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Cart {
    pub version: i64,
    pub lines: Vec<CartLine>,
}

/// What a customer does to a cart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CartChange {
    /// One more of a plan.
    Add { product: Slug, plan: Slug },
    /// So many of a plan; 0 takes it out.
    Set { product: Slug, plan: Slug, quantity: u32 },
    /// Take today's prices, and take out what is sold no more.
    Confirm,
}

/// Why a cart stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CartError {
    #[error("this plan is not sold any more")]
    NotSold,
    #[error("this plan is not in your cart")]
    NotThere,
    #[error("a subscription or API plan can be bought once per order")]
    OnlyOne,
    #[error("at most {MAX_QUANTITY} of one plan")]
    TooMany,
    #[error("a cart holds at most {MAX_LINES} different plans")]
    Full,
}

/// Whether a plan is bought once per order: subscriptions and plans that count calls.
pub fn only_one(plan: &Plan) -> bool {
    plan.billing != Billing::OneTime || plan.license.monthly_calls.is_some()
}

impl Cart {
    /// Applies a change; `offer` finds a plan as it is sold today. On an error nothing has changed.
    ///
    /// # Errors
    /// [`CartError`]; the version moves only when something changed.
    pub fn apply<'a>(
        &mut self,
        change: &CartChange,
        offer: impl Fn(&Slug, &Slug) -> Option<&'a Plan>,
    ) -> Result<(), CartError> {
        let mut lines = self.lines.clone();
        match change {
            CartChange::Add { product, plan } => {
                let offered = offer(product, plan).ok_or(CartError::NotSold)?;
                match position(&lines, product, plan) {
                    Some(i) => lines[i] = with_quantity(&lines[i], offered, lines[i].quantity + 1)?,
                    None if lines.len() >= MAX_LINES => return Err(CartError::Full),
                    None => lines.push(CartLine {
                        product: product.clone(),
                        plan: plan.clone(),
                        quantity: 1,
                        seen: offered.price(),
                    }),
                }
            }
            CartChange::Set {
                product,
                plan,
                quantity,
            } => {
                let i = position(&lines, product, plan).ok_or(CartError::NotThere)?;
                if *quantity == 0 {
                    lines.remove(i);
                } else {
                    let offered = offer(product, plan).ok_or(CartError::NotSold)?;
                    lines[i] = with_quantity(&lines[i], offered, *quantity)?;
                }
            }
            CartChange::Confirm => lines.retain_mut(|line| match offer(&line.product, &line.plan) {
                Some(offered) => {
                    line.seen = offered.price();
                    true
                }
                None => false,
            }),
        }
        if lines != self.lines {
            self.lines = lines;
            self.version += 1;
        }
        Ok(())
    }

    /// How many things are in the cart, as its badge shows.
    pub fn count(&self) -> u32 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}

fn position(lines: &[CartLine], product: &Slug, plan: &Slug) -> Option<usize> {
    lines
        .iter()
        .position(|line| line.product == *product && line.plan == *plan)
}

/// The line with another quantity. What the customer has seen stays: a new price is confirmed, never slipped in.
fn with_quantity(line: &CartLine, offered: &Plan, quantity: u32) -> Result<CartLine, CartError> {
    match quantity {
        2.. if only_one(offered) => Err(CartError::OnlyOne),
        _ if quantity > MAX_QUANTITY => Err(CartError::TooMany),
        _ => Ok(CartLine {
            quantity,
            ..line.clone()
        }),
    }
}

/// What a cart's page says about a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LineState {
    /// As the customer saw it.
    Same,
    /// The price was this when the customer put it in.
    Was(Money),
    /// Sold no more: it counts for nothing.
    Gone,
}

/// A line as the cart's page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CartViewLine {
    pub product: Slug,
    pub plan: Slug,
    pub title: String,
    pub plan_name: String,
    pub image: Option<String>,
    pub billing: Billing,
    pub quantity: u32,
    /// Whether it can only be bought once.
    pub only_one: bool,
    /// Today's price of one.
    pub price: Money,
    /// Of the line, at today's price; nothing where it is sold no more.
    pub total: Money,
    pub state: LineState,
}

/// A cart as its page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CartView {
    pub version: i64,
    pub count: u32,
    pub lines: Vec<CartViewLine>,
    /// Before tax, at today's prices.
    pub subtotal: Money,
}

impl CartView {
    /// Whether prices or offers changed and wait for the customer's word.
    pub fn must_confirm(&self) -> bool {
        self.lines.iter().any(|line| line.state != LineState::Same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Currency, LicenseTerms};

    fn slug(s: &str) -> Slug {
        s.parse().expect("a slug of the test")
    }

    fn plan(name: &str, amount: i64, billing: Billing) -> Plan {
        Plan {
            slug: slug(name),
            name: name.to_owned(),
            amount,
            currency: Currency::USD,
            billing,
            features: vec![],
            license: LicenseTerms::default(),
        }
    }

    /// A shop that sells these plans of every product.
    fn change(cart: &mut Cart, plans: &[Plan], change: CartChange) -> Result<(), CartError> {
        cart.apply(&change, |_, plan| plans.iter().find(|p| p.slug == *plan))
    }

    fn add(product: &str, plan: &str) -> CartChange {
        CartChange::Add {
            product: slug(product),
            plan: slug(plan),
        }
    }

    fn set(product: &str, plan: &str, quantity: u32) -> CartChange {
        CartChange::Set {
            product: slug(product),
            plan: slug(plan),
            quantity,
        }
    }

    #[test]
    fn counts_one_more_and_gives_each_change_a_version() {
        let plans = [
            plan("solo", 4_900, Billing::OneTime),
            plan("team", 9_900, Billing::Monthly),
        ];
        let mut cart = Cart::default();
        change(&mut cart, &plans, add("geo", "solo")).expect("sold");
        change(&mut cart, &plans, add("geo", "solo")).expect("sold");
        change(&mut cart, &plans, add("geo", "team")).expect("sold");
        assert_eq!((cart.count(), cart.lines.len(), cart.version), (3, 2, 3));
        change(&mut cart, &plans, set("geo", "solo", 5)).expect("in the cart");
        change(&mut cart, &plans, set("geo", "team", 0)).expect("in the cart");
        assert_eq!((cart.count(), cart.lines.len(), cart.version), (5, 1, 5));
        change(&mut cart, &plans, set("geo", "solo", 5)).expect("in the cart");
        assert_eq!(cart.version, 5, "nothing changed");
    }

    #[test]
    fn refuses_and_stays_as_it_is() {
        let plans = [
            plan("solo", 4_900, Billing::OneTime),
            plan("team", 9_900, Billing::Monthly),
        ];
        let mut cart = Cart::default();
        assert_eq!(change(&mut cart, &plans, add("geo", "gold")), Err(CartError::NotSold));
        assert_eq!(
            change(&mut cart, &plans, set("geo", "solo", 1)),
            Err(CartError::NotThere)
        );
        change(&mut cart, &plans, add("geo", "team")).expect("sold");
        assert_eq!(change(&mut cart, &plans, add("geo", "team")), Err(CartError::OnlyOne));
        change(&mut cart, &plans, add("geo", "solo")).expect("sold");
        assert_eq!(
            change(&mut cart, &plans, set("geo", "solo", MAX_QUANTITY + 1)),
            Err(CartError::TooMany)
        );
        assert_eq!(
            change(&mut cart, &plans, set("geo", "solo", u32::MAX)),
            Err(CartError::TooMany)
        );
        for i in cart.lines.len()..MAX_LINES {
            change(&mut cart, &plans, add(&format!("p{i}"), "solo")).expect("sold");
        }
        let before = cart.clone();
        assert_eq!(change(&mut cart, &plans, add("one-more", "solo")), Err(CartError::Full));
        assert_eq!(cart, before);
    }

    #[test]
    fn a_new_price_waits_to_be_confirmed() {
        let mut cart = Cart::default();
        let old = [
            plan("solo", 4_900, Billing::OneTime),
            plan("old", 100, Billing::OneTime),
        ];
        change(&mut cart, &old, add("geo", "solo")).expect("sold");
        change(&mut cart, &old, add("geo", "old")).expect("sold");
        let new = [plan("solo", 5_900, Billing::OneTime)];
        change(&mut cart, &new, add("geo", "solo")).expect("sold");
        assert_eq!(
            cart.lines[0].seen.amount, 4_900,
            "one more does not confirm the new price"
        );
        change(&mut cart, &new, CartChange::Confirm).expect("always");
        assert_eq!(cart.lines.len(), 1);
        assert_eq!(cart.lines[0].seen.amount, 5_900);
    }
}
