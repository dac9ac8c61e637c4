//! What a Checkout session charges: today, to the minor unit the order's total, and with every further period.
//!
//! Stripe takes recurring prices only undiscounted, so a discount on a first period is a coupon that counts once. Taxes
//! are line items of their own: Stripe computes none, and its total is ours by construction.

use domain::order::{Order, OrderLine};
use domain::{Billing, Money, pricing};

use crate::Error;

/// Lines of one kind that fit into a session of subscriptions, one place left for their tax
/// (<https://docs.stripe.com/api/checkout/sessions/create>, `line_items`).
const MAX_LINES: usize = 19;

/// Which lines are paid together: all one-time plans with the subscriptions of one interval, then further intervals.
pub fn split(lines: &[OrderLine]) -> Vec<Vec<usize>> {
    let of = |billing| -> Vec<usize> { (0..lines.len()).filter(|&i| lines[i].billing == billing).collect() };
    let once = of(Billing::OneTime);
    let mut intervals = [of(Billing::Monthly), of(Billing::Yearly)];
    // The interval of the line that the customer put in first goes first.
    intervals.sort_by_key(|group| group.first().copied().unwrap_or(usize::MAX));
    let mut groups: Vec<Vec<usize>> = intervals
        .iter()
        .flat_map(|group| group.chunks(MAX_LINES).map(<[usize]>::to_vec))
        .collect();
    match groups.first_mut() {
        Some(first) if once.len() <= MAX_LINES => {
            first.extend(once);
            first.sort_unstable();
        }
        _ if once.is_empty() => {}
        _ => groups.insert(0, once),
    }
    groups
}

/// What stands for a line's index where an item is tax.
pub const TAX: &str = "tax";

/// One line item of the session, in our minor units.
#[derive(PartialEq, Eq, Debug)]
pub struct LineItem {
    /// Which line of the order it charges for, as an index; none where it is tax.
    pub line: Option<usize>,
    pub name: String,
    pub description: Option<String>,
    pub amount: i64,
    pub recurring: bool,
}

/// All that a session charges.
#[derive(PartialEq, Eq, Debug)]
pub struct SessionCharges {
    pub items: Vec<LineItem>,
    /// How Stripe calls the subscriptions' interval; none where nothing recurs.
    pub interval: Option<&'static str>,
    /// Taken off the first charge alone.
    pub first_charge_discount: i64,
}

impl SessionCharges {
    /// Adds an order up for Stripe.
    ///
    /// # Errors
    /// [`Error::Refused`] where its lines cannot be paid together, or its totals are not the sums of its lines.
    pub fn of(order: &Order) -> Result<Self, Error> {
        let line = |at: &usize| &order.lines[*at];
        let (recurring, once): (Vec<_>, Vec<_>) = (0..order.lines.len()).partition(|at| interval(line(at)).is_some());
        let interval = recurring.first().and_then(|at| interval(line(at)));
        let first = order.lines.first().ok_or_else(|| refused("an order without lines"))?;
        if recurring.iter().any(|at| self::interval(line(at)) != interval) {
            return Err(refused("subscriptions of several intervals in one payment"));
        }
        let list: i64 = recurring.iter().map(|at| list(line(at))).sum();
        let recurring_net = recurring.iter().map(|at| line(at).net).sum();
        // Rounded on the sum, as the order's tax is: more net never has less tax, so neither difference is negative.
        let recurring_tax = recurring_tax(order, &recurring);
        let today = tax(recurring_net, order, first);
        let once_tax = order.totals.tax - today;
        let first_charge_discount = list + recurring_tax - (recurring_net + today);

        let mut items: Vec<LineItem> = once.iter().map(|at| item(order, *at, line(at).net)).collect();
        items.extend(recurring.iter().map(|at| item(order, *at, self::list(line(at)))));
        let both = !once.is_empty() && !recurring.is_empty();
        items.extend(tax_item(order, once_tax, false, both));
        items.extend(tax_item(order, recurring_tax, true, both));

        let charged = items.iter().map(|item| item.amount).sum::<i64>() - first_charge_discount;
        if charged != order.totals.total || once_tax < 0 || first_charge_discount < 0 {
            return Err(refused("an order whose totals are not the sums of its lines"));
        }
        Ok(Self {
            items,
            interval,
            first_charge_discount,
        })
    }
}

fn refused(what: &str) -> Error {
    Error::Refused(format!("Stripe takes no {what}"))
}

