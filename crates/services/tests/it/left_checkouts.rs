//! Checkouts that were left: after their session had ended, and after they were paid.

use std::time::Duration;

use domain::checkout::CheckoutForm;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database};
use services::{CartOwner, SandboxAction};

use crate::cart::HERE;
use crate::orders::shop;

async fn customer(shop: &TestShop, email: &str) -> (i64, Guest) {
    let account = shop.account(email).await;
    let guest = Guest::logged_in(shop, account, email);
    guest.put("night-theme", "pro").await;
    (account, guest)
}

#[tokio::test]
async fn what_is_typed_after_the_session_is_kept_for_its_account() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let (ada, of_ada) = customer(&shop, "ada@example.com").await;
        let (bob, of_bob) = customer(&shop, "bob@example.com").await;
        let key = of_ada.checkout(None).await.page_key.unwrap();
        let checkout = &shop.checkout;

        assert_eq!(checkout.ended(&key, Some(ada)), None, "it goes on");
        for now in [None, Some(bob)] {
            assert_eq!(checkout.ended(&key, now), Some(ada));
        }
        for planted in ["", "1", &format!("{key}0")] {
            assert_eq!(checkout.ended(planted, None), None, "{planted}");
        }
        let typed = |city: &str| CheckoutForm {
            city: city.to_owned(),
            ..form()
        };
        let token = checkout.set_aside(HERE, None, ada, &typed("Paris")).await.unwrap();
        let token = token.unwrap();
        let again = checkout
            .set_aside(HERE, Some(&token), ada, &typed("Rome"))
            .await
            .unwrap();
        assert_eq!(again, None, "the browser keeps its token");
        // Nobody else finds it: not another account in this browser, nor this one in another.
        checkout.take_up(&token, bob).await.unwrap();
        assert_eq!(of_bob.draft().await, None);
        for other in ["0123456789abcdef0123456789abcdef", "planted"] {
            checkout.take_up(other, ada).await.unwrap();
        }
        assert_eq!(of_ada.draft().await, None);

        checkout.take_up(&token, ada).await.unwrap();
        let kept = of_ada.draft().await.unwrap();
        assert_eq!((kept.city.as_str(), kept.has_consent()), ("Rome", false));
        assert_eq!(of_ada.cart().await.count, 1, "the cart is there");
        // Once.
        of_ada.save(&typed("Oslo")).await;
        checkout.take_up(&token, ada).await.unwrap();
        assert_eq!(of_ada.draft().await.unwrap().city, "Oslo");

        context.pass(Duration::from_secs(181 * 86_400));
        assert_eq!(checkout.ended(&key, None), None, "a page does not count for ever");
    })
    .await;
}

#[tokio::test]
async fn an_empty_checkout_leads_to_the_order_that_emptied_it() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let (_, ada) = customer(&shop, "ada@example.com").await;
        let guest = shop.guest(&[("night-theme", "pro", 1)]).await;
        for buyer in [&guest, &ada] {
            assert_eq!(shop.checkout.paid(&buyer.owner).await.unwrap(), None);
            let seen = buyer.see(&form()).await;
            let url = buyer.place(&form()).await.unwrap();
            // The customer pays and comes back by another way: nobody has told the shop.
            assert!(shop.try_act(&url, SandboxAction::Pay).await);
            shop.checkout.catch_up(buyer.shopper()).await;
            let path = shop.checkout.paid(&buyer.owner).await.unwrap().unwrap();
            let order = buyer.stored().await;
            let number = order.number.clone().unwrap();
            assert!(path.starts_with(&format!("/orders/{number}")), "{path}");
            assert_eq!(path.contains("?key="), order.account.is_none(), "{path}");
            // The page of before is sent once more.
            let again = buyer.place_at(seen, &form()).await.unwrap();
            assert!(again.starts_with(&format!("/orders/{number}")), "{again}");
            assert_eq!(buyer.orders().await.len(), 1);
        }
        let stranger = CartOwner::Guest("0123456789abcdef0123456789abcdef".to_owned());
        assert_eq!(shop.checkout.paid(&stranger).await.unwrap(), None);
        // Another cart is another checkout, and an old order is not what somebody comes for.
        guest.put("rope", "solo").await;
        assert_eq!(shop.checkout.paid(&guest.owner).await.unwrap(), None);
        context.pass(Duration::from_secs(25 * 3_600));
        assert_eq!(shop.checkout.paid(&ada.owner).await.unwrap(), None);
    })
    .await;
}
