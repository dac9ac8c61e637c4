//! Requests as browsers and proxies send them: targets, hosts, slashes, cookies of others, conditions, ranges.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Method, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::accounts::{self, customer};
use crate::browser::cart_of;
use crate::checkout::fill_cart;
use crate::support::each_app;

/// The status of the answer to what is written to a connection; where that `ends` there, the client sends no more.
async fn status(address: SocketAddr, request: &[u8], ends: bool) -> u16 {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    if ends {
        stream.shutdown().await.unwrap();
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let text = String::from_utf8_lossy(&answer);
    text.split(' ').nth(1).unwrap_or_default().parse().unwrap_or_default()
}

#[tokio::test]
async fn targets_and_hosts_are_read_as_http_wants_it() {
    each_app(async |app| {
        let address = app.listen().await;
        for (request, expected) in [
            ("GET /healthz HTTP/1.1\r\nHost: a\r\n", 200),
            ("GET http://a/healthz HTTP/1.1\r\nHost: a\r\n", 200),
            ("GET /healthz HTTP/1.0\r\n", 200),
            ("GET 127.0.0.1:3000 HTTP/1.1\r\nHost: a\r\n", 400),
            ("POST 127.0.0.1:3000 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n", 400),
            ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n", 400),
            ("OPTIONS * HTTP/1.1\r\nHost: a\r\n", 400),
            ("GET /healthz HTTP/1.1\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost:\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a b\r\n", 400),
        ] {
            let request = format!("{request}Connection: close\r\n\r\n");
            assert_eq!(status(address, request.as_bytes(), false).await, expected, "{request}");
        }
    })
    .await;
}

/// Nobody may read the answer, but a proxy does, and so does a client that ends only its half.
#[tokio::test]
async fn a_body_that_breaks_off_is_no_large_one() {
    each_app(async |app| {
        let address = app.listen().await;
        let head = "POST /api/fn/set_theme HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        let short = format!("{head}Content-Length: 100\r\n\r\ntheme=dark");
        assert_eq!(status(address, short.as_bytes(), true).await, 400);
        let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\nff\r\ntheme=dark");
        assert_eq!(status(address, chunked.as_bytes(), true).await, 400);
        let large = app
            .anonymous()
            .stream("/api/fn/set_theme", "a".repeat((1 << 20) + 1))
            .await;
        assert_eq!(large.status, 413);
    })
    .await;
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_address_without_it() {
    each_app(async |app| {
        for (path, to) in [
            ("/products/", "/products"),
            ("/help/", "/help"),
            ("/products/swift-geocode/", "/products/swift-geocode"),
            ("/products/?q=a%2Fb&page=2", "/products?q=a%2Fb&page=2"),
            ("/api/v1/products//", "/api/v1/products"),
            ("/nowhere/", "/nowhere"),
            ("/media/", "/media"),
            ("//evil.example/", "/evil.example"),
            ("//help", "/help"),
            ("/developers//acme", "/developers/acme"),
            ("/%5Cevil.example/", "/%5Cevil.example"),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let answer = app.anonymous().send(method, path, "").await;
                assert_eq!((answer.status.as_u16(), answer.header("location")), (308, to), "{path}");
            }
        }
        assert_eq!(app.get("/").await.status, 200);
        assert_eq!(app.get("/?q=/").await.status, 200);
    })
    .await;
}

/// What is no text in a page's address is put right there, as the app in the browser reads it too.
#[tokio::test]
async fn an_address_that_is_no_text_leads_to_one_that_is() {
    each_app(async |app| {
        let browser = app.anonymous().header("accept", "text/html");
        for (path, to) in [
            ("/products?q=%00&page=2", "/products?q=%EF%BF%BD&page=2"),
            ("/products?q=%E0%A4%A", "/products?q=%EF%BF%BD%25A"),
            ("/login?back=%FF", "/login?back=%EF%BF%BD"),
            // What leptos takes for the answer to a form may be anybody's.
            ("/login?__path=%2Fapi%2Ffn%2Flog_in&__err=eyJ9", "/login"),
            ("/products?q=a&__err=eyJ9", "/products?q=a"),
        ] {
            let answer = browser.get(path).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (308, to), "{path}");
            assert_eq!(browser.get(to).await.status, 200, "{to}");
        }
    })
    .await;
}

