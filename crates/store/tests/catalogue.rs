//! Changes of the catalogue on both databases.

#![expect(clippy::unwrap_used, reason = "tests and their helpers may panic")]

use domain::review::{Review, ReviewSort};
use domain::{Product, Timestamp};
use store::testing::{TestDatabase, each_database};
use store::{ProductReview, Store};

fn product(slug: &str, plans: &[&str]) -> Product {
    let plan = |slug: &&str| {
        format!(
            r#"{{"slug":"{slug}","name":"{slug}","amount":4900,"currency":"USD","billing":"monthly","features":["a"]}}"#
        )
    };
    let plans: Vec<String> = plans.iter().map(plan).collect();
    let line = format!(
        r#"{{"slug":"{slug}","title":"Ünïcode “{slug}”","summary":"s","description":"d","category":"apis",
            "tags":["maps","geo"],"developer":{{"slug":"acme","name":"Acme","website":"https://acme.example"}},
            "compatibility":["rust"],"media":[{{"kind":"video","url":"/media/a.webm","alt":""}}],
            "specifications":{{"Runtime":"any"}},"published_at":"2026-01-31T00:00:00.000001Z","popularity":12,
            "collections":["staff-picks"],"rating":{{"average":4.25,"count":3}},"plans":[{}]}}"#,
        plans.join(",")
    );
    serde_json::from_str(&line).unwrap()
}

fn review(author: &str, rating: u8, time: &str) -> ProductReview {
    let created_at = Timestamp::parse(time).unwrap();
    let (title, body) = ("t".to_owned(), "b".to_owned());
    let review = Review {
        author: author.to_owned(),
        rating,
        title,
        body,
        created_at,
        developer_reply: None,
    };
    ProductReview {
        product: "one".parse().unwrap(),
        review,
    }
}

async fn put(store: &Store, products: &[Product], reviews: &[ProductReview]) -> i64 {
    put_at(store, "2026-05-01T12:00:00Z", products, reviews).await
}

async fn put_at(store: &Store, now: &str, products: &[Product], reviews: &[ProductReview]) -> i64 {
    let mut change = store.change_catalogue().await.unwrap();
    change.put_developers(&[&products[0].developer]).await.unwrap();
    let now = Timestamp::parse(now).unwrap();
    change.put_products(products, now, &mut |_| {}).await.unwrap();
    change.put_reviews(reviews).await.unwrap();
    change.save(b"bytes", "hash", Timestamp::from_micros(1)).await.unwrap()
}

