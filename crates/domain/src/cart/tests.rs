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
    cart.apply(&change, |_, plan| offered(plans, plan))
}

fn offered<'a>(plans: &'a [Plan], plan: &Slug) -> Option<Offered<'a>> {
    let plan = plans.iter().find(|p| p.slug == *plan)?;
    Some(Offered { title: "Title", plan })
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
    let offer = |_: &Slug, plan: &Slug| offered(&plans, plan);
    let filled = |lines: &[(&str, &str, u32)]| Cart {
        version: 7,
        lines: lines
            .iter()
            .map(|(product, plan, quantity)| CartLine {
                product: slug(product),
                plan: slug(plan),
                quantity: *quantity,
                seen: Money::new(100, Currency::USD),
                quoted: None,
            })
            .collect(),
        ..Cart::default()
    };
    let mut account = filled(&[("geo", "solo", 90), ("geo", "team", 1)]);
    let guest = filled(&[
        ("geo", "solo", 20),
        ("geo", "team", 1),
        ("map", "team", 1),
        ("map", "gone", 2),
    ]);
    assert_eq!(account.merge(&guest, offer), 11 + 1);
    let merged = filled(&[
        ("geo", "solo", 99),
        ("geo", "team", 1),
        ("map", "team", 1),
        ("map", "gone", 2),
    ]);
    assert_eq!(account.lines, merged.lines);
    assert_eq!(account.version, 8);

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

#[test]
fn errors_read_back_from_urls() {
    for error in CartError::ALL {
        assert_eq!(CartError::parse(error.as_str()), Some(error));
        let json = serde_json::to_value(error).expect("an error is JSON");
        assert_eq!(json, error.as_str(), "one name everywhere");
    }
}

/// Whatever is sent again, and in whatever order: each key counts once.
#[test]
fn a_change_that_is_sent_again_counts_once() {
    let plans = [
        plan("solo", 4_900, Billing::OneTime),
        plan("team", 9_900, Billing::Monthly),
    ];
    let keyed = |plan: &str, key: &str| CartChange::Add {
        product: slug("geo"),
        plan: slug(plan),
        key: Some(key.parse().expect("a key of the test")),
        seen: None,
    };
    let mut cart = Cart::default();
    for key in ["a", "b", "a", "a", "b"] {
        assert_eq!(change(&mut cart, &plans, keyed("solo", key)), Ok(()));
    }
    assert_eq!((cart.lines[0].quantity, cart.version), (2, 2));
    // A second time it would be refused, were it not the first.
    for _ in 0..2 {
        assert_eq!(change(&mut cart, &plans, keyed("team", "c")), Ok(()));
    }
    assert_eq!(
        change(&mut cart, &plans, keyed("team", "d")),
        Err(CartError::AlreadyThere)
    );
    for n in 0..100 {
        let done = change(&mut cart, &plans, keyed("solo", &format!("key-{n}")));
        assert_eq!(done.is_ok(), n < 97, "{n}");
        assert!(cart.keys.len() <= MAX_KEYS);
    }
    for bad in ["", "a b", "é", "a\0", &"a".repeat(65)] {
        assert!(bad.parse::<ChangeKey>().is_err(), "{bad:?}");
    }
}

/// A plan of three in the cart became one that may be bought once.
#[test]
fn limits_hold_for_what_is_in_the_cart_already() {
    let mut cart = Cart::default();
    let before = [plan("solo", 4_900, Billing::OneTime)];
    change(&mut cart, &before, add("geo", "solo")).expect("sold");
    change(&mut cart, &before, set("geo", "solo", 3)).expect("in the cart");
    let now = [plan("solo", 4_900, Billing::Monthly)];
    let differences = |cart: &Cart| cart.lines[0].differences(offered(&now, &slug("solo")).expect("sold"));
    assert_eq!(
        differences(&cart),
        [Difference::Billing(Billing::OneTime), Difference::Quantity(1)]
    );
    assert_eq!(change(&mut cart, &now, set("geo", "solo", 2)), Err(CartError::OnlyOne));
    assert_eq!(
        change(&mut cart, &now, add("geo", "solo")),
        Err(CartError::AlreadyThere)
    );
    change(&mut cart, &now, CartChange::Confirm).expect("always");
    assert_eq!((cart.count(), differences(&cart)), (1, vec![]));

    // More than a cart holds today.
    let mut cart = Cart::default();
    change(&mut cart, &before, add("geo", "solo")).expect("sold");
    cart.lines[0].quantity = MAX_QUANTITY + 5;
    let found = cart.lines[0].differences(offered(&before, &slug("solo")).expect("sold"));
    assert_eq!(found, [Difference::Quantity(MAX_QUANTITY)]);
    change(&mut cart, &before, CartChange::Confirm).expect("always");
    assert_eq!(cart.count(), MAX_QUANTITY);
}

#[test]
fn merging_keeps_what_waits_to_be_confirmed() {
    let old = [plan("solo", 4_900, Billing::OneTime)];
    let new = [plan("solo", 4_900, Billing::Monthly)];
    let with = |plans: &[Plan]| {
        let mut cart = Cart::default();
        change(&mut cart, plans, add("geo", "solo")).expect("sold");
        cart
    };
    for (mut account, guest) in [
        (with(&old), with(&new)),
        (with(&new), with(&old)),
        (with(&old), with(&old)),
    ] {
        account.merge(&guest, |_, plan| offered(&new, plan));
        let now = offered(&new, &slug("solo")).expect("sold");
        assert!(!account.lines[0].differences(now).is_empty());
    }
}

#[test]
fn what_a_page_of_before_showed_is_asked_about() {
    let (old, new) = (
        [plan("solo", 4_900, Billing::OneTime)],
        [plan("solo", 4_900, Billing::Monthly)],
    );
    let fingerprint = |plans: &[Plan]| offered(plans, &slug("solo")).expect("sold").fingerprint();
    for (seen, asks) in [
        (None, false),
        (Some(fingerprint(&new)), false),
        (Some(fingerprint(&old)), true),
    ] {
        let mut cart = Cart::default();
        let add = CartChange::Add {
            product: slug("geo"),
            plan: slug("solo"),
            key: None,
            seen,
        };
        change(&mut cart, &new, add).expect("sold");
        let differences = cart.lines[0].differences(offered(&new, &slug("solo")).expect("sold"));
        assert_eq!(differences == [Difference::Unrecorded], asks);
    }
    // One more of what is there already, from an older tab.
    let (old, new) = (
        [plan("solo", 4_900, Billing::OneTime)],
        [plan("solo", 5_900, Billing::OneTime)],
    );
    let mut cart = Cart::default();
    change(&mut cart, &new, add("geo", "solo")).expect("sold");
    let again = CartChange::Add {
        product: slug("geo"),
        plan: slug("solo"),
        key: None,
        seen: Some(offered(&old, &slug("solo")).expect("sold").fingerprint()),
    };
    change(&mut cart, &new, again).expect("sold");
    let differences = cart.lines[0].differences(offered(&new, &slug("solo")).expect("sold"));
    assert_eq!((cart.lines[0].quantity, differences), (2, vec![Difference::Unrecorded]));
}
