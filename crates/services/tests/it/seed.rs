//! The demo catalogue.

use std::path::Path;

use domain::review::ReviewSort;
use domain::{Currency, Product};
use services::Catalogue;
use services::testing::{TestContext, each_database, product};

const PRODUCTS: &str = include_str!("../../../../demo/catalog.jsonl");

fn demo() -> Vec<Product> {
    PRODUCTS
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn the_demo_fills_an_empty_catalogue_and_no_other() {
    each_database(async |shop: TestContext| {
        let report = shop
            .catalogue
            .seed_if_empty()
            .await
            .unwrap()
            .expect("the catalogue was empty");
        assert_eq!(
            (report.products, report.created),
            (demo().len() as u64, demo().len() as u64)
        );
        assert_eq!(shop.catalogue.seed_if_empty().await.unwrap(), None);
        let current = shop.catalogue.current();
        assert_eq!(current.snapshot.len(), demo().len());

        // Every page can be shown, and some have reviews.
        let mut reviewed = 0;
        for demo in demo() {
            let page = shop
                .catalogue
                .product(demo.slug.as_str())
                .await
                .unwrap()
                .expect("it was seeded");
            assert_eq!(page.plans, demo.plans);
            let reviews = shop
                .catalogue
                .product_page(demo.slug.as_str(), ReviewSort::Newest, 1)
                .await
                .unwrap()
                .expect("it was seeded")
                .reviews;
            reviewed += u32::from(reviews.total > 0);
        }
        assert!(reviewed >= 30, "{reviewed} products have reviews");

        // Seeding again doubles nothing.
        let again = shop.catalogue.seed().await.unwrap();
        assert_eq!((again.created, again.updated), (0, demo().len() as u64));
        assert_eq!(shop.catalogue.current().hash, current.hash);
    })
    .await;
}

/// What visitors type finds at least all that the filters of the same name find, on both databases.
#[tokio::test]
async fn search_of_the_demo_finds_what_visitors_write() {
    each_database(async |shop: TestContext| {
        shop.catalogue.seed_if_empty().await.unwrap();
        let current = shop.catalogue.current();
        let total = |address: &str| {
            let (query, ignored) = catalog::Query::parse(address, Currency::USD);
            assert_eq!(ignored, [], "{address}");
            catalog::evaluate(&current.snapshot, &query).total
        };
        for (text, filter) in [
            ("wordpress", "compatibility=wordpress"),
            ("react", "compatibility=react"),
            ("nextjs", "compatibility=nextjs"),
            ("next.js", "compatibility=nextjs"),
            ("node+js", "compatibility=node"),
            ("postgres", "compatibility=postgresql"),
            ("themes", "category=themes"),
            ("e-commerce", "tag=ecommerce"),
            ("a11y", "tag=accessibility"),
        ] {
            let having = total(filter);
            assert!(having > 0 && total(&format!("q={text}")) >= having, "{text}");
        }
        for (text, first) in [
            ("pdf+api", "paperplane-pdf"),
            ("stripe+payments", "rolecall-jobs"),
            ("job+board", "rolecall-jobs"),
        ] {
            let (query, _) = catalog::Query::parse(&format!("q={text}"), Currency::USD);
            let ids = catalog::evaluate(&current.snapshot, &query).ids;
            assert_eq!(ids.first().map(|&id| current.snapshot.slug(id)), Some(first), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_demo_does_not_mix_with_a_catalogue_that_is_there() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        assert_eq!(shop.catalogue.seed_if_empty().await.unwrap(), None);
        assert_eq!(shop.catalogue.current().snapshot.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_demo_takes_the_marketplaces_currency() {
    each_database(async |shop: TestContext| {
        let euro: Currency = "EUR".parse().unwrap();
        let catalogue = Catalogue::open(shop.database.store.clone(), shop.clock.clone(), euro)
            .await
            .unwrap();
        catalogue.seed().await.unwrap();
        assert_eq!(catalogue.current().snapshot.currency(), euro);
        let page = catalogue.product(demo()[0].slug.as_str()).await.unwrap().unwrap();
        assert!(page.plans.iter().all(|plan| plan.currency == euro));
    })
    .await;
}

#[test]
fn every_picture_and_film_of_the_demo_exists() {
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public");
    let mut missing = Vec::new();
    for product in demo() {
        assert!(!product.media.is_empty(), "{} has no picture", product.slug);
        for media in product.media {
            let file = media.url.strip_prefix('/').expect("the demo's media are ours");
            let poster = file.rsplit_once('.').map(|(name, _)| format!("{name}.webp"));
            missing.extend(
                [Some(file.to_owned()), poster]
                    .into_iter()
                    .flatten()
                    .filter(|f| !public.join(f).is_file()),
            );
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_demo_is_a_whole_shop() {
    let demo = demo();
    let count = |values: &mut dyn Iterator<Item = String>| values.collect::<std::collections::BTreeSet<_>>().len();
    assert!(demo.len() >= 60);
    assert!(count(&mut demo.iter().map(|p| p.category.to_string())) >= 3);
    assert!(count(&mut demo.iter().map(|p| p.developer.slug.to_string())) >= 12);
    assert!(
        demo.iter()
            .all(|p| (2..=3).contains(&p.plans.len()) && !p.compatibility.is_empty())
    );
}