/// How Stripe calls a line's interval; none where it is paid once.
pub fn interval(line: &OrderLine) -> Option<&'static str> {
    match line.billing {
        Billing::OneTime => None,
        Billing::Monthly => Some("month"),
        Billing::Yearly => Some("year"),
    }
}

/// What a line costs without a discount.
fn list(line: &OrderLine) -> i64 {
    line.net + line.discount
}

/// The tax of each further period in which just these lines of an order go on.
pub fn recurring_tax(order: &Order, lines: &[usize]) -> i64 {
    let lines: Vec<&OrderLine> = lines.iter().filter_map(|at| order.lines.get(*at)).collect();
    let net = lines.iter().map(|line| list(line)).sum();
    lines.first().map_or(0, |first| tax(net, order, first))
}

/// The tax on so much, at the order's rate, as the order itself would compute it.
fn tax(net: i64, order: &Order, like: &OrderLine) -> i64 {
    let mut line = OrderLine {
        unit: net,
        quantity: 1,
        ..like.clone()
    };
    pricing::price(
        std::slice::from_mut(&mut line),
        None,
        order.tax.rate,
        order.totals.currency,
    )
    .tax
}

fn item(order: &Order, at: usize, amount: i64) -> LineItem {
    let line = &order.lines[at];
    let money = |amount| Money::new(amount, order.totals.currency);
    let mut told = vec![];
    if line.quantity > 1 {
        told.push(format!("{} × {}", line.quantity, money(line.unit)));
    }
    if line.discount > 0 && line.billing == Billing::OneTime {
        told.push(format!("{} off", money(line.discount)));
    }
    LineItem {
        line: Some(at),
        name: format!("{} – {}", line.title, line.plan_name),
        description: (!told.is_empty()).then(|| told.join(", ")),
        amount,
        recurring: line.billing != Billing::OneTime,
    }
}

/// The tax as an item, where there is any; where there are two, each says what it is on.
fn tax_item(order: &Order, amount: i64, recurring: bool, both: bool) -> Option<LineItem> {
    let on = match (both, recurring) {
        (false, _) => "",
        (true, true) => " on subscriptions",
        (true, false) => " on one-time purchases",
    };
    (amount != 0).then(|| LineItem {
        line: None,
        name: format!("{}{on}", order.tax.label),
        description: None,
        amount,
        recurring,
    })
}

#[cfg(test)]
mod tests {
    use domain::pricing::Off;
    use domain::tax::BasisPoints;
    use proptest::prelude::*;

    use super::*;
    use payments_fakes::sample;

    const ONCE: Billing = Billing::OneTime;
    const MONTH: Billing = Billing::Monthly;
    const YEAR: Billing = Billing::Yearly;

    fn lines(billing: &[Billing]) -> Vec<OrderLine> {
        let line = |(i, billing): (usize, &Billing)| sample::line(&format!("p{i}"), *billing, 1_000, 1);
        billing.iter().enumerate().map(line).collect()
    }

