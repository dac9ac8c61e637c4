//! Filling a cart, from several tabs, while the catalogue changes.

use domain::cart::{CartChange, CartError, Difference};
use domain::order::OrderLine;
use domain::{Billing, Clock as _, LicenseTerms};
use services::cart::ChangeError;
use services::testing::{TestContext, each_database, plan, product, time};
use services::{CartOwner, Carts};
use views::cart::LineState;

use crate::discounts::percent;

/// Where the customers of these tests sit.
pub(crate) const HERE: &str = "192.0.2.1";

pub(crate) fn add(product: &str, plan: &str) -> CartChange {
    CartChange::add(product.parse().unwrap(), plan.parse().unwrap())
}

pub(crate) fn set(product: &str, plan: &str, quantity: u32) -> CartChange {
    CartChange::Set {
        product: product.parse().unwrap(),
        plan: plan.parse().unwrap(),
        quantity,
    }
}

/// A guest whose cart holds one of each of some plans.
pub(crate) async fn guest(carts: &Carts, plans: &[(&str, &str)]) -> CartOwner {
    let mut owner = None;
    for (product, plan) in plans {
        let (_, token) = carts
            .change(HERE, owner.as_ref(), None, &add(product, plan))
            .await
            .unwrap();
        owner = owner.or(token.map(CartOwner::Guest));
    }
    owner.unwrap()
}

pub(crate) fn token(owner: &CartOwner) -> &str {
    match owner {
        CartOwner::Guest(token) => token,
        CartOwner::Account(_) => panic!("an account has no token"),
    }
}

pub(crate) fn subscription(name: &str, amount: i64) -> domain::Plan {
    domain::Plan {
        billing: Billing::Monthly,
        ..plan(name, amount)
    }
}

fn bought(product: &str, plan: &str, quantity: u32) -> OrderLine {
    OrderLine {
        product: product.parse().unwrap(),
        plan: plan.parse().unwrap(),
        title: String::new(),
        plan_name: String::new(),
        billing: Billing::OneTime,
        license: LicenseTerms::default(),
        quantity,
        unit: 0,
        discount: 0,
        net: 0,
        tax: 0,
    }
}

#[tokio::test]
async fn a_guest_fills_a_cart_and_finds_it_again() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("swift-geocode").build(), product("night-theme").build()])
            .await;
        let carts = shop.carts();
        assert_eq!(carts.count(None).await.unwrap(), 0);

        let (view, token) = carts
            .change(HERE, None, None, &add("swift-geocode", "pro"))
            .await
            .unwrap();
        let token = CartOwner::Guest(token.expect("a first change makes a cart"));
        assert_eq!((view.count, view.subtotal.amount), (1, 4_900));

        carts
            .change(HERE, Some(&token), None, &add("night-theme", "pro"))
            .await
            .unwrap();
        let (view, made) = carts
            .change(HERE, Some(&token), None, &add("swift-geocode", "pro"))
            .await
            .unwrap();
        assert_eq!(made, None);
        let lines: Vec<_> = view
            .lines
            .iter()
            .map(|l| (l.title.as_str(), l.quantity, l.total.amount))
            .collect();
        assert_eq!(lines, [("Swift geocode", 2, 9_800), ("Night theme", 1, 4_900)]);

        let (view, _) = carts
            .change(HERE, Some(&token), Some(3), &set("swift-geocode", "pro", 0))
            .await
            .unwrap();
        assert_eq!((view.count, view.version), (1, 4));
        assert_eq!(carts.view(Some(&token)).await.unwrap(), view);
        assert_eq!(
            shop.carts().count(Some(&token)).await.unwrap(),
            1,
            "kept in the database"
        );
    })
    .await;
}

