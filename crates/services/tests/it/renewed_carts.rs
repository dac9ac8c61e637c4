//! A guest's cart gets another token as the checkout begins: whoever planted the one before reads nothing.

use domain::checkout::Step;
use domain::order::OrderStatus;
use services::testing::till::{Guest, Till, form};
use services::testing::{TestContext, each_database, product};
use services::{CartOwner, SandboxAction};

const HERE: &str = "192.0.2.1";

async fn shop(context: &TestContext) -> Till {
    context.import(&[product("ember").build()]).await;
    Till::new(context).await
}

/// The guest as their browser goes on once the checkout has begun.
async fn renewed(till: &Till, guest: &Guest) -> Guest {
    let CartOwner::Guest(token) = &guest.owner else {
        panic!("an account has no token")
    };
    let token = till
        .checkout
        .renew(HERE, token)
        .await
        .unwrap()
        .expect("a cart with something in it");
    Guest::of(till, CartOwner::Guest(token))
}

#[tokio::test]
async fn a_planted_token_reads_nothing_of_the_checkout() {
    each_database(async |context: TestContext| {
        let till = shop(&context).await;
        // Mallory has begun a checkout too, and plants the token that she got of it.
        let first = till.guest(&[("ember", "pro", 1)]).await;
        let mallory = renewed(&till, &first).await;
        mallory.save(&form()).await;
        let ada = renewed(&till, &mallory).await;
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
        till.act(&url, SandboxAction::Pay).await;
        assert_eq!(ada.stored().await.status, OrderStatus::Paid);
        assert_eq!(ada.cart().await.count, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_and_ordered_goes_along() {
    each_database(async |context: TestContext| {
        let till = shop(&context).await;
        let before = till.guest(&[("ember", "pro", 1)]).await;
        before.save(&form()).await;
        let url = before.place(&form()).await.unwrap();
        let after = renewed(&till, &before).await;
        assert_eq!(
            after.cart().await.version,
            before.cart().await.version - 1,
            "as it was; the copy is stale"
        );
        assert_eq!(after.draft().await.unwrap().street, form().street);
        // What was placed stands in the way of the same being paid once more.
        context.pass(std::time::Duration::from_secs(1));
        let again = after.place(&form()).await.unwrap();
        till.act(&again, SandboxAction::Pay).await;
        assert!(!till.try_act(&url, SandboxAction::Pay).await, "both were paid");
        let statuses: Vec<_> = after.orders().await.into_iter().map(|order| order.status).collect();
        assert_eq!(statuses, [OrderStatus::Superseded, OrderStatus::Paid]);
        assert_eq!(after.cart().await.count, 0);
    })
    .await;
}

/// The answer with the new token was lost, as where a link is clicked twice: nothing is.
#[tokio::test]
async fn a_browser_that_missed_its_token_keeps_its_cart() {
    each_database(async |context: TestContext| {
        let till = shop(&context).await;
        let guest = till.guest(&[("ember", "pro", 2)]).await;
        renewed(&till, &guest).await;
        assert_eq!(guest.cart().await.count, 2);
        // At once, it is another window: that one leaves the browser the token that the first one got.
        let CartOwner::Guest(token) = &guest.owner else {
            panic!("an account has no token")
        };
        assert_eq!(till.checkout.renew(HERE, token).await.unwrap(), None);
        context.pass(std::time::Duration::from_secs(6));
        assert_eq!(renewed(&till, &guest).await.cart().await.count, 2);
        // The copies are gone soon.
        context.pass(std::time::Duration::from_secs(3_601));
        till.carts.forget_old().await.unwrap();
        assert_eq!(guest.cart().await.count, 0);
        assert_eq!(
            till.checkout
                .renew(HERE, "0123456789abcdef0123456789abcdef")
                .await
                .unwrap(),
            None
        );
    })
    .await;
}
