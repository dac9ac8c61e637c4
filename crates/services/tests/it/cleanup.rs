//! What is over is deleted by a job, once an hour for all servers.

use std::time::Duration;

use domain::Clock as _;
use domain::cart::CartChange;
use domain::order::ProviderId;
use services::testing::shop::{TestShop, form};
use services::testing::{TestContext, each_database, product};
use services::{CartOwner, Cleanup, Jobs};

use crate::accounts::HERE;

const DAY: Duration = Duration::from_secs(86_400);

async fn cleanup(context: &TestContext, shop: &TestShop) -> Cleanup {
    let (store, clock) = (context.database.store.clone(), context.clock.clone());
    Cleanup::new(
        store,
        clock,
        context.accounts(),
        shop.carts.clone(),
        shop.orders.clone(),
    )
}

#[tokio::test]
async fn cleanup_deletes_empty_carts_and_old_events() {
    each_database(async |context: TestContext| {
        context.import(&[product("ember").build()]).await;
        let shop = TestShop::new(&context).await;
        let cleanup = cleanup(&context, &shop).await;
        let (emptied, filled, ordered) = (
            shop.guest(&[("ember", "pro", 1)]).await,
            shop.guest(&[("ember", "pro", 1)]).await,
            shop.guest(&[("ember", "pro", 1)]).await,
        );
        ordered.place(&form()).await.unwrap();
        for guest in [&emptied, &ordered] {
            guest.take_out("ember", "pro").await;
        }
        let mut write = context.database.store.write().await.unwrap();
        write
            .put_event(ProviderId::Stripe, "evt_1", "paid", context.clock.now())
            .await
            .unwrap();
        write.save().await.unwrap();

        assert_eq!(cleanup.run().await.unwrap().carts, 0, "it was just emptied");
        context.pass(2 * DAY);
        let deleted = cleanup.run().await.unwrap();
        assert_eq!((deleted.carts, deleted.events), (1, 0));
        assert_eq!(emptied.cart().await.version, 0);
        assert_eq!((filled.cart().await.version, ordered.cart().await.version), (1, 2));
        assert!(
            context
                .database
                .store
                .knows_event(ProviderId::Stripe, "evt_1")
                .await
                .unwrap()
        );
        context.pass(89 * DAY);
        let deleted = cleanup.run().await.unwrap();
        assert_eq!(
            (deleted.carts, deleted.events),
            (1, 1),
            "and a cart that nobody came back to"
        );

        // A guest who comes back goes on all the same.
        let change = CartChange::Add {
            product: "ember".parse().unwrap(),
            plan: "pro".parse().unwrap(),
            key: None,
            seen: None,
        };
        let (view, token) = shop
            .carts
            .change(HERE, Some(&emptied.owner), None, &change)
            .await
            .unwrap();
        assert_eq!(view.count, 1);
        assert_ne!(token.map(CartOwner::Guest), Some(emptied.owner.clone()));
    })
    .await;
}

#[tokio::test]
async fn cleanup_is_one_job_an_hour_for_all_servers() {
    each_database(async |context: TestContext| {
        let shop = TestShop::new(&context).await;
        let (one, two) = (cleanup(&context, &shop).await, cleanup(&context, &shop).await);
        one.schedule(0).await.unwrap();
        two.schedule(0).await.unwrap();
        let jobs =
            |cleanup: &Cleanup| cleanup.on_jobs(Jobs::new(context.database.store.clone(), context.clock.clone()));
        assert_eq!(jobs(&one).run_due().await.unwrap(), 1);
        assert_eq!(jobs(&two).run_due().await.unwrap(), 0);
        context.pass(Duration::from_secs(3_600));
        assert_eq!(jobs(&two).run_due().await.unwrap(), 1, "it has written the next");
    })
    .await;
}