#[tokio::test]
async fn a_stale_tab_is_refused_with_the_cart_as_it_stands() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("swift-geocode").build()]).await;
        let carts = shop.carts();
        let (seen, token) = carts
            .change(HERE, None, None, &add("swift-geocode", "pro"))
            .await
            .unwrap();
        let token = CartOwner::Guest(token.unwrap());
        carts
            .change(HERE, Some(&token), Some(seen.version), &set("swift-geocode", "pro", 5))
            .await
            .unwrap();

        let stale = carts
            .change(HERE, Some(&token), Some(seen.version), &set("swift-geocode", "pro", 9))
            .await;
        let Err(ChangeError::Stale(now)) = stale else {
            panic!("{stale:?}")
        };
        assert_eq!((now.count, now.version), (5, 2));
        assert_eq!(carts.view(Some(&token)).await.unwrap(), *now);
    })
    .await;
}

#[tokio::test]
async fn fifty_clicks_at_once_all_count() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("swift-geocode").build()]).await;
        let carts = shop.carts();
        let (_, token) = carts
            .change(HERE, None, None, &add("swift-geocode", "pro"))
            .await
            .unwrap();
        let token = CartOwner::Guest(token.unwrap());
        // As many at a time as one customer's browser opens connections.
        for _ in 0..8 {
            let one = async || {
                carts
                    .change(HERE, Some(&token), None, &add("swift-geocode", "pro"))
                    .await
                    .unwrap()
            };
            tokio::join!(one(), one(), one(), one(), one(), one());
        }
        assert_eq!(carts.count(Some(&token)).await.unwrap(), 49);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_nobody_was_given_is_no_cart() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("swift-geocode").build()]).await;
        let carts = shop.carts();
        for planted in ["", "0123456789abcdef0123456789abcdef", "' OR 1=1", &"é".repeat(16)] {
            let owner = CartOwner::Guest(planted.to_owned());
            assert_eq!(carts.count(Some(&owner)).await.unwrap(), 0);
            let (_, made) = carts
                .change(HERE, Some(&owner), None, &add("swift-geocode", "pro"))
                .await
                .unwrap();
            assert_ne!(made.as_deref(), Some(planted));
            assert_eq!(carts.count(Some(&owner)).await.unwrap(), 0);
        }
    })
    .await;
}

#[tokio::test]
async fn changed_prices_and_vanished_plans_wait_to_be_confirmed() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("swift-geocode")
            .plans(&[plan("pro", 4_900), plan("old", 900)])
            .build()])
            .await;
        let carts = shop.carts();
        let (_, token) = carts
            .change(HERE, None, None, &add("swift-geocode", "pro"))
            .await
            .unwrap();
        let token = CartOwner::Guest(token.unwrap());
        carts
            .change(HERE, Some(&token), None, &add("swift-geocode", "old"))
            .await
            .unwrap();

        shop.import(&[product("swift-geocode").plans(&[plan("pro", 5_900)]).build()])
            .await;
        let view = carts.view(Some(&token)).await.unwrap();
        assert!(view.must_confirm());
        let was = Difference::Price(plan("pro", 4_900).price());
        assert_eq!(view.lines[0].state, LineState::Changed(vec![was]));
        assert_eq!(view.lines[1].state, LineState::Gone);
        assert_eq!(view.subtotal.amount, 5_900, "what is sold no more counts for nothing");
        let refused = carts
            .change(HERE, Some(&token), None, &add("swift-geocode", "old"))
            .await;
        assert!(
            matches!(refused, Err(ChangeError::Refused(CartError::NotSold))),
            "{refused:?}"
        );

        let (view, _) = carts
            .change(HERE, Some(&token), Some(view.version), &CartChange::Confirm)
            .await
            .unwrap();
        assert!(!view.must_confirm());
        assert_eq!((view.lines.len(), view.subtotal.amount), (1, 5_900));
    })
    .await;
}

