//! The cart: which plans a customer means to buy. Prices are never its own: they come with the offers of the catalogue.

mod error;
mod key;
mod quote;

use serde::{Deserialize, Serialize};

use crate::order::OrderLine;
use crate::{Billing, Money, Plan, Slug};

pub use error::CartError;
pub use key::{ChangeKey, ChangeKeyError};
pub use quote::{Difference, Fingerprint, Offered, QuotedTerms};

/// The most lines in a cart.
pub const MAX_LINES: usize = 50;
/// The most of one plan in a cart.
pub const MAX_QUANTITY: u32 = 99;
/// The longest discount code, in characters.
pub const MAX_CODE: usize = 40;
/// How many keys of changes a cart remembers.
const MAX_KEYS: usize = 16;

/// A plan in a cart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CartLine {
    pub product: Slug,
    pub plan: Slug,
    /// From 1.
    pub quantity: u32,
    /// The price of one that the customer has seen; one that differs from today's must be confirmed.
    pub seen: Money,
    /// What else the customer has seen of the plan. None in carts of before it was kept, and where the page that they came
    /// from showed another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<QuotedTerms>,
}

/// A customer's cart. Every change gives it a new version; a change made from another version is refused.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Cart {
    pub version: i64,
    pub lines: Vec<CartLine>,
    /// The discount code that the customer typed, in capitals. What it is worth is not the cart's to know.
    pub code: Option<String>,
    /// The keys of the last changes that had one, the oldest first.
    pub keys: Vec<String>,
}

/// What a customer does to a cart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CartChange {
    /// One more of a plan; of several with one key the first counts.
    Add {
        product: Slug,
        plan: Slug,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<ChangeKey>,
        /// The fingerprint of the plan as the page showed it ([`Offered::fingerprint`]): where it is another by now, the
        /// line waits to be confirmed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<String>,
    },
    /// So many of a plan; 0 takes it out.
    Set { product: Slug, plan: Slug, quantity: u32 },
    /// Take what is sold today for what was put in, and take out what is sold no more and what is too many.
    Confirm,
    /// The same, of a cart that was shown with this fingerprint (as `views` makes it): one that is sold otherwise by
    /// now is shown again.
    ConfirmShown(String),
    /// Another discount code, as it was typed; an empty one takes it away.
    Code(String),
}

impl CartChange {
    /// One more of a plan, without a key.
    pub fn add(product: Slug, plan: Slug) -> Self {
        Self::Add {
            product,
            plan,
            key: None,
            seen: None,
        }
    }

    /// By which it is known when it is sent again.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::Add {
                product,
                plan,
                key: Some(key),
                ..
            } => Some(format!("{key} {product}/{plan}")),
            _ => None,
        }
    }
}

/// The quantity that was typed, and `step` more or less of it.
///
/// # Errors
/// [`CartError::NotANumber`] and [`CartError::TooMany`].
pub fn read_quantity(typed: &str, step: i32) -> Result<u32, CartError> {
    let typed = typed.trim();
    if typed.is_empty() || !typed.bytes().all(|b| b.is_ascii_digit()) {
        return Err(CartError::NotANumber);
    }
    let quantity: u32 = typed.parse().map_err(|_| CartError::TooMany)?;
    let quantity = quantity.saturating_add_signed(step);
    if quantity > MAX_QUANTITY {
        return Err(CartError::TooMany);
    }
    Ok(quantity)
}

/// Whether a plan is bought once per order: subscriptions and plans that count calls.
pub fn only_one(plan: &Plan) -> bool {
    plan.billing != Billing::OneTime || plan.license.monthly_calls.is_some()
}

/// The most of a plan that an order takes.
pub fn most_of(plan: &Plan) -> u32 {
    if only_one(plan) { 1 } else { MAX_QUANTITY }
}

