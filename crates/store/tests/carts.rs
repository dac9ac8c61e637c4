//! Carts of many customers at once: each change is kept or refused as if it were alone.

use domain::Timestamp;
use domain::cart::Cart;
use domain::checkout::CheckoutForm;
use futures::future::join_all;
use store::Store;
use store::testing::each_database;

async fn put(store: &Store, key: u8, version: i64, code: String) -> Result<bool, store::Error> {
    store
        .put_cart(&[key; 32], cart(version, &code), Timestamp::from_micros(0))
        .await
}

fn cart(version: i64, code: &str) -> Cart {
    Cart {
        version,
        code: Some(code.to_owned()),
        ..Cart::default()
    }
}

#[tokio::test]
async fn many_carts_written_at_once_are_all_kept() {
    each_database(async |database| {
        let store = &database.store;
        for version in 1..=3 {
            let puts = (0..200_u8).map(|n| put(store, n, version, format!("{version} of {n}")));
            for (n, put) in join_all(puts).await.into_iter().enumerate() {
                assert!(put.unwrap(), "{}: version {version} of {n}", database.engine);
            }
        }
        let reads = join_all((0..=200_u8).map(|n| async move { store.cart(&[n; 32]).await.unwrap() })).await;
        for (n, read) in reads.into_iter().enumerate() {
            let kept = (n < 200).then(|| cart(3, &format!("3 of {n}")));
            assert_eq!(read, kept, "{}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn of_changes_from_the_same_version_one_is_kept() {
    each_database(async |database| {
        let store = &database.store;
        for version in 1..=3 {
            let codes: Vec<String> = (0..50).map(|n| format!("{version}-{n}")).collect();
            let puts = join_all(codes.iter().map(|code| put(store, 1, version, code.clone()))).await;
            let kept = codes.iter().zip(puts).filter(|(_, put)| *put.as_ref().unwrap());
            let kept: Vec<&String> = kept.map(|(code, _)| code).collect();
            let stored = store.cart(&[1; 32]).await.unwrap().unwrap();
            assert_eq!(kept, [stored.code.as_ref().unwrap()], "{}", database.engine);
        }
        for stale in [1, 3, 5] {
            let put = put(store, 1, stale, "stale".to_owned()).await;
            assert!(!put.unwrap(), "{stale}");
        }
    })
    .await;
}

#[tokio::test]
async fn drafts_written_at_once_are_all_kept() {
    let form = |city: String| CheckoutForm {
        city,
        ..CheckoutForm::default()
    };
    each_database(async |database| {
        let store = &database.store;
        let now = Timestamp::from_micros(0);
        for round in 0..3 {
            // Each cart's twice at once, as from two windows.
            let puts = (0..400_u16).map(|n| {
                let (key, form) = ([(n % 200) as u8; 32], form(format!("{round} of {}", n % 200)));
                async move { store.put_checkout_form(&key, &form, now).await }
            });
            for put in join_all(puts).await {
                put.unwrap();
            }
        }
        for n in 0..200_u8 {
            let stored = store.checkout_form(&[n; 32]).await.unwrap();
            assert_eq!(stored, Some(form(format!("2 of {n}"))), "{}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn a_cart_that_cannot_be_written_fails_alone() {
    each_database(async |database| {
        let store = &database.store;
        // PostgreSQL has no NUL in texts.
        let code = |n: u8| if n == 7 { "\0" } else { "CODE" };
        let puts = join_all((0..20_u8).map(|n| put(store, n, 1, code(n).to_owned()))).await;
        for (n, put) in puts.into_iter().enumerate() {
            let fails = n == 7 && database.engine == "postgres";
            assert_eq!(put.is_err(), fails, "{}: {n}", database.engine);
        }
    })
    .await;
}
