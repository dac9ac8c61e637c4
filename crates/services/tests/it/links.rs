//! Links to orders: they can be made void, and are once the order has an owner.

use services::Access;
use services::orders::{MAX_KEPT, kept_keys};
use services::testing::shop::{TestShop, form};
use services::testing::{TestContext, each_database, product};

async fn shop(context: &TestContext) -> TestShop {
    context.import(&[product("ember").build()]).await;
    TestShop::new(context).await
}

#[tokio::test]
async fn a_link_that_was_made_void_opens_nothing() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("ember", "pro", 1)]).await;
        guest.place(&form()).await.unwrap();
        let order = guest.order().await;
        let key = order.key.clone().unwrap();
        let kept = kept_keys(None, &key);
        let by_link = guest.access(&order);
        let by_cookie = Access {
            kept: Some(&kept),
            ..Access::default()
        };
        for access in [by_link, by_cookie] {
            assert!(shop.orders.view(&order.id, access).await.unwrap().is_some());
        }
        for stranger in [
            Access::default(),
            Access {
                kept: Some("made.up~"),
                ..Access::default()
            },
        ] {
            assert!(!shop.orders.void_links(&order.id, stranger).await.unwrap());
        }
        assert!(shop.orders.void_links(&order.id, by_link).await.unwrap());
        for access in [by_link, by_cookie] {
            assert!(shop.orders.view(&order.id, access).await.unwrap().is_none());
            assert!(shop.orders.returned(&order.id, access).await.unwrap().is_none());
            assert!(
                shop.orders
                    .invoice(&order.id, "2026-000001", access)
                    .await
                    .unwrap()
                    .is_none()
            );
            assert!(shop.orders.pay(&order.id, access).await.is_err());
            assert!(!shop.orders.void_links(&order.id, access).await.unwrap());
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_is_void_once_the_order_is_claimed() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("ember", "pro", 1)]).await;
        guest.place(&form()).await.unwrap();
        let order = guest.order().await;
        let account = shop.account("ada@example.com").await;
        shop.orders.claim(account, "ada@example.com").await.unwrap();
        assert!(
            shop.orders
                .view(&order.id, guest.access(&order))
                .await
                .unwrap()
                .is_none()
        );
        let own = Access {
            account: Some(account),
            ..Access::default()
        };
        assert!(shop.orders.view(&order.id, own).await.unwrap().is_some());
    })
    .await;
}

#[test]
fn kept_keys_are_the_newest_few() {
    let mut kept = None;
    for n in 0..20 {
        kept = Some(kept_keys(kept.as_deref(), &format!("key.{n}")));
    }
    let kept = kept_keys(kept.as_deref(), "key.18");
    assert_eq!(kept, "key.18~key.19~key.17~key.16~key.15~key.14");
    assert_eq!(kept.split('~').count(), MAX_KEPT);
}

#[tokio::test]
async fn a_browser_that_keeps_keys_needs_none_in_addresses() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("ember", "pro", 1)]).await;
        guest.place(&form()).await.unwrap();
        let order = guest.order().await;
        let kept = kept_keys(None, &order.key.clone().unwrap());
        let access = Access {
            kept: Some(&kept),
            ..Access::default()
        };
        let seen = shop.orders.view(&order.id, access).await.unwrap().unwrap();
        assert_eq!((seen.key, seen.address), (None, format!("/orders/{}", order.id)));
        let linked = Access {
            key: Some("made.up"),
            ..access
        };
        assert!(!shop.orders.is_opened_by_link(&order.id, linked).await.unwrap());
        assert!(
            shop.orders
                .view(&order.id, linked)
                .await
                .unwrap()
                .unwrap()
                .key
                .is_none()
        );
    })
    .await;
}
