//! `/sitemap.xml`, `/robots.txt`, `/feed.xml`.

use roxmltree::{Document, Node};

use crate::support::{ODD_TITLE, PUBLIC_URL, each_app};

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
        assert_eq!(texts(&document, "lastmod")[0], "2026-01-03T00:00:00Z");
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
        assert_eq!(texts(&document, "updated")[..2], ["2026-01-03T00:00:00Z"; 2]);
        let again = app
            .anonymous()
            .header("if-none-match", answer.header("etag"))
            .get("/feed.xml")
            .await;
        assert_eq!(again.status, 304);
    })
    .await;
}
