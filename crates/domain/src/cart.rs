//! The cart: which plans a customer means to buy. Prices are never its own: they come with the offers of the catalogue.

use serde::{Deserialize, Serialize};

use crate::order::OrderLine;
use crate::{Billing, Currency, Money, Plan, Slug};

/// The most lines in a cart.
pub const MAX_LINES: usize = 50;
/// The most of one plan in a cart.
pub const MAX_QUANTITY: u32 = 99;
/// The longest discount code, in characters.
pub const MAX_CODE: usize = 40;

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
    /// The discount code that the customer typed, in capitals. What it is worth is not the cart's to know.
    pub code: Option<String>,
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
    /// Another discount code, as it was typed; an empty one takes it away.
    Code(String),
}

/// Why a cart stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum CartError {
    #[error("this plan is not sold any more")]
    NotSold,
    #[error("this plan is not in your cart")]
    NotThere,
    #[error("this plan is in your cart already")]
    AlreadyThere,
    #[error("a subscription or API plan can be bought once per order")]
    OnlyOne,
    #[error("at most {MAX_QUANTITY} of one plan")]
    TooMany,
    #[error("a quantity is a whole number from 0 to {MAX_QUANTITY}")]
    NotANumber,
    #[error("a cart holds at most {MAX_LINES} different plans")]
    Full,
    #[error("a discount code has up to {MAX_CODE} letters and digits, and no spaces")]
    NotACode,
    /// The change was made from another version, as in another tab.
    #[error("your cart was changed in another window; this is how it stands now")]
    Stale,
}

impl CartError {
    pub const ALL: [Self; 9] = [
        Self::NotSold,
        Self::NotThere,
        Self::AlreadyThere,
        Self::OnlyOne,
        Self::TooMany,
        Self::NotANumber,
        Self::Full,
        Self::NotACode,
        Self::Stale,
    ];

