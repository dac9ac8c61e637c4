//! Work that is dropped midway, as when a customer closes the connection: it leaves no transaction behind.

use std::future::Future;

use domain::Timestamp;
use domain::cart::Cart;
use store::Store;
use store::testing::{dropped_at, each_database};

/// Begins and drops `work` at each of its polls in turn; every write after it is there for others to read.
async fn loses_no_write_after<Work: Future>(work: impl Fn(Store) -> Work) {
    each_database(async |database| {
        let others = Store::open(&database.url).await.expect("it opens a second time");
        for round in 0..200_u8 {
            dropped_at(u32::from(round % 8), work(database.store.clone())).await;
            let cart = Cart {
                version: 1,
                ..Cart::default()
            };
            let now = Timestamp::from_micros(0);
            let put = database.store.put_cart(&[round; 32], cart.clone(), now).await;
            assert!(put.expect("the database takes writes"));
            let stored = others.cart(&[round; 32]).await.expect("the database answers");
            assert_eq!(stored, Some(cart), "{}, round {round}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn a_dropped_change_takes_no_later_write_with_it() {
    loses_no_write_after(|store| async move { store.write().await }).await;
}

#[tokio::test]
async fn a_dropped_read_takes_no_later_write_with_it() {
    loses_no_write_after(|store| async move { store.product("rope").await }).await;
}
