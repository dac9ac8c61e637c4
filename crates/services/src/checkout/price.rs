//! What a cart comes to for a customer: its lines at today's prices, the discount, the tax.

use domain::checkout::{CheckoutForm, FormError};
use domain::order::{OrderLine, Totals};
use domain::pricing::{self, Discount, DiscountError};
use domain::tax::{BasisPoints, Place, Tax};
use views::cart::{CartView, LineState};

use super::{Checkout, error};
use crate::discounts::CheckError;
use crate::tax::{Decision, Lookup, TaxRefusal};
use crate::{CartOwner, Internal, LimitError};

/// A cart, priced.
pub(super) struct Priced {
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    /// None until the customer has chosen a country: the totals are before tax then.
    pub tax: Option<Tax>,
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
        let totals = pricing::sum_up(&mut lines, rate(self.tax.as_ref()), self.totals.currency);
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
        let (decision, vat_error) = match form.place() {
            Some(place) => self.decide(&place, &form.vat_id, lookup).await?,
            None => (None, None),
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
        let rate = rate(decision.as_ref().map(|decision| &decision.tax));
        let totals = pricing::price(&mut lines, discount.as_ref(), rate, self.catalogue.currency());
        let is_so = |of: fn(&Decision) -> bool| decision.as_ref().is_some_and(of);
        Ok(Priced {
            totals,
            discount,
            discount_error,
            vat_verified: is_so(|decision| decision.vat_verified),
            vat_unconfirmed: is_so(|decision| decision.vat_unconfirmed),
            vat_id: decision.as_ref().and_then(|decision| decision.vat_id.clone()),
            tax: decision.map(|decision| decision.tax),
            vat_error,
            lines,
        })
    }

    /// The tax at a place, and what is wrong with the VAT id: then it is as without one.
    async fn decide(
        &self,
        place: &Place,
        vat_id: &str,
        lookup: Lookup<'_>,
    ) -> Result<(Option<Decision>, Option<FormError>), LimitError> {
        match self.taxes.decide_by(place, Some(vat_id), lookup).await {
            Ok(decision) => Ok((Some(decision), None)),
            Err(TaxRefusal::Vat(wrong)) => {
                let message = error("vat_id", &sentence(&wrong.to_string()));
                Ok((Some(self.without_id(place).await?), Some(message)))
            }
            Err(TaxRefusal::TooMany(error)) => Err(error.into()),
            Err(TaxRefusal::Internal(error)) => Err(error.into()),
        }
    }

    /// The tax without an id.
    async fn without_id(&self, place: &Place) -> Result<Decision, Internal> {
        match self.taxes.decide(place.clone(), None).await {
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

/// Nothing until it is decided.
fn rate(tax: Option<&Tax>) -> BasisPoints {
    tax.map(|tax| tax.rate).unwrap_or_default()
}

/// A reason as a sentence of its own.
pub(super) fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if reason.ends_with(['?', '.']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