#[tokio::test]
async fn cookies_of_others_take_none_of_ours_away() {
    accounts::each_app(async |app| {
        let mut browser = customer(&app, "192.0.2.1", "ada@example.com").await;
        fill_cart(&app, &mut browser).await;
        let session = browser.session().unwrap().clone();
        for other in [
            &b"tracker=\xe9t\xe9"[..],
            b"\xff=\xff",
            b"=; ;",
            b"consent=\"a; b\"",
            b"x",
        ] {
            for line in [
                [other, b"; session=", session.as_bytes()].concat(),
                [&b"session="[..], session.as_bytes(), b"; ", other].concat(),
            ] {
                let request = Request::get("/help")
                    .header("host", "shop.localhost")
                    .header("cookie", line);
                let page = app.anonymous().answer(request.body(Body::empty()).unwrap()).await;
                assert!(page.text().contains("<b>Ada Lovelace</b>"), "{other:?}");
                assert!(page.text().contains(&cart_of(1)), "{other:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_range_is_one_of_get_alone() {
    each_app(async |app| {
        let client = || app.anonymous().header("range", "bytes=2-4");
        let part = client().get("/media/clip.mp4").await;
        assert_eq!((part.status.as_u16(), part.text()), (206, "234"));
        let head = client().send(Method::HEAD, "/media/clip.mp4", "").await;
        assert_eq!(
            (
                head.status.as_u16(),
                head.header("content-length"),
                head.header("content-range")
            ),
            (200, "10", "")
        );
        let changed = part.header("last-modified");
        let same = client().header("if-range", changed).get("/media/clip.mp4").await;
        assert_eq!((same.status.as_u16(), same.text()), (206, "234"));
        for other in ["Thu, 01 Jan 1970 00:00:00 GMT", "\"tag\"", "nonsense"] {
            let whole = client().header("if-range", other).get("/media/clip.mp4").await;
            assert_eq!((whole.status.as_u16(), whole.text()), (200, "0123456789"), "{other}");
        }
    })
    .await;
}

#[tokio::test]
async fn conditions_that_do_not_hold_are_told() {
    each_app(async |app| {
        let (past, future) = ("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT");
        for (path, header, value, expected) in [
            ("/media/clip.mp4", "if-unmodified-since", past, 412),
            ("/media/clip.mp4", "if-unmodified-since", future, 200),
            ("/media/clip.mp4", "if-unmodified-since", "nonsense", 200),
            ("/media/clip.mp4", "if-match", "\"a\"", 412),
            ("/media/clip.mp4", "if-match", "*", 200),
            ("/media/nothing.mp4", "if-match", "*", 404),
            ("/api/openapi.json", "if-match", "\"a\", W/\"b\"", 412),
            ("/api/openapi.json", "if-match", "*", 200),
            ("/api/openapi.json", "if-unmodified-since", past, 200),
            ("/products", "if-match", "\"a\"", 412),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let client = app.anonymous().header(header, value);
                let answer = client.send(method, path, "").await;
                assert_eq!(answer.status, expected, "{path} {header}: {value}");
            }
        }
        // A weak tag never matches strongly; and what was checked first counts.
        let tag = app.get("/api/openapi.json").await.header("etag").to_owned();
        let client = app.anonymous().header("if-match", &tag).header("if-none-match", &tag);
        assert_eq!(client.get("/api/openapi.json").await.status, 412);
        let both = app
            .anonymous()
            .header("if-match", "*")
            .header("if-unmodified-since", past);
        assert_eq!(both.get("/media/clip.mp4").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn text_says_its_letters_and_browsers_find_their_icon() {
    each_app(async |app| {
        for (path, kind) in [
            ("/pkg/mintreu.k3Jx.js", "text/javascript; charset=utf-8"),
            ("/pkg/mintreu.css", "text/css; charset=utf-8"),
            ("/notes.txt", "text/plain; charset=utf-8"),
            ("/robots.txt", "text/plain; charset=utf-8"),
            ("/healthz", "text/plain; charset=utf-8"),
            ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
            ("/favicon.ico", "image/x-icon"),
        ] {
            let answer = match path {
                "/metrics" => app.operator().get(path).await,
                _ => app.get(path).await,
            };
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-type")),
                (200, kind),
                "{path}"
            );
        }
        let icon = app.get("/favicon.ico").await;
        assert!(icon.body.starts_with(&[0, 0, 1, 0]), "it is an icon");
    })
    .await;
}

/// Whatever a path is, no file is found by it and nothing fails.
#[tokio::test]
async fn names_that_no_file_has_are_not_found() {
    each_app(async |app| {
        let long = "a".repeat(256);
        let umlauts = "%C3%A4".repeat(128);
        for name in [
            long.as_str(),
            &umlauts,
            "%00",
            "a%00.js",
            "%ff",
            "%c3",
            "%2e%2e%2fCargo.toml",
            "clip.mp4/a",
        ] {
            for folder in [
                "",
                "/media",
                "/pkg",
                "/products",
                "/orders",
                "/developers",
                "/downloads",
                "/legal",
            ] {
                let path = format!("{folder}/{name}");
                for method in [Method::GET, Method::HEAD] {
                    let answer = app
                        .anonymous()
                        .header("accept", "text/html")
                        .send(method, &path, "")
                        .await;
                    assert_eq!(answer.status, 404, "{path}");
                    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
                }
            }
        }
        for path in ["/media/.%2e/Cargo.toml", "/pkg/%2e%2e/%2e%2e/Cargo.toml"] {
            assert_eq!(app.get(path).await.status, 404, "{path}");
        }
        // Each part fits a name, and all of them together no path of the system.
        let deep = format!("/media{}", "/abcdefgh".repeat(700));
        assert_eq!(app.get(&deep).await.status, 404);
    })
    .await;
}
