//! A cart as its page shows it.

use domain::cart::{CartChange, Difference, Fingerprint, read_code};
use domain::{Billing, Currency, LicenseTerms, Money, Slug};
use serde::{Deserialize, Serialize};

/// What a cart's page says about a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LineState {
    /// As the customer saw it.
    Same,
    /// It is another than the customer saw, in these things.
    Changed(Vec<Difference>),
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
    /// What its license allows today.
    #[serde(default)]
    pub license: LicenseTerms,
    /// What the plan includes today.
    #[serde(default)]
    pub features: Vec<String>,
    pub quantity: u32,
    /// Whether it can only be bought once.
    pub only_one: bool,
    /// Today's price of one.
    pub price: Money,
    /// Of the line, at today's price and of no more than may be bought; nothing where it is sold no more.
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
    /// Why the code takes nothing off: a whole sentence.
    pub code_error: Option<String>,
}

impl CartViewLine {
    /// How many of it would be bought: no more than may be, and none of what is sold no more.
    pub fn to_buy(&self) -> u32 {
        match &self.state {
            LineState::Same => self.quantity,
            LineState::Gone => 0,
            LineState::Changed(differences) => {
                let most = differences.iter().find_map(|difference| match difference {
                    Difference::Quantity(most) => Some(*most),
                    _ => None,
                });
                most.map_or(self.quantity, |most| self.quantity.min(most))
            }
        }
    }
}

/// Several plans of a product of which at least one renews.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DoubleSubscription {
    /// Of the product.
    pub title: String,
    /// The names of its plans.
    pub plans: Vec<String>,
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
            CartChange::Add { product, plan, .. } => match self.line(product, plan) {
                Some(line) => view.set(product, plan, line.quantity + 1),
                // Its price is the server's to say.
                None => view.count += 1,
            },
            CartChange::Set {
                product,
                plan,
                quantity,
            } => view.set(product, plan, *quantity),
            CartChange::Confirm | CartChange::ConfirmShown(_) => view.lines.retain_mut(|line| {
                let stays = line.to_buy();
                view.count = view.count.saturating_sub(line.quantity - stays);
                (line.quantity, line.state) = (stays, LineState::Same);
                stays > 0
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
        line.total.amount = line.price.amount * i64::from(line.to_buy());
        if quantity == 0 {
            self.lines.remove(i);
        }
    }

    /// The subscriptions of which the cart holds a second plan: mostly nobody wants both.
    pub fn double_subscriptions(&self) -> Vec<DoubleSubscription> {
        let sold = || self.lines.iter().filter(|line| line.state != LineState::Gone);
        let mut found: Vec<DoubleSubscription> = Vec::new();
        for (i, line) in self.lines.iter().enumerate() {
            let first = self.lines.iter().position(|other| other.product == line.product) == Some(i);
            let plans: Vec<_> = sold().filter(|other| other.product == line.product).collect();
            if first && plans.len() > 1 && plans.iter().any(|plan| plan.billing != Billing::OneTime) {
                found.push(DoubleSubscription {
                    title: line.title.clone(),
                    plans: plans.iter().map(|plan| plan.plan_name.clone()).collect(),
                });
            }
        }
        found
    }

    /// Names what is shown of the lines: another name where anything is sold otherwise.
    pub fn fingerprint(&self) -> String {
        let mut hash = Fingerprint::default();
        for line in &self.lines {
            hash.text(line.product.as_str());
            hash.text(line.plan.as_str());
            hash.text(&line.to_buy().to_string());
            let (title, plan, price) = (&line.title, &line.plan_name, line.price);
            hash.terms(title, plan, price, line.billing, &line.license, &line.features);
        }
        hash.finish()
    }

    /// Whether prices or offers changed and wait for the customer's word.
    pub fn must_confirm(&self) -> bool {
        self.lines.iter().any(|line| line.state != LineState::Same)
    }
}

#[cfg(test)]
mod tests;
