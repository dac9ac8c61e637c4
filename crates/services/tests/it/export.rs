//! What is exported is what was imported, and imports as the same.

use domain::{Currency, Product};
use services::testing::{TestContext, each_database, lines, plan, product, time};
use services::{Catalogue, Progress, ProgressState, generate};

async fn exported(catalogue: &Catalogue) -> String {
    let mut out = Vec::new();
    let progress = Progress::default();
    let count = catalogue.export(&mut out, &progress).await.unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count() as u64, count);
    let state = ProgressState {
        step: "exporting products",
        done: count,
        total: Some(count),
    };
    assert_eq!(progress.state(), state);
    text
}

fn read(text: &str) -> Vec<Product> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_demo_is_exported_as_it_stands_in_its_file() {
    each_database(async |shop: TestContext| {
        // Where the clock is behind the demo, all of it is older.
        shop.clock.set(time("2027-01-01T00:00:00Z"));
        shop.catalogue.seed().await.unwrap();
        let mut demo = read(include_str!("../../../../demo/catalog.jsonl"));
        demo.sort_by(|a, b| a.slug.cmp(&b.slug));
        let first = exported(&shop.catalogue).await;
        assert_eq!(read(&first), demo);
        // Seeding brought reviews, which stay: the same products are written again.
        shop.import_text(&first).await.unwrap();
        assert_eq!(exported(&shop.catalogue).await, first);
    })
    .await;
}

/// Around the portions in which products are read, too.
#[tokio::test]
async fn any_number_of_products_is_exported_and_imported_the_same() {
    let files: Vec<(u32, String)> = [0, 1, 7, 499, 500, 501, 1_203]
        .into_iter()
        .map(|n| (n, lines(&generate::products(n, Currency::USD).collect::<Vec<_>>())))
        .collect();
    for (n, file) in files {
        each_database(async |shop: TestContext| {
            shop.import_text(&file).await.unwrap();
            let mut made = read(&file);
            made.sort_by(|a, b| a.slug.cmp(&b.slug));
            let first = exported(&shop.catalogue).await;
            assert_eq!(read(&first), made, "{n}");
            let hash = shop.catalogue.current().hash.clone();
            shop.import_text(&first).await.unwrap();
            assert_eq!(shop.catalogue.current().hash, hash, "{n}");
            assert_eq!(exported(&shop.catalogue).await, first, "{n}");
        })
        .await;
    }
}

#[tokio::test]
async fn what_may_be_absent_and_odd_texts_come_back() {
    each_database(async |shop: TestContext| {
        let mut odd = product("odd").plans(&[plan("b", 2), plan("a", 0)]).build();
        odd.title = "\"Ünïcode\" \\ \u{1f980} <b>".to_owned();
        odd.description = "a\r\n\tb\u{7}".to_owned();
        odd.specifications = [("Größe".to_owned(), "1/2 ~ \"x\"".to_owned())].into();
        odd.developer.website = None;
        odd.developer.support_email = None;
        let rated = product("rated").rating(4.33, 7).build();
        shop.import(&[rated.clone(), odd.clone()]).await;
        assert_eq!(read(&exported(&shop.catalogue).await), [odd, rated]);
    })
    .await;
}

#[tokio::test]
async fn an_export_that_cannot_be_written_says_so() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is full"))
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        let error = shop.catalogue.export(Full, &Progress::default()).await.unwrap_err();
        assert_eq!(error.to_string(), "cannot be written: the disk is full");
    })
    .await;
}
