//! Products that are published later: nobody sees, finds or buys them before, and nobody has to do anything then.

use std::time::Duration;

use catalog::Query;
use domain::cart::CartError;
use domain::{Clock as _, Timestamp};
use services::cart::ChangeError;
use services::testing::shop::{TestShop, form};
use services::testing::{TestContext, developer, each_database, product, time};
use services::{Catalogue, PlaceError};

use crate::cart::{HERE, add};

const SOON: &str = "2026-02-01T13:00:00Z";
const LATER: &str = "2026-03-01T00:00:00Z";

fn at(name: &str, published_at: &str) -> domain::Product {
    let maker = developer("new-maker");
    let product = product(name).developer(maker);
    product.with(|p| p.published_at = time(published_at)).build()
}

/// What a catalogue has in its lists, and finds.
fn listed(catalogue: &Catalogue) -> Vec<String> {
    let current = catalogue.current();
    let all = Query {
        text: "geo".to_owned(),
        ..Query::default()
    };
    let ids = catalog::evaluate(&current.snapshot, &all).ids;
    assert_eq!(ids.len(), current.snapshot.len(), "each is a geo");
    let mut slugs: Vec<String> = ids
        .into_iter()
        .map(|id| catalog::card(&current.snapshot, id).slug)
        .collect();
    slugs.sort();
    slugs
}

#[tokio::test]
async fn a_product_appears_when_it_is_published() {
    each_database(async |context: TestContext| {
        context
            .import(&[product("geo").build(), at("geo-two", SOON), at("geo-three", LATER)])
            .await;
        let (one, other) = (&context.catalogue, context.another_process().await);
        let shop = TestShop::new(&context).await;
        for catalogue in [one, &other] {
            assert!(!catalogue.refresh().await.unwrap());
            assert_eq!(listed(catalogue), ["geo"]);
            assert!(catalogue.product("geo-two").await.unwrap().is_none());
            assert!(catalogue.developer("new-maker").await.unwrap().is_none());
        }
        let refused = shop.carts.change(HERE, None, None, &add("geo-two", "pro")).await;
        assert!(
            matches!(refused, Err(ChangeError::Refused(CartError::NotSold))),
            "{refused:?}"
        );
        let version = one.current().version;

        // A moment before nothing has changed.
        context.clock.set(Timestamp::from_micros(time(SOON).as_micros() - 1));
        assert!(!one.refresh().await.unwrap());
        context.clock.set(time(SOON));
        // Both processes look at once; one of them makes the snapshot.
        let (here, there) = tokio::join!(one.refresh(), other.refresh());
        assert!(here.unwrap() && there.unwrap());
        for catalogue in [one, &other] {
            catalogue.refresh().await.unwrap();
            assert_eq!(listed(catalogue), ["geo", "geo-two"]);
            assert!(catalogue.product("geo-two").await.unwrap().is_some());
            assert!(catalogue.developer("new-maker").await.unwrap().is_some());
            assert_eq!(catalogue.current().version, version + 1);
            assert_eq!(catalogue.current().changed_at, time(SOON));
        }
        shop.guest(&[("geo-two", "pro", 1)]).await.place(&form()).await.unwrap();

        context.clock.set(time("2026-04-01T00:00:00Z"));
        assert!(one.refresh().await.unwrap());
        assert_eq!(listed(one).len(), 3);
        assert!(!one.refresh().await.unwrap(), "there is nothing more to come");
    })
    .await;
}

#[tokio::test]
async fn a_catalogue_of_what_is_to_come_is_empty_and_not_seeded() {
    each_database(async |context: TestContext| {
        context.import(&[at("geo", LATER)]).await;
        assert!(context.catalogue.current().snapshot.is_empty());
        assert_eq!(context.catalogue.seed_if_empty().await.unwrap(), None);
        // A server that is started afterwards.
        context.clock.set(time(LATER));
        let started = context.another_process().await;
        started.refresh().await.unwrap();
        assert_eq!(listed(&started), ["geo"]);
    })
    .await;
}

/// A version that did not know of it has put everything into the snapshot.
#[tokio::test]
async fn open_takes_what_is_to_come_out_of_an_old_snapshot() {
    each_database(async |context: TestContext| {
        let now = context.clock.now();
        context.clock.set(time("2027-01-01T00:00:00Z"));
        context.import(&[product("geo").build(), at("geo-two", LATER)]).await;
        context.clock.set(now);
        let sql = match context.database.engine {
            "sqlite" => format!("UPDATE catalog_snapshots SET created_at = {}", now.as_micros()),
            _ => format!("UPDATE catalog_snapshots SET created_at = '{now}'"),
        };
        context.database.store.run_sql(&sql).await.unwrap();
        let started = context.another_process().await;
        assert_eq!(listed(&started), ["geo"]);
    })
    .await;
}

/// What was put into a cart is not sold once its publication is put off.
#[tokio::test]
async fn a_product_that_is_put_off_leaves_the_shop() {
    each_database(async |context: TestContext| {
        context.import(&[product("geo").build()]).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[("geo", "pro", 1)]).await;
        context.import(&[at("geo", LATER)]).await;
        assert!(guest.cart().await.must_confirm());
        assert!(matches!(guest.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        context.pass(Duration::from_secs(60 * 86_400));
        context.catalogue.refresh().await.unwrap();
        assert!(!guest.cart().await.must_confirm());
    })
    .await;
}
