//! Pages as HTTP sees them: status, encoding, cookies, redirects. What they look like is the browser suite's.

use std::time::Duration;

use server::router::router;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::browser::cart_of;
use crate::support::{Answer, TestApp, each_app, plan_of};

async fn page(app: &TestApp, path: &str) -> Answer {
    app.anonymous().header("accept", "text/html").get(path).await
}

#[tokio::test]
async fn pages_are_found_and_unknown_slugs_are_not() {
    each_app(async |app| {
        for (path, status) in [
            ("/", 200),
            ("/products", 200),
            ("/products?min_price=cheap&page=999&colour=red", 200),
            ("/products?q=%EF%BF%BD%25", 200),
            ("/products/valve", 200),
            ("/developers/acme", 200),
            ("/products/nothing", 404),
            ("/developers/nobody", 404),
            ("/products/%ff", 404),
            ("/nowhere", 404),
        ] {
            let answer = page(&app, path).await;
            assert_eq!(answer.status, status, "{path}");
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
            assert_eq!(answer.header("cache-control"), "private, no-cache", "{path}");
            assert!(answer.text().contains("</html>"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn prices_are_read_as_people_type_them_and_refused_at_their_field() {
    each_app(async |app| {
        for typed in [
            "49,50",
            "49.50",
            "$49.50",
            "49,50+%24",
            "%EF%BC%94%EF%BC%99%EF%BC%8C%EF%BC%95%EF%BC%90",
        ] {
            let answer = page(&app, &format!("/products?min_price=&max_price={typed}")).await;
            let text = answer.text();
            assert!(text.contains("Up to $49.50"), "{typed}");
            assert!(
                !text.contains("was not understood") && !text.contains("field-error"),
                "{typed}"
            );
        }
        for (search, id, typed, message) in [
            (
                "min_price=cheap",
                "min-price",
                "cheap",
                "The lowest price is not a number.",
            ),
            (
                "max_price=4,9999",
                "max-price",
                "4,9999",
                "The highest price has too many decimal places.",
            ),
            (
                "max_price=99999999999999999999",
                "max-price",
                "99999999999999999999",
                "The highest price is too large.",
            ),
            (
                "min_price=50&max_price=49,5",
                "max-price",
                "49.50",
                "The highest price is below the lowest.",
            ),
        ] {
            let answer = page(&app, &format!("/products?{search}&colour=red")).await;
            let text = answer.text();
            let error = text
                .split(&format!("id=\"{id}-error\""))
                .nth(1)
                .unwrap_or_else(|| panic!("{search}"));
            assert!(error.split("</p>").next().unwrap().contains(message), "{search}");
            let field = text
                .split("<input")
                .find(|input| input.contains(&format!("id=\"{id}\"")))
                .unwrap();
            let field = field.split('>').next().unwrap();
            for part in [
                format!("value=\"{typed}\""),
                "aria-invalid=\"true\"".to_owned(),
                format!("aria-describedby=\"{id}-error\""),
            ] {
                assert!(field.contains(&part), "{search}: {field}");
            }
            // What is no matter of the form is still named as a part of the address.
            assert!(text.contains("<code>colour=red</code>"), "{search}");
            assert!(!text.contains("<code>m"), "{search}");
        }
        // Given twice, the first counts.
        let twice = page(&app, "/products?min_price=5&min_price=6").await;
        let twice = twice.text();
        assert!(twice.contains("<code>min_price=6</code>") && !twice.contains("field-error"));
    })
    .await;
}

/// Pages that wait for the database, many at once and on several threads: a render moves between threads as it waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_hold_when_many_are_asked_for_at_once() {
    each_app(async |app| {
        let asked = [
            "/products/valve",
            "/products/nothing",
            "/developers/acme",
            "/developers/nobody",
        ];
        let pages = asked.into_iter().cycle().take(100).map(|path| {
            let client = app.anonymous().header("accept", "text/html");
            tokio::spawn(async move { (path, client.get(path).await.status.as_u16()) })
        });
        for answered in futures::future::join_all(pages).await {
            let (path, status) = answered.unwrap();
            assert_eq!(status, if path.contains("no") { 404 } else { 200 }, "{path}");
        }
    })
    .await;
}

/// Leptos finds an app's routes by rendering it, and meanwhile keeps every resource of the process from loading: a page
/// that another thread rendered at that moment was never answered.
#[tokio::test]
async fn pages_are_answered_while_routers_are_made() {
    each_app(async |app| {
        let state = app.state.clone();
        let making = spawn_blocking(move || (0..400).for_each(|_| drop(router(state.clone()))));
        let mut paths = ["/", "/products", "/products/valve", "/developers/acme"]
            .into_iter()
            .cycle();
        while !making.is_finished() {
            let path = paths.next().unwrap();
            let answer = timeout(Duration::from_secs(10), page(&app, path)).await;
            assert_eq!(answer.map(|answer| answer.status.as_u16()), Ok(200), "{path}");
        }
        making.await.unwrap();
    })
    .await;
}

/// What developers and readers write stays text, wherever a page shows it.
#[tokio::test]
async fn nothing_written_becomes_markup() {
    each_app(async |app| {
        let product = page(&app, "/products/valve").await;
        assert!(
            product
                .text()
                .contains("<h1>Valve &lt;/title&gt;&lt;/script&gt;&lt;b&gt;&amp;&lt;/b&gt;</h1>")
        );
        let asked = page(&app, "/products?q=%3C/title%3E%3C/script%3E%3Cb%3E").await;
        for answer in [
            product,
            asked,
            page(&app, "/products").await,
            page(&app, "/developers/blue-fox").await,
        ] {
            for markup in ["</title></script>", "</script><b>", "<b>&"] {
                assert!(!answer.text().contains(markup), "{markup} in {}", answer.text());
            }
        }
    })
    .await;
}

#[tokio::test]
async fn pages_come_compressed_where_that_is_understood() {
    each_app(async |app| {
        for (accepted, encoding) in [("gzip", "gzip"), ("gzip, br", "br"), ("identity", ""), ("br;q=0", "")] {
            let client = app
                .anonymous()
                .header("accept", "text/html")
                .header("accept-encoding", accepted);
            let answer = client.get("/products").await;
            assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
            assert!(
                answer.header("vary").to_lowercase().contains("accept-encoding"),
                "{accepted}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_theme_is_a_cookie_and_leads_back_to_own_pages_only() {
    each_app(async |app| {
        let own = app
            .anonymous()
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html");
        let answer = own
            .post("/api/fn/set_theme", "theme=dark&back=%2Fproducts%3Fq%3Dmaps")
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/products?q=maps")
        );
        let cookie = answer.header("set-cookie");
        for part in ["theme=dark", "Path=/", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{part} is missing in {cookie}");
        }
        for back in [
            "https%3A%2F%2Fevil.example",
            "%2F%2Fevil.example",
            "%2F%5Cevil.example",
            "javascript%3Aalert(1)",
            "",
        ] {
            let answer = own.post("/api/fn/set_theme", &format!("theme=dark&back={back}")).await;
            assert_eq!(answer.header("location"), "/", "{back}");
        }
        let dark = app
            .anonymous()
            .header("accept", "text/html")
            .header("cookie", "theme=dark")
            .get("/")
            .await;
        assert!(dark.text().contains("data-theme=\"dark\""), "the cookie does nothing");
    })
    .await;
}

#[tokio::test]
async fn the_browser_is_told_which_snapshot_to_fetch() {
    each_app(async |app| {
        let current = app.get("/catalog/current").await.json();
        let meta = format!("[\\\"{}\\\",{}]", current["hash"].as_str().unwrap(), current["bytes"]);
        assert!(
            page(&app, "/products").await.text().contains(&meta),
            "{meta} is missing"
        );
    })
    .await;
}

/// A page without the keys of its forms, which are others each time.
fn without_keys(page: &str) -> String {
    let mut pieces = page.split("name=\"key\" value=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |page, piece| page + piece.split_once('"').unwrap().1)
}

/// A page is made once for each version of the catalogue; what is kept of it tells nothing of anybody.
#[tokio::test]
async fn what_is_kept_of_a_page_is_everybodys_and_of_today() {
    each_app(async |app| {
        let parts = |answer: &Answer| {
            let policy = answer.header("content-security-policy");
            let (_, nonce) = policy.split_once("'nonce-").unwrap();
            let (nonce, _) = nonce.split_once('\'').unwrap();
            let parts: Vec<String> = without_keys(answer.text()).split(nonce).map(str::to_owned).collect();
            (nonce.to_owned(), parts)
        };
        for path in [
            "/",
            "/help",
            "/products?sort=newest",
            "/products/valve",
            "/developers/acme",
        ] {
            let (first, again) = (page(&app, path).await, page(&app, path).await);
            let ((one, parts_of_one), (other, parts_of_other)) = (parts(&first), parts(&again));
            assert_ne!(one, other, "{path}: the nonce is another each time");
            assert!(parts_of_one.len() > 1, "{path}: its scripts carry it");
            assert_eq!(parts_of_one, parts_of_other, "{path}");
            let kept = |answer: &Answer| answer.header("cache-control").to_owned();
            assert_eq!(kept(&first), kept(&again));
        }
        assert!(app.operator().get("/metrics").await.text().contains("\npages_kept 5\n"));
        // With a cart the page is the reader's own, and stays so.
        let browser = app.anonymous().header("accept", "text/html");
        let browser = browser.header("sec-fetch-site", "same-origin");
        let added = browser.post("/api/fn/cart_add", "product=ember-theme&plan=pro").await;
        let cookie = added.header("set-cookie").split(';').next().unwrap().to_owned();
        let count = &cart_of(1);
        let own = browser.header("cookie", &cookie).get("/products/valve").await;
        assert!(own.text().contains(count), "{}", own.text());
        assert!(!page(&app, "/products/valve").await.text().contains(count));
        assert_eq!(app.state.pages.kept(), 5);
        // A changed catalogue is shown at once.
        assert!(page(&app, "/products/valve").await.text().contains("$9"));
        app.context.import(&[plan_of("valve", 1_234)]).await;
        assert!(page(&app, "/products/valve").await.text().contains("$12.34"));
    })
    .await;
}
