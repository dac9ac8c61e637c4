//! A guest's cart and an account's become one.

use crate::cart::{HERE, add, guest, set, subscription, token};
use crate::discounts::percent;
use domain::cart::{CartChange, MAX_LINES};
use services::CartOwner;
use services::cart::Merged;
use services::testing::{TestContext, each_database, plan, product};

#[tokio::test]
async fn logging_in_moves_the_guests_cart_into_the_accounts() {
    each_database(async |shop: TestContext| {
        let plans = [plan("solo", 4_900), subscription("team", 9_900)];
        shop.import(&[
            product("geo").plans(&plans).build(),
            product("map").plans(&plans).build(),
        ])
        .await;
        let carts = shop.carts();
        let account = CartOwner::Account(7);
        carts
            .change(HERE, Some(&account), None, &add("geo", "solo"))
            .await
            .unwrap();
        carts
            .change(HERE, Some(&account), None, &add("geo", "team"))
            .await
            .unwrap();

        let visitor = guest(&carts, &[("geo", "solo"), ("geo", "team"), ("map", "solo")]).await;
        shop.discounts().add(percent("SPRING", 1_000)).await.unwrap();
        let code = CartChange::Code("spring".to_owned());
        carts.change(HERE, Some(&visitor), None, &code).await.unwrap();
        let merged = carts.merge(token(&visitor), 7).await.unwrap();
        assert_eq!(merged, Merged { moved: 2, left_out: 1 });

        let view = carts.view(Some(&account)).await.unwrap();
        let lines: Vec<_> = view
            .lines
            .iter()
            .map(|l| (l.product.as_str(), l.plan.as_str(), l.quantity))
            .collect();
        assert_eq!(lines, [("geo", "solo", 2), ("geo", "team", 1), ("map", "solo", 1)]);
        assert_eq!((view.version, view.code.as_deref()), (3, Some("SPRING")));
        let left = carts.view(Some(&visitor)).await.unwrap();
        assert_eq!((left.count, left.version, left.code), (0, 5, None));

        let again = carts.merge(token(&visitor), 7).await.unwrap();
        assert_eq!(again, Merged::default(), "it moves things once");
        assert_eq!(carts.view(Some(&account)).await.unwrap(), view);
        assert_eq!(carts.merge("planted", 7).await.unwrap(), Merged::default());
        assert_eq!(
            carts.count(Some(&CartOwner::Account(8))).await.unwrap(),
            0,
            "nobody else's"
        );
    })
    .await;
}

#[tokio::test]
async fn a_merge_fills_an_account_to_its_limits_and_drops_the_rest() {
    each_database(async |shop: TestContext| {
        let names: Vec<String> = (0..MAX_LINES).map(|i| format!("p{i}")).collect();
        let products: Vec<_> = names.iter().map(|name| product(name).build()).collect();
        shop.import(&products).await;
        shop.import(&[product("more").build()]).await;
        let carts = shop.carts();
        let account = CartOwner::Account(1);
        for name in &names {
            carts
                .change(HERE, Some(&account), None, &add(name, "pro"))
                .await
                .unwrap();
        }
        carts
            .change(HERE, Some(&account), None, &set("p0", "pro", 98))
            .await
            .unwrap();
        let visitor = guest(&carts, &[("p0", "pro"), ("p0", "pro"), ("more", "pro")]).await;
        let merged = carts.merge(token(&visitor), 1).await.unwrap();
        assert_eq!(merged, Merged { moved: 1, left_out: 2 });
        let view = carts.view(Some(&account)).await.unwrap();
        assert_eq!((view.lines.len(), view.lines[0].quantity), (MAX_LINES, 99));
    })
    .await;
}

#[tokio::test]
async fn a_login_in_two_tabs_at_once_moves_everything_once() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("geo").build(), product("map").build()]).await;
        let carts = shop.carts();
        let visitor = guest(&carts, &[("geo", "pro"), ("map", "pro")]).await;
        let merge = async || carts.merge(token(&visitor), 3).await.unwrap().moved;
        let (a, b, c) = tokio::join!(merge(), merge(), merge());
        assert_eq!(a + b + c, 2);
        assert_eq!(carts.count(Some(&CartOwner::Account(3))).await.unwrap(), 2);
        assert_eq!(carts.count(Some(&visitor)).await.unwrap(), 0);
    })
    .await;
}
