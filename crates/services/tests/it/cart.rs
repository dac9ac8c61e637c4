//! Filling a cart, from several tabs, while the catalogue changes.

use domain::cart::{CartChange, CartError, LineState};
use services::cart::ChangeError;
use services::testing::{TestContext, each_database, plan, product};

fn add(product: &str, plan: &str) -> CartChange {
    CartChange::Add {
        product: product.parse().unwrap(),
        plan: plan.parse().unwrap(),
    }
}

fn set(product: &str, plan: &str, quantity: u32) -> CartChange {
    CartChange::Set {
        product: product.parse().unwrap(),
        plan: plan.parse().unwrap(),
        quantity,
    }
}

#[tokio::test]
async fn a_guest_fills_a_cart_and_finds_it_again() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("swift-geocode").build(), product("night-theme").build()])
            .await;
        let carts = shop.carts();
        assert_eq!(carts.count(None).await.unwrap(), 0);

        let (view, token) = carts.change(None, None, &add("swift-geocode", "pro")).await.unwrap();
        let token = token.expect("a first change makes a cart");
        assert_eq!((view.count, view.subtotal.amount), (1, 4_900));

        carts
            .change(Some(&token), None, &add("night-theme", "pro"))
            .await
            .unwrap();
        let (view, made) = carts
            .change(Some(&token), None, &add("swift-geocode", "pro"))
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
            .change(Some(&token), Some(3), &set("swift-geocode", "pro", 0))
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
        let (seen, token) = carts.change(None, None, &add("swift-geocode", "pro")).await.unwrap();
        let token = token.unwrap();
        carts
            .change(Some(&token), Some(seen.version), &set("swift-geocode", "pro", 5))
            .await
            .unwrap();

        let stale = carts
            .change(Some(&token), Some(seen.version), &set("swift-geocode", "pro", 9))
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
        let (_, token) = carts.change(None, None, &add("swift-geocode", "pro")).await.unwrap();
        let token = token.unwrap();
        // As many at a time as one customer's browser opens connections.
        for _ in 0..8 {
            let one = async || {
                carts
                    .change(Some(&token), None, &add("swift-geocode", "pro"))
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
            assert_eq!(carts.count(Some(planted)).await.unwrap(), 0);
            let (_, made) = carts
                .change(Some(planted), None, &add("swift-geocode", "pro"))
                .await
                .unwrap();
            assert_ne!(made.as_deref(), Some(planted));
            assert_eq!(carts.count(Some(planted)).await.unwrap(), 0);
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
        let (_, token) = carts.change(None, None, &add("swift-geocode", "pro")).await.unwrap();
        let token = token.unwrap();
        carts
            .change(Some(&token), None, &add("swift-geocode", "old"))
            .await
            .unwrap();

        shop.import(&[product("swift-geocode").plans(&[plan("pro", 5_900)]).build()])
            .await;
        let view = carts.view(Some(&token)).await.unwrap();
        assert!(view.must_confirm());
        assert!(matches!(view.lines[0].state, LineState::Was(old) if old.amount == 4_900));
        assert_eq!(view.lines[1].state, LineState::Gone);
        assert_eq!(view.subtotal.amount, 5_900, "what is sold no more counts for nothing");
        let refused = carts.change(Some(&token), None, &add("swift-geocode", "old")).await;
        assert!(
            matches!(refused, Err(ChangeError::Refused(CartError::NotSold))),
            "{refused:?}"
        );

        let (view, _) = carts
            .change(Some(&token), Some(view.version), &CartChange::Confirm)
            .await
            .unwrap();
        assert!(!view.must_confirm());
        assert_eq!((view.lines.len(), view.subtotal.amount), (1, 5_900));
    })
    .await;
}
