//! `/sitemap.xml`, `/robots.txt`, `/feed.xml`.

use std::time::Duration;

use domain::Clock as _;
use roxmltree::{Document, Node};

use crate::support::{ODD_TITLE, PUBLIC_URL, each_app, products};

fn texts<'a>(document: &'a Document, tag: &str) -> Vec<&'a str> {
    let named = |node: &Node| node.tag_name().name() == tag;
    document
        .descendants()
        .filter(named)
        .map(|node| node.text().unwrap_or_default())
        .collect()
}

#[tokio::test]
async fn the_sitemap_lists_every_page() {
    each_app(async |app| {
        let answer = app.get("/sitemap.xml").await;
        assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
        let document = Document::parse(answer.text()).unwrap();
        let expected: Vec<String> = [
            "/",
            "/products",
            "/help",
            "/developers/acme",
            "/developers/blue-fox",
            "/products/ember-theme",
            "/products/swift-geocode",
            "/products/valve",
        ]
        .map(|path| format!("{PUBLIC_URL}{path}"))
        .to_vec();
        let mut locs = texts(&document, "loc");
        locs[5..].sort_unstable();
        assert_eq!(locs, expected);
        let imported = app.context.clock.now().to_string();
        assert_eq!(texts(&document, "lastmod")[0], imported);
        for path in locs {
            let page = app
                .anonymous()
                .header("accept", "text/html")
                .get(path.strip_prefix(PUBLIC_URL).unwrap())
                .await;
            assert_eq!(page.status, 200, "{path}");
        }
        assert_eq!(app.get("/sitemap/1.xml").await.body, answer.body);
        app.get("/sitemap/2.xml").await.problem(404);
    })
    .await;
}

#[tokio::test]
async fn sitemap_and_feed_tell_which_products_changed() {
    each_app(async |app| {
        let imported = app.context.clock.now().to_string();
        let mut products = products();
        products[0].plans[0].amount += 100;
        app.context.pass(Duration::from_secs(3_600));
        app.context.import(&products).await;
        let changed = app.context.clock.now().to_string();
        let sitemap = app.get("/sitemap.xml").await;
        let document = Document::parse(sitemap.text()).unwrap();
        for url in document.descendants().filter(|node| node.tag_name().name() == "url") {
            let text = |tag: &str| url.children().find(|node| node.tag_name().name() == tag)?.text();
            let slug = text("loc").unwrap().strip_prefix(&format!("{PUBLIC_URL}/products/"));
            if let Some(slug) = slug {
                let expected = if slug == products[0].slug.as_str() {
                    &changed
                } else {
                    &imported
                };
                assert_eq!(text("lastmod"), Some(expected.as_str()), "{slug}");
            }
        }
        let feed = app.get("/feed.xml").await;
        let document = Document::parse(feed.text()).unwrap();
        let updated = texts(&document, "updated");
        assert_eq!(updated[0], changed);
        assert_eq!(updated[1..].iter().filter(|at| **at == changed).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn robots_find_the_sitemap() {
    each_app(async |app| {
        let answer = app.get("/robots.txt").await;
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert!(
            answer
                .text()
                .contains(&format!("\nSitemap: {PUBLIC_URL}/sitemap.xml\n")),
            "{}",
            answer.text()
        );
    })
    .await;
}

#[tokio::test]
async fn the_feed_has_new_arrivals_first() {
    each_app(async |app| {
        let answer = app.get("/feed.xml").await;
        assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
        let document = Document::parse(answer.text()).unwrap();
        assert_eq!(
            document.root_element().tag_name().namespace(),
            Some("http://www.w3.org/2005/Atom")
        );
        let titles = texts(&document, "title");
        assert_eq!(titles[1..], [ODD_TITLE, "Ember theme", "Swift geocode"]);
        assert_eq!(texts(&document, "id")[1], format!("{PUBLIC_URL}/products/valve"));
        assert_eq!(texts(&document, "published")[0], "2026-01-03T00:00:00Z");
        let imported = app.context.clock.now().to_string();
        assert_eq!(texts(&document, "updated")[..2], [imported.as_str(); 2]);
        let again = app
            .anonymous()
            .header("if-none-match", answer.header("etag"))
            .get("/feed.xml")
            .await;
        assert_eq!(again.status, 304);
    })
    .await;
}