    #[test]
    fn one_interval_shares_a_session_with_what_is_paid_once() {
        let split = |billing: &[Billing]| split(&lines(billing));
        assert_eq!(split(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(split(&[ONCE, ONCE]), [vec![0, 1]]);
        assert_eq!(split(&[YEAR, ONCE]), [vec![0, 1]]);
        assert_eq!(split(&[ONCE, YEAR, MONTH, YEAR]), [vec![0, 1, 3], vec![2]]);
        assert_eq!(split(&[ONCE, MONTH, YEAR]), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_session_has_twenty_places_of_each_kind() {
        let mut billing = vec![MONTH; 25];
        billing.extend([ONCE; 20]);
        let groups = split(&lines(&billing));
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [20, 19, 6]);
        assert_eq!(groups[0], (25..45).collect::<Vec<_>>());
    }

    #[test]
    fn a_discounted_first_month_is_a_coupon_on_the_full_price() {
        let line = sample::line("api", MONTH, 4_900, 1);
        let order = sample::order(1, vec![line], Some(Off::Percent(BasisPoints(2_500))), 1_900);
        let bill = SessionCharges::of(&order).expect("it adds up");
        // 36.75 + 6.98 instead of 49.00 + 9.31.
        assert_eq!(order.totals.total, 4_373);
        assert_eq!(
            bill.items.iter().map(|i| (i.amount, i.recurring)).collect::<Vec<_>>(),
            [(4_900, true), (931, true)]
        );
        assert_eq!(
            (bill.interval, bill.first_charge_discount),
            (Some("month"), 5_831 - 4_373)
        );
    }

    #[test]
    fn each_item_says_which_line_it_charges_for() {
        let order = sample::order(1, lines(&[MONTH, ONCE, MONTH]), None, 1_900);
        let bill = SessionCharges::of(&order).expect("it adds up");
        let lines: Vec<_> = bill.items.iter().map(|i| (i.line, i.recurring)).collect();
        let (once, recurring) = ((None, false), (None, true));
        assert_eq!(
            lines,
            [(Some(1), false), (Some(0), true), (Some(2), true), once, recurring]
        );
    }

    #[test]
    fn what_does_not_add_up_is_refused() {
        let mut order = sample::order(1, lines(&[ONCE]), None, 1_900);
        order.totals.total += 1;
        assert!(matches!(SessionCharges::of(&order), Err(Error::Refused(_))));
        let order = sample::order(1, lines(&[MONTH, YEAR]), None, 0);
        assert!(matches!(SessionCharges::of(&order), Err(Error::Refused(_))));
        assert!(matches!(
            SessionCharges::of(&sample::order(1, vec![], None, 0)),
            Err(Error::Refused(_))
        ));
    }

    /// Discounts, and none.
    fn offs() -> impl Strategy<Value = Option<Off>> {
        prop_oneof![
            (0..=10_000_u32).prop_map(|p| Some(Off::Percent(BasisPoints(p)))),
            (0..3_000_000_i64).prop_map(|a| Some(Off::Amount(a))),
            Just(None),
        ]
    }

    proptest! {
        #[test]
        fn lines_that_are_left_cost_what_they_would_cost_alone(
            units in prop::collection::vec((0..1_000_000_i64, any::<bool>(), any::<bool>()), 1..30),
            off in offs(),
            rate in 0..=3_000_u32,
        ) {
            let lines: Vec<_> = units.iter().enumerate().map(|(i, (unit, once, _))| {
                sample::line(&format!("p{i}"), if *once { ONCE } else { MONTH }, *unit, 1)
            }).collect();
            let left: Vec<usize> = (0..units.len()).filter(|at| !units[*at].1 && units[*at].2).collect();
            prop_assume!(!left.is_empty());
            let alone = sample::order(2, left.iter().map(|at| lines[*at].clone()).collect(), None, rate);
            let order = sample::order(1, lines, off, rate);
            let bill = SessionCharges::of(&order).expect("every order adds up");
            let kept: i64 = bill.items.iter()
                .filter(|i| i.line.is_some_and(|at| left.contains(&at)))
                .map(|i| i.amount).sum();
            let renewal: i64 = SessionCharges::of(&alone).expect("every order adds up").items.iter().map(|i| i.amount).sum();
            prop_assert_eq!(kept + recurring_tax(&order, &left), renewal);
        }

        #[test]
        fn the_first_charge_is_the_total_and_the_next_one_undiscounted(
            units in prop::collection::vec((0..1_000_000_i64, 1..=9_u32, any::<bool>()), 1..30),
            off in offs(),
            rate in 0..=3_000_u32,
        ) {
            let lines: Vec<_> = units.iter().enumerate().map(|(i, (unit, quantity, once))| {
                let billing = if *once { ONCE } else { MONTH };
                sample::line(&format!("p{i}"), billing, *unit, if *once { *quantity } else { 1 })
            }).collect();
            let order = sample::order(1, lines, off, rate);
            let bill = SessionCharges::of(&order).expect("every order adds up");
            let sum = |recurring: Option<bool>| bill.items.iter()
                .filter(|i| recurring.is_none_or(|r| r == i.recurring))
                .map(|i| i.amount).sum::<i64>();
            prop_assert_eq!(sum(None) - bill.first_charge_discount, order.totals.total);
            prop_assert!(bill.first_charge_discount >= 0 && bill.items.iter().all(|i| i.amount >= 0));
            prop_assert!(bill.interval.is_some() || bill.first_charge_discount == 0);
            let list = units.iter().filter(|u| !u.2).map(|u| u.0).sum::<i64>();
            let exact = i128::from(list) * i128::from(10_000 + rate);
            prop_assert!((i128::from(sum(Some(true))) * 10_000 - exact).abs() <= 5_000);
        }
    }
}
