//! A PostgreSQL that goes away: it is known within a second, asked no more, and used again once it is back.

use std::future::Future;
use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::cart::Cart;
use store::testing::{Line, behind_relay};
use store::{Error, NewJob, Store};

fn time() -> Timestamp {
    Timestamp::from_micros(0)
}

#[expect(clippy::disallowed_methods, reason = "a stopwatch")]
fn now() -> Instant {
    Instant::now()
}

/// One thing of each kind that the store does.
async fn each_kind(store: &Store, round: u8) -> Vec<(&'static str, Result<(), Error>)> {
    let cart = Cart {
        version: 1,
        ..Cart::default()
    };
    let key = [round; 32];
    let write = async {
        let mut write = store.write().await?;
        let job = NewJob {
            kind: "test",
            key: None,
            payload: serde_json::json!({}),
            run_at: time(),
        };
        write.push_job(&job, time()).await?;
        write.save().await
    };
    let done = tokio::join!(
        in_time(store.cart(&key)),
        in_time(store.put_cart(&key, cart, time())),
        in_time(write),
        in_time(store.claim_job(time(), time(), &[])),
        in_time(store.product("rope")),
        in_time(store.check_write()),
    );
    vec![
        ("read a cart", done.0),
        ("write a cart", done.1),
        ("write", done.2),
        ("claim a job", done.3),
        ("read", done.4),
        ("check", done.5),
    ]
}

/// Fails where something neither succeeds nor is refused in time.
async fn in_time<T>(work: impl Future<Output = Result<T, Error>>) -> Result<(), Error> {
    let done = tokio::time::timeout(Duration::from_secs(20), work).await;
    done.expect("whatever asks the database ends").map(drop)
}

fn is_unavailable(error: &Error) -> bool {
    match error {
        Error::Unavailable(_) => true,
        Error::Batcher(error) => is_unavailable(error),
        _ => false,
    }
}

async fn works_again(store: &Store, round: u8) {
    let again = async {
        while each_kind(store, round).await.iter().any(|(_, done)| done.is_err()) {
            tokio::task::yield_now().await;
        }
    };
    let again = tokio::time::timeout(Duration::from_secs(30), again).await;
    again.expect("it works again by itself");
}

#[tokio::test]
async fn a_database_that_is_gone_is_known_within_a_second_and_used_again() {
    behind_relay(async |database, relay| {
        let store = &database.store;
        for (round, line) in [(1, Line::Silent), (2, Line::Cut)] {
            works_again(store, round).await;
            relay.set(line);
            let before = store::unavailable_count();
            let begun = now();
            for (what, done) in each_kind(store, round).await {
                assert!(is_unavailable(&done.expect_err(what)), "{line:?}: {what}");
            }
            assert!(
                begun.elapsed() < Duration::from_millis(1_500),
                "{line:?}: {:?}",
                begun.elapsed()
            );
            assert!(store::unavailable_count() > before);
            assert!(store.is_gone(), "{line:?}");
            // What comes now does not wait.
            let begun = now();
            each_kind(store, round).await;
            assert!(
                begun.elapsed() < Duration::from_millis(250),
                "{line:?}: {:?}",
                begun.elapsed()
            );
            relay.set(Line::Open);
        }
        works_again(store, 3).await;
        assert!(!store.is_gone());
    })
    .await;
}

/// Their neighbours are well: nobody waits for good, and no connection is used again.
#[tokio::test]
async fn connections_that_went_silent_are_replaced() {
    behind_relay(async |database, relay| {
        works_again(&database.store, 1).await;
        relay.forget_connections();
        works_again(&database.store, 2).await;
        assert!(!database.store.is_gone());
    })
    .await;
}

#[tokio::test]
async fn a_store_closes_whatever_its_database_does() {
    behind_relay(async |database, relay| {
        works_again(&database.store, 1).await;
        relay.set(Line::Silent);
        let closed = tokio::time::timeout(Duration::from_secs(6), database.store.close()).await;
        assert!(closed.is_ok(), "it waited for a silent connection");
    })
    .await;
}
