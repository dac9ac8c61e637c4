//! Downloads: whole and in parts, and who gets none.

use axum::http::Method;
use services::testing::time;
use store::DownloadGrant;

use crate::support::{TestApp, each_app};

const CONTENT: &[u8] = b"0123456789abcdef";
/// SHA-256 of [`CONTENT`].
const HASH: &str = "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";

/// A link to a file of `ember-theme` that an order bought.
async fn bought(app: &TestApp) -> (DownloadGrant, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ember für dich.zip");
    std::fs::write(&file, CONTENT).unwrap();
    let releases = &app.state.services.releases;
    let release = releases.add("ember-theme", "1.0.0", &file, "New.").await.unwrap();
    assert_eq!(release.sha256, HASH);
    let store = &app.context.database.store;
    let mut write = store.write().await.unwrap();
    let product = "ember-theme".parse().unwrap();
    write
        .grant_download("order-1", &product, time("2026-02-01T12:00:00Z"))
        .await
        .unwrap();
    write.save().await.unwrap();
    let grant = store.grants_of_order("order-1").await.unwrap().remove(0);
    let link = releases.link(&grant, &release, None);
    (grant, link)
}

async fn downloads(app: &TestApp) -> i64 {
    let grants = app.context.database.store.grants_of_order("order-1").await.unwrap();
    grants[0].downloads
}

#[tokio::test]
async fn a_file_arrives_whole_under_its_name() {
    each_app(async |app| {
        let (_, link) = bought(&app).await;
        let client = app.anonymous().header("accept-encoding", "br, gzip");
        let answer = client.get(&link).await;
        assert_eq!((answer.status.as_u16(), &answer.body[..]), (200, CONTENT));
        for (name, value) in [
            ("content-type", "application/zip"),
            ("content-length", "16"),
            ("content-encoding", ""),
            ("accept-ranges", "bytes"),
            ("etag", &format!("\"{HASH}\"")),
            ("cache-control", "private, no-store"),
            ("x-content-type-options", "nosniff"),
            (
                "content-disposition",
                "attachment; filename=\"ember f_r dich.zip\"; filename*=UTF-8''ember%20f%C3%BCr%20dich.zip",
            ),
        ] {
            assert_eq!(answer.header(name), value, "{name}");
        }
        assert_eq!(downloads(&app).await, 1);

        let head = client.send(Method::HEAD, &link, "").await;
        assert_eq!(
            (head.status.as_u16(), head.header("content-length"), head.body.len()),
            (200, "16", 0)
        );
        assert_eq!(downloads(&app).await, 1, "asking about it is no download");
    })
    .await;
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_was() {
    each_app(async |app| {
        let (_, link) = bought(&app).await;
        let tag = format!("\"{HASH}\"");
        let part = async |range: &str, if_range: &str| {
            let client = app.anonymous().header("range", range).header("if-range", if_range);
            let answer = client.get(&link).await;
            let range = answer.header("content-range").to_owned();
            (answer.status.as_u16(), range, answer.body)
        };
        let (status, range, body) = part("bytes=10-", &tag).await;
        assert_eq!(
            (status, range.as_str(), &body[..]),
            (206, "bytes 10-15/16", &CONTENT[10..])
        );
        assert_eq!(downloads(&app).await, 0, "the rest of one that was counted");
        let (status, range, body) = part("bytes=-4", &tag).await;
        assert_eq!(
            (status, range.as_str(), &body[..]),
            (206, "bytes 12-15/16", &CONTENT[12..])
        );
        let (status, range, body) = part("bytes=0-3", &tag).await;
        assert_eq!(
            (status, range.as_str(), &body[..]),
            (206, "bytes 0-3/16", &CONTENT[..4])
        );
        assert_eq!(downloads(&app).await, 1);
        let (status, range, body) = part("bytes=4-", "\"another file\"").await;
        assert_eq!(
            (status, range.as_str(), &body[..]),
            (200, "", CONTENT),
            "the file is another: all of it"
        );

        let answer = app.anonymous().header("range", "bytes=16-").get(&link).await;
        answer.problem(416);
        assert_eq!(answer.header("content-range"), "bytes */16");
        let browser = app.anonymous().header("accept", "text/html");
        let answer = browser.header("range", "bytes=16-").get(&link).await;
        assert_eq!(answer.status, 416);
        assert_eq!(answer.header("content-range"), "bytes */16");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    })
    .await;
}

#[tokio::test]
async fn links_that_do_not_work_say_what_to_do() {
    each_app(async |app| {
        let (_, link) = bought(&app).await;
        let store = &app.context.database.store;
        let refused = async |link: &str, status: u16, says: &str| {
            app.get(link).await.problem(status);
            let page = app.anonymous().header("accept", "text/html").get(link).await;
            assert_eq!(page.status.as_u16(), status, "{link}");
            assert!(page.text().contains(says), "{}", page.text());
            assert_eq!(page.header("cache-control"), "no-store");
            let part = app.anonymous().header("range", "bytes=0-3").get(link).await;
            part.problem(status);
        };
        // Another grant's number under this one's signature.
        let (head, tail) = link.split_at_checked(link.len() - 3).unwrap();
        let tampered = format!("{head}{}", if tail == "AAA" { "BBB" } else { "AAA" });
        refused(&tampered, 404, "This link doesn’t work").await;
        refused("/downloads/nonsense", 404, "This link doesn’t work").await;

        let mut write = store.write().await.unwrap();
        write.suspend_downloads("order-1", true).await.unwrap();
        write.save().await.unwrap();
        refused(&link, 403, "no longer available").await;
        let mut write = store.write().await.unwrap();
        write.suspend_downloads("order-1", false).await.unwrap();
        write.save().await.unwrap();
        assert_eq!(app.get(&link).await.status, 200);

        app.context.clock.set(time("2026-02-02T12:00:00Z"));
        refused(&link, 410, "Open your order again").await;
        assert_eq!(downloads(&app).await, 1, "what was refused is not counted");
    })
    .await;
}

#[tokio::test]
async fn a_file_is_downloaded_so_often() {
    each_app(async |app| {
        let (_, link) = bought(&app).await;
        for _ in 0..60 {
            assert_eq!(app.get(&link).await.status, 200);
        }
        let answer = app.get(&link).await;
        answer.problem(429);
        assert_eq!(answer.header("retry-after"), "3600");
        let page = app.anonymous().header("accept", "text/html").get(&link).await;
        assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "3600"));
    })
    .await;
}
