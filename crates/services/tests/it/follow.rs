//! A running catalogue follows what other processes change.

use std::sync::Arc;

use domain::review::ReviewSort;
use domain::{Currency, Timestamp};
use services::testing::{TestContext, developer, each_database, product, review, until};
use services::{Catalogue, ProductPage};

#[tokio::test]
async fn a_running_catalogue_picks_up_a_change() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").title("Before").build()]).await;
        let running = shop.another_process().await;
        let watching = tokio::spawn(running.clone().watch());
        assert_eq!(running.product("one").await.unwrap().unwrap().title, "Before");

        shop.import(&[product("one").title("After").build(), product("two").build()])
            .await;
        until("the change is seen", async || running.current().snapshot.len() == 2).await;
        assert_eq!(running.product("one").await.unwrap().unwrap().title, "After");
        assert_eq!(running.current().hash, shop.catalogue.current().hash);
        watching.abort();
    })
    .await;
}

#[tokio::test]
async fn a_page_read_after_a_change_never_belongs_to_the_old_snapshot() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").title("Before").build()]).await;
        // Nobody watches here: only reading the product can notice the change.
        let running = shop.another_process().await;
        shop.import(&[product("one").title("After").build()]).await;
        assert_eq!(running.current().version, 1);
        assert_eq!(running.product("one").await.unwrap().unwrap().title, "After");
        let current = running.current();
        assert_eq!((current.version, current.snapshot.title(0)), (2, "After"));
        assert!(!running.refresh().await.unwrap(), "it is already the newest");
    })
    .await;
}

#[tokio::test]
async fn what_a_page_shows_is_of_one_version() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").title("Before").build()]).await;
        let running = shop.another_process().await;
        let page = async || {
            let page = running.product_page("one", ReviewSort::Newest, 1).await;
            let ProductPage {
                current,
                detail,
                reviews,
            } = page.unwrap().unwrap();
            (
                current.snapshot.title(0).to_owned(),
                detail.title.clone(),
                reviews.total,
            )
        };
        assert_eq!(page().await, ("Before".to_owned(), "Before".to_owned(), 0));
        shop.import(&[product("one").title("After").build()]).await;
        shop.review("one", [review("ada", 5, "2026-01-01T00:00:00Z")]).await;
        // The old page is known; what comes anew brings all of it along.
        let whole = [
            ("Before".to_owned(), "Before".to_owned(), 0),
            ("After".to_owned(), "After".to_owned(), 1),
        ];
        assert!(whole.contains(&page().await));

        let mut renamed = developer("acme");
        renamed.name = "Acme, renamed".to_owned();
        shop.import(&[product("two").developer(renamed).build()]).await;
        let (current, acme) = running.developer("acme").await.unwrap().unwrap();
        let card = catalog::card(
            &current.snapshot,
            current.snapshot.find("two").expect("it is of this version"),
        );
        assert_eq!(
            (acme.name.as_str(), card.developer_name.as_str()),
            ("Acme, renamed", "Acme, renamed")
        );
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_in_hand_stays_whole_while_a_newer_one_comes() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        let in_hand = shop.catalogue.current();
        shop.import(&[product("two").build()]).await;
        assert_eq!((in_hand.version, in_hand.snapshot.len()), (1, 1));
        assert_eq!(shop.catalogue.current().snapshot.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_of_another_version_of_the_program_is_built_anew() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        let change = shop.database.store.change_catalogue().await.unwrap();
        change
            .save(b"of another version", "hash", Timestamp::from_micros(0))
            .await
            .unwrap();
        assert!(
            shop.catalogue.refresh().await.is_err(),
            "a running one keeps what it has"
        );
        assert_eq!(shop.catalogue.current().snapshot.len(), 1);

        let store = shop.database.store.clone();
        let opened = Catalogue::open(store, Arc::new(services::SystemClock), Currency::USD)
            .await
            .unwrap();
        assert_eq!((opened.current().version, opened.current().snapshot.len()), (3, 1));
        assert!(shop.catalogue.refresh().await.unwrap());
        assert_eq!(shop.catalogue.current().hash, opened.current().hash);
    })
    .await;
}
