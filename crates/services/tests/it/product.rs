//! What a product's page shows.

use services::testing::{TestContext, each_database, plan, product};

#[tokio::test]
async fn a_page_has_what_was_imported() {
    each_database(async |shop: TestContext| {
        let imported = product("swift-geocode")
            .picture("/media/a.webp")
            .plans(&[plan("pro", 4_900), plan("basic", 900)])
            .rating(4.25, 7)
            .build();
        shop.import(std::slice::from_ref(&imported)).await;
        let page = shop.catalogue.product("swift-geocode").await.unwrap().unwrap();
        assert_eq!(
            (&page.title, &page.tags, &page.plans),
            (&imported.title, &imported.tags, &imported.plans)
        );
        assert_eq!((&page.developer, &page.media), (&imported.developer, &imported.media));
        assert_eq!(page.published_at, imported.published_at);
        assert_eq!(page.specifications, [("Runtime".to_owned(), "any".to_owned())]);
        let rating = page.rating.as_ref().unwrap();
        assert_eq!((rating.average, rating.count, rating.histogram), (425, 7, None));
        assert!(shop.catalogue.product("unknown").await.unwrap().is_none());
        assert!(shop.catalogue.product("").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_description_is_safe_to_show() {
    each_database(async |shop: TestContext| {
        let markdown = "# Hello\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n\
            [click](javascript:alert(1)) <p style=\"color:red\">*there*</p>";
        shop.import(&[product("one").description(markdown).build()]).await;
        let html = &shop.catalogue.product("one").await.unwrap().unwrap().description_html;
        assert!(html.starts_with("<h3>Hello</h3>") && html.contains("there"), "{html}");
        for bad in ["script", "onerror", "style", "<img"] {
            assert!(!html.contains(bad), "{html}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_compressed_snapshot_is_made_once() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        let current = shop.catalogue.current();
        let (first, second) = (current.compressed(), current.compressed());
        assert_eq!(first.as_ptr(), second.as_ptr());
        assert!(!first.is_empty());
    })
    .await;
}