impl Cart {
    /// Applies a change; `offer` finds a plan as it is sold today. On an error nothing has changed.
    ///
    /// # Errors
    /// [`CartError`]; the version moves only when something changed.
    pub fn apply<'a>(
        &mut self,
        change: &CartChange,
        offer: impl Fn(&Slug, &Slug) -> Option<Offered<'a>>,
    ) -> Result<(), CartError> {
        let key = change.key();
        if key.as_ref().is_some_and(|key| self.keys.contains(key)) {
            return Ok(());
        }
        let (mut lines, mut code) = (self.lines.clone(), self.code.clone());
        match change {
            CartChange::Add {
                product, plan, seen, ..
            } => {
                let offered = offer(product, plan).ok_or(CartError::NotSold)?;
                let is_shown = seen.as_ref().is_none_or(|seen| *seen == offered.fingerprint());
                match position(&lines, product, plan) {
                    Some(_) if only_one(offered.plan) => return Err(CartError::AlreadyThere),
                    Some(i) => {
                        lines[i] = with_quantity(&lines[i], offered.plan, lines[i].quantity + 1)?;
                        if !is_shown {
                            lines[i].quoted = None;
                        }
                    }
                    None if lines.len() >= MAX_LINES => return Err(CartError::Full),
                    None => lines.push(CartLine {
                        product: product.clone(),
                        plan: plan.clone(),
                        quantity: 1,
                        seen: offered.plan.price(),
                        quoted: is_shown.then(|| QuotedTerms::of(offered)),
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
                    lines[i] = with_quantity(&lines[i], offered.plan, *quantity)?;
                }
            }
            CartChange::Confirm | CartChange::ConfirmShown(_) => {
                lines.retain_mut(|line| match offer(&line.product, &line.plan) {
                    Some(offered) => {
                        line.accept(offered);
                        true
                    }
                    None => false,
                })
            }
            CartChange::Code(typed) => code = read_code(typed)?,
        }
        if lines != self.lines || code != self.code {
            (self.lines, self.code) = (lines, code);
            self.version += 1;
            self.remember(key);
        }
        Ok(())
    }

    fn remember(&mut self, key: Option<String>) {
        self.keys.extend(key);
        let old = self.keys.len().saturating_sub(MAX_KEYS);
        self.keys.drain(..old);
    }

    /// Takes in another cart, as a guest's at login: quantities are added within the limits. Tells how many things did
    /// not fit. What was seen here stays, unless only the other cart's is out of date: then that waits to be confirmed.
    /// Which code stays is the caller's to say.
    pub fn merge<'a>(&mut self, other: &Self, offer: impl Fn(&Slug, &Slug) -> Option<Offered<'a>>) -> u32 {
        let mut left_out = 0;
        for line in &other.lines {
            let offered = offer(&line.product, &line.plan);
            let most = offered.map_or(MAX_QUANTITY, |offered| most_of(offered.plan));
            let there = position(&self.lines, &line.product, &line.plan);
            let before = there.map_or(0, |i| self.lines[i].quantity);
            let room = most.saturating_sub(before).min(line.quantity);
            match there {
                Some(i) => {
                    let there = &mut self.lines[i];
                    if let Some(offered) = offered
                        && there.differences(offered).is_empty()
                        && !line.differences(offered).is_empty()
                    {
                        (there.seen, there.quoted) = (line.seen, line.quoted.clone());
                    }
                    there.quantity += room;
                }
                None if self.lines.len() < MAX_LINES => self.lines.push(CartLine {
                    quantity: room,
                    ..line.clone()
                }),
                None => {
                    left_out += line.quantity;
                    continue;
                }
            }
            left_out += line.quantity - room;
        }
        // What was sent before the log-in may be sent again after it.
        other.keys.iter().for_each(|key| self.remember(Some(key.clone())));
        self.version += 1;
        left_out
    }

    /// Takes everything out.
    pub fn empty(&mut self) {
        self.take_out(|line| line.quantity);
    }

    /// Takes out what was paid for. What was put in after the order was placed stays. The version moves in any case, so
    /// that a tab that still shows the paid cart is refused.
    pub fn remove_bought(&mut self, bought: &[OrderLine]) {
        self.take_out(|line| {
            let same = |b: &&OrderLine| b.product == line.product && b.plan == line.plan;
            bought.iter().filter(same).map(|b| b.quantity).sum()
        });
    }

    fn take_out(&mut self, quantity: impl Fn(&CartLine) -> u32) {
        self.lines.retain_mut(|line| {
            line.quantity = line.quantity.saturating_sub(quantity(line));
            line.quantity > 0
        });
        if self.lines.is_empty() {
            self.code = None;
        }
        self.version += 1;
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

/// A code as it is kept: trimmed, in capitals. Typing nothing means none.
pub fn read_code(typed: &str) -> Result<Option<String>, CartError> {
    let code = typed.trim();
    if code.chars().count() > MAX_CODE || !code.chars().all(|c| c.is_ascii_graphic()) {
        return Err(CartError::NotACode);
    }
    Ok((!code.is_empty()).then(|| code.to_ascii_uppercase()))
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

#[cfg(test)]
mod tests;
