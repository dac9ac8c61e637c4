//! A guest's cart gets another token as the checkout begins: whoever planted the one before reads nothing.

use domain::checkout::Step;
use domain::order::OrderStatus;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, product};
use services::{CartOwner, PlaceError, SandboxAction};

const HERE: &str = "192.0.2.1";

async fn shop(context: &TestContext) -> TestShop {
    context.import(&[product("ember").build()]).await;
    TestShop::new(context).await
}

/// The guest as their browser goes on once the checkout has begun.
async fn renewed(shop: &TestShop, guest: &Guest) -> Guest {
    let CartOwner::Guest(token) = &guest.owner else {
        panic!("an account has no token")
    };
    let token = shop
        .checkout
        .renew(HERE, token)
        .await
        .unwrap()
        .expect("a cart with something in it");
    Guest::of(shop, CartOwner::Guest(token))
}

#[tokio::test]
async fn a_planted_token_reads_nothing_of_the_checkout() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        // Mallory has begun a checkout too, and plants the token that she got of it.
        let first = shop.guest(&[("ember", "pro", 1)]).await;
        let mallory = renewed(&shop, &first).await;
        mallory.save(&form()).await;
        let ada = renewed(&shop, &mallory).await;
        let typed = domain::checkout::CheckoutForm {
            street: "12 Privet Drive".to_owned(),
            ..form()
        };
        ada.save(&typed).await;
        for reader in [&first, &mallory] {
            assert_eq!(reader.draft().await, None);
            assert_eq!(reader.checkout(Some(Step::Payment)).await.form.street, "");
        }
        let url = ada.place(&typed).await.unwrap();
        assert!(mallory.orders().await.is_empty());
        shop.act(&url, SandboxAction::Pay).await;
        assert_eq!(ada.stored().await.status, OrderStatus::Paid);
        assert_eq!(ada.cart().await.count, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_and_ordered_goes_along() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let before = shop.guest(&[("ember", "pro", 1)]).await;
        before.save(&form()).await;
        let url = before.place(&form()).await.unwrap();
        let after = renewed(&shop, &before).await;
        assert_eq!(
            after.cart().await.version,
            before.cart().await.version - 1,
            "as it was; the copy is stale"
        );
        assert_eq!(after.draft().await.unwrap().street, form().street);
        // What was placed stands in the way of the same being paid once more.
        context.pass(std::time::Duration::from_secs(1));
        let again = after.place(&form()).await.unwrap();
        shop.act(&again, SandboxAction::Pay).await;
        assert!(!shop.try_act(&url, SandboxAction::Pay).await, "both were paid");
        let statuses: Vec<_> = after.orders().await.into_iter().map(|order| order.status).collect();
        assert_eq!(statuses, [OrderStatus::Superseded, OrderStatus::Paid]);
        assert_eq!(after.cart().await.count, 0);
    })
    .await;
}

/// Whoever planted a token and goes on using it keeps nobody on it, and takes nothing along.
#[tokio::test]
async fn a_token_that_is_used_by_two_is_of_neither() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let planted = shop.guest(&[("ember", "pro", 1)]).await;
        let mallory = renewed(&shop, &planted).await;
        planted.save(&form()).await;
        let ada = renewed(&shop, &planted).await;
        assert_ne!(ada.owner, planted.owner, "at once, too");
        assert_eq!(ada.draft().await, None, "what Mallory typed");
        let typed = domain::checkout::CheckoutForm {
            street: "12 Privet Drive".to_owned(),
            ..form()
        };
        ada.save(&typed).await;
        let url = ada.place(&typed).await.unwrap();
        shop.act(&url, SandboxAction::Wait).await;
        for eve in [&planted, &mallory, &renewed(&shop, &planted).await] {
            let draft = eve.draft().await.unwrap_or_default();
            assert_ne!(draft.street, typed.street);
            assert!(
                eve.orders()
                    .await
                    .iter()
                    .all(|order| order.buyer.street != typed.street)
            );
            // Her order is on its way, and its page opens by no key of hers.
            match eve.place(&form()).await {
                Err(PlaceError::Pending(path)) => assert!(!path.contains("key="), "{path}"),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(ada.stored().await.status, OrderStatus::Pending);
    })
    .await;
}

/// Two windows, of which the browser keeps either token: what was ordered stands in the way of both.
#[tokio::test]
async fn of_two_checkouts_at_once_one_is_paid() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("ember", "pro", 1)]).await;
        guest.save(&form()).await;
        let first = guest.place(&form()).await.unwrap();
        let one = renewed(&shop, &guest).await;
        let two = renewed(&shop, &guest).await;
        context.pass(std::time::Duration::from_secs(1));
        for later in [&two, &guest, &one] {
            let second = later.place(&form()).await.unwrap();
            assert!(!shop.try_act(&first, SandboxAction::Pay).await, "both can be paid");
            context.pass(std::time::Duration::from_secs(1));
            if later.owner == one.owner {
                shop.act(&second, SandboxAction::Pay).await;
            }
        }
        assert_eq!(one.stored().await.status, OrderStatus::Paid);
    })
    .await;
}

/// The answer with the new token was lost, as where a link is clicked twice: nothing is.
#[tokio::test]
async fn a_browser_that_missed_its_token_keeps_its_cart() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("ember", "pro", 2)]).await;
        renewed(&shop, &guest).await;
        assert_eq!(guest.cart().await.count, 2);
        assert_eq!(renewed(&shop, &guest).await.cart().await.count, 2);
        // The copies are gone soon.
        context.pass(std::time::Duration::from_secs(3_601));
        shop.carts.delete_expired().await.unwrap();
        assert_eq!(guest.cart().await.count, 0);
        assert_eq!(
            shop.checkout
                .renew(HERE, "0123456789abcdef0123456789abcdef")
                .await
                .unwrap(),
            None
        );
    })
    .await;
}
