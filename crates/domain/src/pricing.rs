//! What an order comes to: discount, tax and totals, computed once, in whole minor units.

use serde::{Deserialize, Serialize};

use crate::order::{OrderLine, Totals};
use crate::tax::BasisPoints;
use crate::{Currency, Slug, Timestamp};

/// A discount code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discount {
    /// In capitals, as it is stored; customers may type it in any case.
    pub code: String,
    pub off: Off,
    /// Only on these products; empty is every product.
    pub products: Vec<Slug>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    /// How many orders may use it.
    pub limit: Option<u32>,
    /// How many paid orders used it.
    pub used: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    Percent(BasisPoints),
    /// Minor units of the marketplace's currency.
    Amount(i64),
}

/// Why a code takes nothing off; [`DiscountError::sentence`] names the code too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DiscountError {
    #[error("this code isn’t valid")]
    Unknown,
    #[error("this code isn’t valid yet")]
    TooEarly,
    #[error("this code has expired")]
    Expired,
    #[error("this code has been used up")]
    UsedUp,
    #[error("this code isn’t valid for the products in your cart")]
    OtherProducts,
}

impl DiscountError {
    /// What the customer reads: a whole sentence that names the code, such as `The code SPRING has expired.`
    pub fn sentence(&self, code: &str) -> String {
        let what = match self {
            Self::Unknown => "isn’t valid",
            Self::TooEarly => "isn’t valid yet",
            Self::Expired => "has expired",
            Self::UsedUp => "has been used up",
            Self::OtherProducts => "isn’t valid for the products in your cart",
        };
        format!("The code {code} {what}.")
    }
}

impl Discount {
    /// Whether the code may be used now, for any of these products.
    ///
    /// # Errors
    /// [`DiscountError`], never `Unknown`.
    pub fn check<'a>(&self, now: Timestamp, products: impl IntoIterator<Item = &'a Slug>) -> Result<(), DiscountError> {
        if self.starts_at.is_some_and(|start| now < start) {
            return Err(DiscountError::TooEarly);
        }
        if self.ends_at.is_some_and(|end| now >= end) {
            return Err(DiscountError::Expired);
        }
        if self.limit.is_some_and(|limit| self.used >= limit) {
            return Err(DiscountError::UsedUp);
        }
        if products.into_iter().any(|product| self.covers(product)) {
            Ok(())
        } else {
            Err(DiscountError::OtherProducts)
        }
    }

    fn covers(&self, product: &Slug) -> bool {
        self.products.is_empty() || self.products.contains(product)
    }
}

/// Fills in `discount`, `net` and `tax` of the lines (whose `unit` and `quantity` stand) and sums them up. Tax is
/// computed on the sum, as EN 16931 wants it (BR-CO-17), and shared out to the lines so that no cent is lost.
pub fn price(lines: &mut [OrderLine], discount: Option<&Discount>, rate: BasisPoints, currency: Currency) -> Totals {
    for line in lines.iter_mut() {
        line.discount = 0;
        line.net = line.unit * i64::from(line.quantity);
    }
    if let Some(discount) = discount {
        let covered: Vec<i64> = lines
            .iter()
            .map(|line| if discount.covers(&line.product) { line.net } else { 0 })
            .collect();
        let sum: i64 = covered.iter().sum();
        let off = match discount.off {
            Off::Percent(percent) => share_of(sum, percent),
            Off::Amount(amount) => amount,
        };
        for (line, off) in lines.iter_mut().zip(shared_out(off.clamp(0, sum), &covered)) {
            line.discount = off;
            line.net -= off;
        }
    }
    sum_up(lines, rate, currency)
}

/// The part of [`price`] after the discount: `discount` and `net` of the lines stand.
pub fn sum_up(lines: &mut [OrderLine], rate: BasisPoints, currency: Currency) -> Totals {
    let nets: Vec<i64> = lines.iter().map(|line| line.net).collect();
    let discount: i64 = lines.iter().map(|line| line.discount).sum();
    let net: i64 = nets.iter().sum();
    let tax = share_of(net, rate);
    for (line, tax) in lines.iter_mut().zip(shared_out(tax, &nets)) {
        line.tax = tax;
    }
    Totals {
        currency,
        list: net + discount,
        discount,
        net,
        tax,
        total: net + tax,
    }
}

/// So much of a non-negative amount, half a minor unit rounded up.
fn share_of(amount: i64, rate: BasisPoints) -> i64 {
    let exact = i128::from(amount) * i128::from(rate.0);
    i64::try_from((exact + 5_000) / 10_000).expect("amounts are bounded far below the end of i64")
}