#[tokio::test]
async fn a_product_comes_back_as_it_was_put() {
    each_database(async |TestDatabase { store, .. }| {
        let one = product("one", &["basic", "pro"]);
        let version = put(&store, std::slice::from_ref(&one), &[]).await;
        let (read_at, stored) = store.product("one").await.unwrap();
        let stored = stored.expect("just put");
        assert_eq!((read_at, stored.product, stored.stars), (version, one.clone(), [0; 5]));
        assert_eq!(store.developer("acme").await.unwrap().1, Some(one.developer));
        assert!(store.product("two").await.unwrap().1.is_none());
        assert!(store.developer("nobody").await.unwrap().1.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_product_has_exactly_the_plans_of_its_last_import() {
    each_database(async |TestDatabase { store, .. }| {
        put(
            &store,
            &[product("one", &["basic", "pro"]), product("two", &["basic"])],
            &[],
        )
        .await;
        put(&store, &[product("one", &["team", "basic"])], &[]).await;
        for (slug, plans) in [("one", vec!["team", "basic"]), ("two", vec!["basic"])] {
            let stored = store.product(slug).await.unwrap().1.unwrap();
            assert_eq!(
                stored.product.plans.iter().map(|p| p.slug.as_str()).collect::<Vec<_>>(),
                plans
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_product_changes_when_what_its_page_shows_does() {
    each_database(async |TestDatabase { store, .. }| {
        let mut one = product("one", &["basic"]);
        one.published_at = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
        let changed = async || store.product_changes().await.unwrap().1[0].1.to_string();
        put_at(&store, "2026-05-01T12:00:00Z", std::slice::from_ref(&one), &[]).await;
        assert_eq!(changed().await, "2026-05-01T12:00:00Z");
        one.popularity += 1;
        put_at(&store, "2026-05-02T12:00:00Z", std::slice::from_ref(&one), &[]).await;
        assert_eq!(changed().await, "2026-05-01T12:00:00Z");
        one.plans[0].amount += 100;
        put_at(&store, "2026-05-03T12:00:00Z", std::slice::from_ref(&one), &[]).await;
        assert_eq!(changed().await, "2026-05-03T12:00:00Z");
        // It appears later, and that is a change.
        one.published_at = Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
        put_at(&store, "2026-05-04T12:00:00Z", std::slice::from_ref(&one), &[]).await;
        assert_eq!(changed().await, "2026-06-01T00:00:00Z");
    })
    .await;
}

#[tokio::test]
async fn a_change_that_was_not_saved_never_was() {
    each_database(async |TestDatabase { store, .. }| {
        put(&store, &[product("one", &["basic"])], &[]).await;
        let mut change = store.change_catalogue().await.unwrap();
        change
            .put_products(&[product("two", &["basic"])], Timestamp::from_micros(1), &mut |_| {})
            .await
            .unwrap();
        assert_eq!(change.product_count().await.unwrap(), 2);
        drop(change);
        assert_eq!(store.snapshot_version().await.unwrap(), 1);
        assert!(store.product("two").await.unwrap().1.is_none());
        assert_eq!(put(&store, &[product("two", &["basic"])], &[]).await, 2);
    })
    .await;
}

#[tokio::test]
async fn changes_wait_for_each_other_and_readers_do_not() {
    each_database(async |TestDatabase { store, url, .. }| {
        put(&store, &[product("one", &["basic"])], &[]).await;
        // Another process has its own Store.
        let other = Store::open(&url).await.unwrap();
        let first = store.change_catalogue().await.unwrap();
        let second = tokio::spawn(async move { put(&other, &[product("two", &["basic"])], &[]).await });
        assert!(
            store.product("one").await.unwrap().1.is_some(),
            "a reader does not wait"
        );
        assert!(!second.is_finished());
        assert_eq!(
            first.save(b"bytes", "hash", Timestamp::from_micros(1)).await.unwrap(),
            2
        );
        assert_eq!(second.await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn only_the_newest_snapshots_are_kept() {
    each_database(async |TestDatabase { store, .. }| {
        for version in 1..=5 {
            let change = store.change_catalogue().await.unwrap();
            let now = Timestamp::from_micros(version * 7);
            change
                .save(&[u8::try_from(version).unwrap(); 3], &format!("hash{version}"), now)
                .await
                .unwrap();
        }
        let newest = store.newest_snapshot().await.unwrap().unwrap();
        assert_eq!(
            (newest.version, newest.hash.as_str(), newest.bytes.as_slice()),
            (5, "hash5", [5; 3].as_slice())
        );
        assert_eq!(newest.created_at, Timestamp::from_micros(35));
        assert_eq!(store.snapshot_versions().await, [3, 4, 5]);
    })
    .await;
}

#[tokio::test]
async fn reviews_sort_by_time_to_the_microsecond() {
    each_database(async |TestDatabase { store, .. }| {
        let reviews = [
            review("first", 3, "2026-01-01T00:00:20Z"),
            review("last", 5, "2026-01-01T00:00:20.1Z"),
            review("before 1970", 1, "1969-12-31T23:59:59.999999Z"),
            review("middle", 5, "2026-01-01T02:00:20.000001+02:00"),
        ];
        put(&store, &[product("one", &["basic"])], &reviews).await;
        let authors = async |sort, limit, offset| {
            let (version, page) = store.reviews("one", sort, limit, offset).await.unwrap();
            assert_eq!(version, 1);
            page.into_iter().map(|r| r.author).collect::<Vec<_>>()
        };
        assert_eq!(
            authors(ReviewSort::Newest, 9, 0).await,
            ["last", "middle", "first", "before 1970"]
        );
        assert_eq!(
            authors(ReviewSort::Highest, 9, 0).await,
            ["last", "middle", "first", "before 1970"]
        );
        assert_eq!(authors(ReviewSort::Lowest, 2, 1).await, ["first", "last"]);
        let (_, page) = store.reviews("one", ReviewSort::Lowest, 1, 0).await.unwrap();
        assert_eq!(page[0], reviews[2].review);
        assert_eq!(store.product("one").await.unwrap().1.unwrap().stars, [1, 0, 1, 0, 2]);

        let mut changed = reviews[1].clone();
        changed.review.rating = 4;
        put(&store, &[product("one", &["basic"])], &[changed]).await;
        assert_eq!(store.product("one").await.unwrap().1.unwrap().stars, [1, 0, 1, 1, 1]);
    })
    .await;
}
