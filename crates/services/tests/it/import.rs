//! Importing a file and browsing what it held.

use catalog::{Query, evaluate, present};
use domain::Currency;
use services::testing::{TestContext, developer, each_database, lines, plan, product, time};
use services::{Catalogue, CatalogueError, ImportReport};

/// The titles that a query string finds, in order.
fn titles(catalogue: &Catalogue, query: &str) -> Vec<String> {
    let current = catalogue.current();
    let (query, ignored) = Query::parse(query, Currency::USD);
    assert_eq!(ignored, []);
    present(&current.snapshot, &query)
        .cards
        .into_iter()
        .map(|card| card.title)
        .collect()
}

#[tokio::test]
async fn an_imported_file_is_browsed_searched_and_filtered() {
    each_database(async |shop: TestContext| {
        assert_eq!(shop.catalogue.current().version, 0);
        let report = shop
            .import(&[
                product("swift-geocode").popularity(10).picture("/media/a.webp").build(),
                product("slow-geocode").popularity(20).rating(4.25, 7).build(),
                product("night-theme")
                    .category("themes")
                    .plans(&[plan("pro", 900), plan("free", 0)])
                    .build(),
            ])
            .await;
        assert_eq!(
            report,
            ImportReport {
                products: 3,
                created: 3,
                updated: 0
            }
        );

        let current = shop.catalogue.current();
        assert_eq!((current.version, current.changed_at), (1, time(services::testing::NOW)));
        assert_eq!(titles(&shop.catalogue, "q=geocode"), ["Slow geocode", "Swift geocode"]);
        assert_eq!(titles(&shop.catalogue, "category=themes"), ["Night theme"]);
        assert_eq!(titles(&shop.catalogue, "max_price=10"), ["Night theme"]);
        assert_eq!(titles(&shop.catalogue, "min_rating=4"), ["Slow geocode"]);
        let found = evaluate(&current.snapshot, &Query::default());
        let card = |slug: &str| catalog::card(&current.snapshot, current.snapshot.find(slug).unwrap());
        assert_eq!(found.total, 3);
        assert_eq!((card("night-theme").price.amount, card("night-theme").from), (0, true));
        assert_eq!(
            (card("slow-geocode").rating, card("slow-geocode").from),
            (Some((425, 7)), false)
        );
        assert_eq!(card("swift-geocode").image.as_deref(), Some("/media/a.webp"));
    })
    .await;
}

#[tokio::test]
async fn a_second_import_creates_and_updates_by_slug() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build(), product("two").build()]).await;
        let report = shop
            .import(&[product("two").title("Two, again").build(), product("three").build()])
            .await;
        assert_eq!(
            report,
            ImportReport {
                products: 2,
                created: 1,
                updated: 1
            }
        );
        let mut all = titles(&shop.catalogue, "");
        all.sort();
        assert_eq!(all, ["One", "Three", "Two, again"]);
        assert_eq!(
            shop.catalogue.product("two").await.unwrap().unwrap().title,
            "Two, again"
        );
    })
    .await;
}

#[tokio::test]
async fn importing_the_same_file_again_gives_the_same_snapshot() {
    each_database(async |shop: TestContext| {
        let file = lines(&[product("one").build(), product("two").rating(3.0, 2).build()]);
        shop.import_text(&file).await.unwrap();
        let first = shop.catalogue.current();
        shop.clock.set(time("2026-02-02T00:00:00Z"));
        shop.import_text(&file).await.unwrap();
        let second = shop.catalogue.current();
        assert_eq!(second.changed_at, time("2026-02-02T00:00:00Z"));
        assert_eq!((first.version, second.version), (1, 2));
        assert_eq!((first.hash.len(), &first.hash), (32, &second.hash));
    })
    .await;
}

#[tokio::test]
async fn the_last_line_decides_about_a_developer() {
    each_database(async |shop: TestContext| {
        let mut renamed = developer("acme");
        renamed.name = "Acme, the second".to_owned();
        renamed.support_email = Some("help@acme.example".to_owned());
        shop.import(&[
            product("one").build(),
            product("two").developer(renamed.clone()).build(),
        ])
        .await;
        let (current, acme) = shop.catalogue.developer("acme").await.unwrap().unwrap();
        assert_eq!(acme, renamed);
        assert_eq!(shop.catalogue.product("one").await.unwrap().unwrap().developer, renamed);
        for slug in ["one", "two"] {
            let card = catalog::card(&current.snapshot, current.snapshot.find(slug).unwrap());
            assert_eq!(card.developer_name, "Acme, the second");
        }
        assert!(shop.catalogue.developer("nobody").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn two_imports_at_once_both_survive() {
    each_database(async |shop: TestContext| {
        let products =
            |prefix: &str| -> Vec<_> { (0..400).map(|i| product(&format!("{prefix}-{i}")).build()).collect() };
        let import = |catalogue: Catalogue, prefix: &str| {
            let file = std::io::Cursor::new(lines(&products(prefix)));
            tokio::spawn(async move { catalogue.import(file).await.unwrap() })
        };
        // Two in this process, and one in another.
        let other = shop.another_process().await;
        let imports = [
            import(shop.catalogue.clone(), "a"),
            import(shop.catalogue.clone(), "b"),
            import(other.clone(), "c"),
        ];
        for done in imports {
            assert_eq!(
                done.await.unwrap(),
                ImportReport {
                    products: 400,
                    created: 400,
                    updated: 0
                }
            );
        }
        for catalogue in [&shop.catalogue, &other] {
            catalogue.refresh().await.unwrap();
            assert_eq!(
                (catalogue.current().version, catalogue.current().snapshot.len()),
                (3, 1_200)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_empty_file_changes_nothing() {
    each_database(async |shop: TestContext| {
        assert_eq!(shop.import_text("\n  \n").await.unwrap(), ImportReport::default());
        assert_eq!(shop.catalogue.current().version, 0);
    })
    .await;
}

#[tokio::test]
async fn a_catalogue_in_another_currency_is_not_opened() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        let euro = "EUR".parse().unwrap();
        let opened = Catalogue::open(shop.database.store.clone(), shop.clock.clone(), euro).await;
        assert!(matches!(opened.err(), Some(CatalogueError::Currency { configured, .. }) if configured == euro));
    })
    .await;
}
