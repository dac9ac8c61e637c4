//! Files of the site's folder.

use crate::support::{each_app, each_app_with};

const BUILT: &str = "/pkg/mintreu.k3Jx.js";

#[tokio::test]
async fn built_files_are_immutable_and_come_compressed() {
    each_app_with(&[("LEPTOS_HASH_FILES", "true")], async |app| {
        let plain = app.get(BUILT).await;
        assert_eq!((plain.status.as_u16(), plain.text()), (200, "export default 1;"));
        assert_eq!(plain.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(plain.header("vary"), "accept-encoding");
        for (accepted, encoding, body) in [("gzip, br", "br", "(brotli)"), ("gzip", "gzip", "(gzip)")] {
            let packed = app.anonymous().header("accept-encoding", accepted).get(BUILT).await;
            assert_eq!((packed.header("content-encoding"), packed.text()), (encoding, body));
        }
    })
    .await;
}

#[tokio::test]
async fn other_files_are_kept_a_day_and_revalidated() {
    each_app(async |app| {
        assert_eq!(app.get(BUILT).await.header("cache-control"), "public, max-age=86400");
        let clip = app.get("/media/clip.mp4").await;
        assert_eq!(clip.header("cache-control"), "public, max-age=86400");
        assert!(clip.header("content-security-policy").starts_with("default-src 'none'"));
        let seen = clip.header("last-modified");
        assert!(!seen.is_empty());
        assert_eq!(
            app.anonymous()
                .header("if-modified-since", seen)
                .get("/media/clip.mp4")
                .await
                .status,
            304
        );
        let part = app
            .anonymous()
            .header("range", "bytes=2-4")
            .header("accept-encoding", "gzip");
        let part = part.get("/media/clip.mp4").await;
        assert_eq!((part.status.as_u16(), part.text()), (206, "234"));
    })
    .await;
}

#[tokio::test]
async fn a_missing_file_is_the_page_that_says_so() {
    each_app(async |app| {
        for path in [
            "/media/missing.png",
            "/pkg/missing.js",
            "/media",
            "/nowhere",
            "/../Cargo.toml",
            "/%2e%2e/a",
        ] {
            let answer = app.anonymous().header("accept", "text/html").get(path).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-type")),
                (404, "text/html; charset=utf-8"),
                "{path}"
            );
            assert_eq!(answer.header("last-modified"), "", "{path}");
            assert!(!answer.header("cache-control").contains("max-age"), "{path}");
        }
    })
    .await;
}