/// Shares `amount` out in proportion to the weights: each share is rounded down, and what is left goes, one minor unit
/// each, to the largest remainders, the first of equals first. The shares sum to the amount; a share never exceeds its
/// weight where the amount does not exceed their sum.
fn shared_out(amount: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: i64| i128::from(amount) * i128::from(weight);
    let mut shares: Vec<i64> = weights
        .iter()
        .map(|w| i64::try_from(exact(*w) / sum).expect("a share is not larger than the amount"))
        .collect();
    let left = amount - shares.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(exact(weights[i]) % sum));
    for &i in order.iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[i] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Billing, LicenseTerms};

    fn line(i: usize, unit: i64, quantity: u32) -> OrderLine {
        let slug = |s: String| s.parse().expect("a slug of the test");
        OrderLine {
            product: slug(format!("p{i}")),
            plan: slug("pro".to_owned()),
            title: String::new(),
            plan_name: String::new(),
            billing: Billing::OneTime,
            license: LicenseTerms::default(),
            quantity,
            unit,
            discount: 0,
            net: 0,
            tax: 0,
        }
    }

    fn discount(off: Off) -> Discount {
        Discount {
            code: "SPRING".to_owned(),
            off,
            products: vec![],
            starts_at: None,
            ends_at: None,
            limit: None,
            used: 0,
        }
    }

    #[test]
    fn a_thousandth_of_tax_is_rounded_once() {
        let mut lines = [line(0, 333, 1), line(1, 333, 1), line(2, 333, 1)];
        let totals = price(&mut lines, None, BasisPoints(1_900), Currency::USD);
        // 19 % of 9.99 is 1.8981; of 3.33 each it would be 3 × 0.63.
        assert_eq!((totals.net, totals.tax, totals.total), (999, 190, 1_189));
        assert_eq!(lines.iter().map(|l| l.tax).collect::<Vec<_>>(), [64, 63, 63]);
    }

    #[test]
    fn a_code_covers_its_products_alone() {
        let mut lines = [line(0, 1_000, 2), line(1, 500, 1)];
        let mut code = discount(Off::Percent(BasisPoints(1_500)));
        code.products = vec![lines[1].product.clone()];
        let totals = price(&mut lines, Some(&code), BasisPoints(0), Currency::USD);
        assert_eq!((lines[0].discount, lines[1].discount, totals.total), (0, 75, 2_425));
        let more = discount(Off::Amount(9_999_999));
        assert_eq!(price(&mut lines, Some(&more), BasisPoints(770), Currency::USD).total, 0);
    }

    #[test]
    fn a_code_says_why_it_gives_nothing() {
        let at = Timestamp::from_micros;
        let line = line(0, 100, 1);
        let mut code = discount(Off::Amount(5));
        let check = |code: &Discount, now| code.check(at(now), [&line.product]);
        assert_eq!(check(&code, 0), Ok(()));
        (code.starts_at, code.ends_at) = (Some(at(10)), Some(at(20)));
        assert_eq!(check(&code, 9), Err(DiscountError::TooEarly));
        assert_eq!(check(&code, 10), Ok(()));
        assert_eq!(check(&code, 20), Err(DiscountError::Expired));
        (code.limit, code.used) = (Some(3), 3);
        assert_eq!(check(&code, 10), Err(DiscountError::UsedUp));
        (code.used, code.products) = (2, vec!["other".parse().expect("a slug")]);
        assert_eq!(check(&code, 10), Err(DiscountError::OtherProducts));
        assert_eq!(DiscountError::Unknown.sentence("NOPE"), "The code NOPE isn’t valid.");
        assert_eq!(
            DiscountError::Expired.sentence("SPRING"),
            "The code SPRING has expired."
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_negative(
            units in prop::collection::vec((0..10_000_000_000_i64, 1..=99_u32, any::<bool>()), 1..50),
            off in prop_oneof![
                (0..=10_000_u32).prop_map(|p| Some(Off::Percent(BasisPoints(p)))),
                (0..20_000_000_000_i64).prop_map(|a| Some(Off::Amount(a))),
                Just(None),
            ],
            rate in 0..=3_000_u32,
        ) {
            let mut lines: Vec<_> = units.iter().enumerate().map(|(i, (u, q, _))| line(i, *u, *q)).collect();
            let code = off.map(discount).map(|mut code| {
                code.products = lines.iter().zip(&units).filter(|(_, u)| u.2).map(|(l, _)| l.product.clone()).collect();
                code
            });
            let totals = price(&mut lines, code.as_ref(), BasisPoints(rate), Currency::USD);
            let sum = |of: fn(&OrderLine) -> i64| lines.iter().map(of).sum::<i64>();
            prop_assert_eq!(sum(|l| l.unit * i64::from(l.quantity)), totals.list);
            prop_assert_eq!((sum(|l| l.discount), sum(|l| l.net)), (totals.discount, totals.net));
            prop_assert_eq!((sum(|l| l.tax), sum(OrderLine::total)), (totals.tax, totals.total));
            prop_assert_eq!(totals.list - totals.discount + totals.tax, totals.total);
            for l in &lines {
                prop_assert!(l.discount >= 0 && l.net >= 0 && l.tax >= 0);
                prop_assert_eq!(l.net, l.unit * i64::from(l.quantity) - l.discount);
                if code.as_ref().is_some_and(|code| !code.covers(&l.product)) {
                    prop_assert_eq!(l.discount, 0);
                }
            }
            // Within half a minor unit of the exact tax.
            let exact = i128::from(totals.net) * i128::from(rate);
            prop_assert!((i128::from(totals.tax) * 10_000 - exact).abs() <= 5_000);
        }
    }
}