    /// As in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSold => "not-sold",
            Self::NotThere => "not-there",
            Self::AlreadyThere => "already-there",
            Self::OnlyOne => "only-one",
            Self::TooMany => "too-many",
            Self::NotANumber => "not-a-number",
            Self::Full => "full",
            Self::NotACode => "not-a-code",
            Self::Stale => "stale",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.as_str() == text)
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
        let (mut lines, mut code) = (self.lines.clone(), self.code.clone());
        match change {
            CartChange::Add { product, plan } => {
                let offered = offer(product, plan).ok_or(CartError::NotSold)?;
                match position(&lines, product, plan) {
                    Some(_) if only_one(offered) => return Err(CartError::AlreadyThere),
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
            CartChange::Code(typed) => code = read_code(typed)?,
        }
        if lines != self.lines || code != self.code {
            (self.lines, self.code) = (lines, code);
            self.version += 1;
        }
        Ok(())
    }

    /// Takes in another cart, as a guest's at login: quantities are added within the limits. Tells how many things did
    /// not fit. Prices that were seen here stay, and so does a code.
    pub fn merge<'a>(&mut self, other: &Self, offer: impl Fn(&Slug, &Slug) -> Option<&'a Plan>) -> u32 {
        let mut left_out = 0;
        for line in &other.lines {
            let once = offer(&line.product, &line.plan).is_some_and(only_one);
            let most = if once { 1 } else { MAX_QUANTITY };
            let there = position(&self.lines, &line.product, &line.plan);
            let before = there.map_or(0, |i| self.lines[i].quantity);
            let room = most.saturating_sub(before).min(line.quantity);
            match there {
                Some(i) => self.lines[i].quantity += room,
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
        if self.code.is_none() {
            self.code.clone_from(&other.code);
        }
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
fn read_code(typed: &str) -> Result<Option<String>, CartError> {
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
    /// Before discount and tax, at today's prices.
    pub subtotal: Money,
    /// The discount code that was typed.
    pub code: Option<String>,
    /// What the code takes off, where that is known.
    pub discount: Option<Money>,
    /// Why the code takes nothing off.
    pub code_error: Option<String>,
}

impl CartView {
    /// A cart that nobody has looked into yet: how much is in it is known, and nothing else.
    pub fn unopened(count: u32, currency: Currency) -> Self {
        Self {
            version: 0,
            count,
            lines: Vec::new(),
            subtotal: Money::new(0, currency),
            code: None,
            discount: None,
            code_error: None,
        }
    }

    /// The line of a plan.
    pub fn line(&self, product: &Slug, plan: &Slug) -> Option<&CartViewLine> {
        self.lines
            .iter()
            .find(|line| line.product == *product && line.plan == *plan)
    }

    /// After discount, before tax.
    pub fn net(&self) -> Money {
        let off = self.discount.map_or(0, |discount| discount.amount);
        Money::new(self.subtotal.amount - off, self.subtotal.currency)
    }

    /// What it will look like once a change is made, as far as that can be known: browsers show it until the server
    /// has answered. What a code takes off stands still meanwhile.
    #[must_use]
    pub fn after(&self, change: &CartChange) -> Self {
        let mut view = self.clone();
        match change {
            CartChange::Add { product, plan } => match self.line(product, plan) {
                Some(line) => view.set(product, plan, line.quantity + 1),
                // Its price is the server's to say.
                None => view.count += 1,
            },
            CartChange::Set {
                product,
                plan,
                quantity,
            } => view.set(product, plan, *quantity),
            CartChange::Confirm => view.lines.retain_mut(|line| {
                let gone = line.state == LineState::Gone;
                if gone {
                    view.count = view.count.saturating_sub(line.quantity);
                }
                line.state = LineState::Same;
                !gone
            }),
            CartChange::Code(typed) => {
                view.code = read_code(typed).unwrap_or_default();
                (view.discount, view.code_error) = (None, None);
            }
        }
        let subtotal = view.lines.iter().map(|line| line.total.amount).sum();
        view.subtotal = Money::new(subtotal, self.subtotal.currency);
        view
    }

    fn set(&mut self, product: &Slug, plan: &Slug, quantity: u32) {
        let same = |line: &CartViewLine| line.product == *product && line.plan == *plan;
        let Some(i) = self.lines.iter().position(same) else {
            return;
        };
        let line = &mut self.lines[i];
        self.count = self.count.saturating_sub(line.quantity) + quantity;
        line.quantity = quantity;
        if line.state != LineState::Gone {
            line.total.amount = line.price.amount * i64::from(quantity);
        }
        if quantity == 0 {
            self.lines.remove(i);
        }
    }

    /// Whether prices or offers changed and wait for the customer's word.
    pub fn must_confirm(&self) -> bool {
        self.lines.iter().any(|line| line.state != LineState::Same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LicenseTerms;

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
        assert_eq!(
            change(&mut cart, &plans, add("geo", "team")),
            Err(CartError::AlreadyThere)
        );
        assert_eq!(
            change(&mut cart, &plans, set("geo", "team", 2)),
            Err(CartError::OnlyOne)
        );
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

    #[test]
    fn a_code_is_kept_in_capitals_until_it_is_taken_away() {
        let mut cart = Cart::default();
        let mut code = |typed: &str| {
            let done = change(&mut cart, &[], CartChange::Code(typed.to_owned()));
            (done, cart.code.clone(), cart.version)
        };
        assert_eq!(code(" spring-10 "), (Ok(()), Some("SPRING-10".to_owned()), 1));
        assert_eq!(code("SPRING-10"), (Ok(()), Some("SPRING-10".to_owned()), 1));
        for bad in ["two words", "é", &"x".repeat(MAX_CODE + 1)] {
            assert_eq!(
                code(bad),
                (Err(CartError::NotACode), Some("SPRING-10".to_owned()), 1),
                "{bad}"
            );
        }
        assert_eq!(code("  "), (Ok(()), None, 2));
    }

    #[test]
    fn merging_adds_within_the_limits_and_counts_the_rest() {
        let plans = [
            plan("solo", 4_900, Billing::OneTime),
            plan("team", 9_900, Billing::Monthly),
        ];
        let offer = |_: &Slug, plan: &Slug| plans.iter().find(|p| p.slug == *plan);
        let filled = |lines: &[(&str, &str, u32)]| Cart {
            version: 7,
            lines: lines
                .iter()
                .map(|(product, plan, quantity)| CartLine {
                    product: slug(product),
                    plan: slug(plan),
                    quantity: *quantity,
                    seen: Money::new(100, Currency::USD),
                })
                .collect(),
            code: None,
        };
        let mut account = filled(&[("geo", "solo", 90), ("geo", "team", 1)]);
        let mut guest = filled(&[
            ("geo", "solo", 20),
            ("geo", "team", 1),
            ("map", "team", 1),
            ("map", "gone", 2),
        ]);
        guest.code = Some("SPRING".to_owned());
        assert_eq!(account.merge(&guest, offer), 11 + 1);
        let merged = filled(&[
            ("geo", "solo", 99),
            ("geo", "team", 1),
            ("map", "team", 1),
            ("map", "gone", 2),
        ]);
        assert_eq!(account.lines, merged.lines);
        assert_eq!((account.version, account.code.as_deref()), (8, Some("SPRING")));

        let names: Vec<String> = (0..MAX_LINES).map(|i| format!("p{i}")).collect();
        let full: Vec<_> = names.iter().map(|name| (name.as_str(), "solo", 1)).collect();
        let mut full = filled(&full);
        assert_eq!(full.merge(&guest, offer), 24);
        assert_eq!(full.lines.len(), MAX_LINES);
    }

    #[test]
    fn what_was_bought_leaves_and_what_came_later_stays() {
        let plans = [
            plan("solo", 4_900, Billing::OneTime),
            plan("team", 9_900, Billing::Monthly),
        ];
        let mut cart = Cart::default();
        change(&mut cart, &plans, add("geo", "solo")).expect("sold");
        change(&mut cart, &plans, add("geo", "team")).expect("sold");
        change(&mut cart, &plans, CartChange::Code("SPRING".to_owned())).expect("a code");
        let bought = |product: &str, plan: &str| OrderLine {
            product: slug(product),
            plan: slug(plan),
            title: String::new(),
            plan_name: String::new(),
            billing: Billing::OneTime,
            license: LicenseTerms::default(),
            quantity: 1,
            unit: 0,
            discount: 0,
            net: 0,
            tax: 0,
        };
        let order = [bought("geo", "solo"), bought("geo", "team"), bought("never", "here")];
        let mut later = cart.clone();
        change(&mut later, &plans, add("geo", "solo")).expect("sold");
        later.remove_bought(&order);
        assert_eq!((later.count(), later.version, later.code.is_some()), (1, 5, true));

        cart.remove_bought(&order);
        assert_eq!((cart.lines.len(), cart.version, cart.code.clone()), (0, 4, None));
        cart.remove_bought(&order);
        assert_eq!(cart.version, 5, "a tab with the version before is refused");
    }

    #[test]
    fn reads_typed_quantities() {
        for (typed, step, read) in [
            ("7", 0, Ok(7)),
            (" 7 ", 1, Ok(8)),
            ("0", -1, Ok(0)),
            ("99", 1, Err(CartError::TooMany)),
            ("99999999999", 0, Err(CartError::TooMany)),
            ("", 0, Err(CartError::NotANumber)),
            ("-1", 0, Err(CartError::NotANumber)),
            ("1.5", 0, Err(CartError::NotANumber)),
            ("1e3", 0, Err(CartError::NotANumber)),
        ] {
            assert_eq!(read_quantity(typed, step), read, "{typed} {step}");
        }
    }

    fn view_line(product: &str, price: i64, quantity: u32, state: LineState) -> CartViewLine {
        let counted = if state == LineState::Gone { 0 } else { quantity };
        CartViewLine {
            product: slug(product),
            plan: slug("solo"),
            title: product.to_owned(),
            plan_name: "Solo".to_owned(),
            image: None,
            billing: Billing::OneTime,
            quantity,
            only_one: false,
            price: Money::new(price, Currency::USD),
            total: Money::new(price * i64::from(counted), Currency::USD),
            state,
        }
    }

    #[test]
    fn a_change_can_be_shown_before_it_is_made() {
        let was = LineState::Was(Money::new(900, Currency::USD));
        let lines = [
            ("geo", 1_000, 2, LineState::Same),
            ("map", 1_500, 1, was),
            ("old", 700, 1, LineState::Gone),
        ];
        let view = CartView {
            version: 3,
            lines: lines
                .map(|(product, price, n, state)| view_line(product, price, n, state))
                .into(),
            discount: Some(Money::new(500, Currency::USD)),
            code: Some("SPRING".to_owned()),
            ..CartView::unopened(4, Currency::USD)
        };
        let sums = |view: &CartView| (view.lines.len(), view.count, view.subtotal.amount, view.net().amount);
        let after = |change: CartChange| view.after(&change);
        assert_eq!(sums(&after(set("geo", "solo", 5))), (3, 7, 6_500, 6_000));
        assert_eq!(sums(&after(set("geo", "solo", 0))), (2, 2, 1_500, 1_000));
        assert_eq!(sums(&after(set("old", "solo", 3))), (3, 6, 3_500, 3_000));
        assert_eq!(sums(&after(set("not", "here", 3))), (3, 4, 3_500, 3_000));
        assert_eq!(sums(&after(add("geo", "solo"))), (3, 5, 4_500, 4_000));
        assert_eq!(sums(&after(add("new", "solo"))), (3, 5, 3_500, 3_000));
        let confirmed = after(CartChange::Confirm);
        assert_eq!(sums(&confirmed), (2, 3, 3_500, 3_000));
        assert!(view.must_confirm() && !confirmed.must_confirm());
        let code = after(CartChange::Code("autumn".to_owned()));
        assert_eq!((code.code.as_deref(), code.discount), (Some("AUTUMN"), None));
        assert!(
            after(set("geo", "solo", 5)).version == 3,
            "the server alone gives versions"
        );
    }

    #[test]
    fn errors_read_back_from_urls() {
        for error in CartError::ALL {
            assert_eq!(CartError::parse(error.as_str()), Some(error));
            let json = serde_json::to_value(error).expect("an error is JSON");
            assert_eq!(json, error.as_str(), "one name everywhere");
        }
    }
}
