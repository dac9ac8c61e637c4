use domain::LicenseTerms;

use super::*;

fn slug(s: &str) -> Slug {
    s.parse().expect("a slug of the test")
}

fn add(product: &str, plan: &str) -> CartChange {
    CartChange::add(slug(product), slug(plan))
}

fn set(product: &str, plan: &str, quantity: u32) -> CartChange {
    CartChange::Set {
        product: slug(product),
        plan: slug(plan),
        quantity,
    }
}

fn view_line(product: &str, price: i64, quantity: u32, state: LineState) -> CartViewLine {
    let mut line = CartViewLine {
        product: slug(product),
        plan: slug("solo"),
        title: product.to_owned(),
        plan_name: "Solo".to_owned(),
        image: None,
        billing: Billing::OneTime,
        license: LicenseTerms::default(),
        features: Vec::new(),
        quantity,
        only_one: false,
        price: Money::new(price, Currency::USD),
        total: Money::new(0, Currency::USD),
        state,
    };
    line.total.amount = price * i64::from(line.to_buy());
    line
}

#[test]
fn a_change_can_be_shown_before_it_is_made() {
    let was = LineState::Changed(vec![Difference::Price(Money::new(900, Currency::USD))]);
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
    let mut many = view.clone();
    many.lines[1].quantity = 4;
    many.lines[1].state = LineState::Changed(vec![Difference::Quantity(1)]);
    many.count = 7;
    assert_eq!(sums(&many.after(&CartChange::Confirm)), (2, 3, 3_500, 3_000));
    let code = after(CartChange::Code("autumn".to_owned()));
    assert_eq!((code.code.as_deref(), code.discount), (Some("AUTUMN"), None));
    assert!(
        after(set("geo", "solo", 5)).version == 3,
        "the server alone gives versions"
    );
}

#[test]
fn two_plans_of_one_subscription_are_told_of() {
    let line = |product: &str, plan: &str, billing: Billing, state: LineState| CartViewLine {
        plan: slug(plan),
        plan_name: plan.to_owned(),
        billing,
        ..view_line(product, 100, 1, state)
    };
    let view = CartView {
        lines: vec![
            line("geo", "solo", Billing::Monthly, LineState::Same),
            line("map", "solo", Billing::OneTime, LineState::Same),
            line("geo", "team", Billing::Yearly, LineState::Same),
            line("map", "team", Billing::OneTime, LineState::Same),
            line("api", "solo", Billing::Monthly, LineState::Same),
            line("api", "team", Billing::Monthly, LineState::Gone),
        ],
        ..CartView::unopened(6, Currency::USD)
    };
    let told: Vec<_> = view
        .double_subscriptions()
        .into_iter()
        .map(|d| (d.title, d.plans))
        .collect();
    assert_eq!(told, [("geo".to_owned(), vec!["solo".to_owned(), "team".to_owned()])]);
}
