//! What a cart comes to for a customer: its lines at today's prices, the discount, the tax.

use domain::Country;
use domain::cart::{CartView, LineState};
use domain::checkout::{CheckoutForm, FormError};
use domain::order::{OrderLine, Totals};
use domain::pricing::{self, Discount, DiscountError};
use domain::tax::Tax;

use super::{Checkout, error};
use crate::discounts::CheckError;
use crate::tax::{Decision, Lookup, TaxRefusal};
use crate::{CartOwner, Internal, LimitError};

/// A cart, priced.
pub(super) struct Priced {
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    pub tax: Tax,
    pub discount: Option<Discount>,
    pub discount_error: Option<DiscountError>,
    /// In its canonical form.
    pub vat_id: Option<String>,
    pub vat_verified: bool,
    pub vat_unconfirmed: bool,
    pub vat_error: Option<FormError>,
}

impl Priced {
    /// Some of the lines as an order of their own: their discounts stand, their tax is computed on their sum.
    pub(super) fn part(&self, group: &[usize]) -> (Vec<OrderLine>, Totals) {
        let mut lines: Vec<OrderLine> = group.iter().map(|&i| self.lines[i].clone()).collect();
        let totals = pricing::sum_up(&mut lines, self.tax.rate, self.totals.currency);
        (lines, totals)
    }

    /// Sums up what is charged in several payments. Each is taxed by itself, so the whole may come to another cent than
    /// in one.
    pub(super) fn charge_in(&mut self, groups: &[Vec<usize>]) {
        let parts: Vec<_> = groups.iter().map(|group| (group, self.part(group))).collect();
        let of = |amount: fn(&Totals) -> i64| parts.iter().map(|(_, (_, totals))| amount(totals)).sum::<i64>();
        self.totals.tax = of(|totals| totals.tax);
        self.totals.total = of(|totals| totals.total);
        let taxes: Vec<_> = parts
            .iter()
            .flat_map(|(group, (lines, _))| group.iter().zip(lines).map(|(&at, line)| (at, line.tax)))
            .collect();
        for (at, tax) in taxes {
            self.lines[at].tax = tax;
        }
    }
}

impl Checkout {
    pub(super) async fn price(
        &self,
        owner: Option<&CartOwner>,
        cart: &CartView,
        form: &CheckoutForm,
        lookup: Lookup<'_>,
    ) -> Result<Priced, LimitError> {
        let mut lines = lines(cart);
        let country = self.country(form);
        let vat_id = Some(form.vat_id.trim()).filter(|id| !id.is_empty());
        let (decision, vat_error) = match self.taxes.decide_by(country, vat_id, lookup).await {
            Ok(decision) => (decision, None),
            Err(TaxRefusal::Vat(wrong)) => {
                let message = error("vat_id", &sentence(&wrong.to_string()));
                (self.without_id(country).await?, Some(message))
            }
            Err(TaxRefusal::TooMany(error)) => return Err(error.into()),
            Err(TaxRefusal::Internal(error)) => return Err(error.into()),
        };
        let (discount, discount_error) = match &cart.code {
            None => (None, None),
            Some(code) => {
                let products = lines.iter().map(|line| &line.product);
                let key = owner.and_then(CartOwner::key);
                match self.discounts.check(code, products, key, self.clock.now()).await {
                    Ok(discount) => (Some(discount), None),
                    Err(CheckError::Refused(refusal)) => (None, Some(refusal)),
                    Err(CheckError::Internal(error)) => return Err(error.into()),
                }
            }
        };
        let totals = pricing::price(
            &mut lines,
            discount.as_ref(),
            decision.tax.rate,
            self.catalogue.currency(),
        );
        Ok(Priced {
            lines,
            totals,
            tax: decision.tax,
            discount,
            discount_error,
            vat_id: decision.vat_id,
            vat_verified: decision.vat_verified,
            vat_unconfirmed: decision.vat_unconfirmed,
            vat_error,
        })
    }

    /// The tax without an id.
    async fn without_id(&self, country: Country) -> Result<Decision, Internal> {
        match self.taxes.decide(country, None).await {
            Ok(decision) => Ok(decision),
            Err(TaxRefusal::Internal(error)) => Err(error),
            Err(TaxRefusal::Vat(_) | TaxRefusal::TooMany(_)) => Err("no id was asked about".into()),
        }
    }
}

/// The lines that are sold, as the cart shows them. None is left out: what a customer pays for is what they saw.
fn lines(cart: &CartView) -> Vec<OrderLine> {
    let sold = cart.lines.iter().filter(|line| line.state != LineState::Gone);
    sold.map(|line| OrderLine {
        product: line.product.clone(),
        plan: line.plan.clone(),
        title: line.title.clone(),
        plan_name: line.plan_name.clone(),
        billing: line.billing,
        license: line.license.clone(),
        quantity: line.to_buy(),
        unit: line.price.amount,
        discount: 0,
        net: 0,
        tax: 0,
    })
    .collect()
}

/// A reason as a sentence of its own.
pub(super) fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if reason.ends_with(['?', '.']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