#[tokio::test]
async fn a_stale_tab_cannot_bring_a_paid_cart_back() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("geo").build(), product("map").build()]).await;
        let carts = shop.carts();
        let owner = guest(&carts, &[("geo", "pro"), ("map", "pro")]).await;
        let key = owner.key().unwrap();
        let placed = carts.view(Some(&owner)).await.unwrap();
        let order = [bought("geo", "pro", 1), bought("map", "pro", 1)];

        let mut dropped = shop.database.store.write().await.unwrap();
        dropped.remove_bought(&key, &order, shop.clock.now()).await.unwrap();
        drop(dropped);
        assert_eq!(
            carts.view(Some(&owner)).await.unwrap(),
            placed,
            "an order that failed takes nothing"
        );

        let mut write = shop.database.store.write().await.unwrap();
        write.remove_bought(&key, &order, shop.clock.now()).await.unwrap();
        write.save().await.unwrap();
        let paid = carts.view(Some(&owner)).await.unwrap();
        assert_eq!((paid.count, paid.version), (0, placed.version + 1));
        for change in [set("geo", "pro", 5), CartChange::Confirm] {
            let stale = carts.change(HERE, Some(&owner), Some(placed.version), &change).await;
            assert!(matches!(stale, Err(ChangeError::Stale(_))), "{stale:?}");
        }
        assert_eq!(carts.view(Some(&owner)).await.unwrap(), paid);
    })
    .await;
}

#[tokio::test]
async fn what_came_into_the_cart_while_its_order_was_paid_stays() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("geo").build(), product("map").build()]).await;
        let carts = shop.carts();
        let owner = guest(&carts, &[("geo", "pro")]).await;
        carts
            .change(HERE, Some(&owner), None, &add("geo", "pro"))
            .await
            .unwrap();
        carts
            .change(HERE, Some(&owner), None, &add("map", "pro"))
            .await
            .unwrap();
        let mut write = shop.database.store.write().await.unwrap();
        let order = [bought("geo", "pro", 1)];
        write
            .remove_bought(&owner.key().unwrap(), &order, shop.clock.now())
            .await
            .unwrap();
        write.remove_bought(&[0; 32], &order, shop.clock.now()).await.unwrap();
        write.save().await.unwrap();
        let view = carts.view(Some(&owner)).await.unwrap();
        let lines: Vec<_> = view.lines.iter().map(|l| (l.product.as_str(), l.quantity)).collect();
        assert_eq!(lines, [("geo", 1), ("map", 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_code_stays_with_the_cart() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("geo").build()]).await;
        let carts = shop.carts();
        let owner = guest(&carts, &[("geo", "pro")]).await;
        let code = |typed: &str| CartChange::Code(typed.to_owned());
        shop.discounts().add(percent("SPRING-10", 1_000)).await.unwrap();
        let (view, _) = carts
            .change(HERE, Some(&owner), Some(1), &code(" spring-10 "))
            .await
            .unwrap();
        assert_eq!((view.code.as_deref(), view.version), (Some("SPRING-10"), 2));
        let refused = carts.change(HERE, Some(&owner), Some(2), &code("two words")).await;
        assert!(matches!(refused, Err(ChangeError::Refused(CartError::NotACode))));
        assert_eq!(carts.view(Some(&owner)).await.unwrap(), view);
        let (view, _) = carts.change(HERE, Some(&owner), Some(2), &code("")).await.unwrap();
        assert_eq!(view.code, None);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_changes_nothing_makes_no_cart() {
    each_database(async |shop: TestContext| {
        let (view, token) = shop
            .carts()
            .change(HERE, None, None, &CartChange::Confirm)
            .await
            .unwrap();
        assert_eq!((view.count, view.version, token), (0, 0, None));
    })
    .await;
}

#[tokio::test]
async fn carts_are_forgotten_after_ninety_days() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("geo").build()]).await;
        let carts = shop.carts();
        let owner = guest(&carts, &[("geo", "pro")]).await;
        shop.clock.set(time("2026-05-02T11:00:00Z"));
        assert_eq!(carts.delete_expired().await.unwrap(), 0);
        shop.clock.set(time("2026-05-02T13:00:00Z"));
        assert_eq!(carts.delete_expired().await.unwrap(), 1);
        assert_eq!(carts.count(Some(&owner)).await.unwrap(), 0);
    })
    .await;
}
