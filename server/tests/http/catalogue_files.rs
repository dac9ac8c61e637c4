//! `/catalog`: the snapshot for browsers.

use std::io::Read as _;

use crate::support::{TestApp, another, each_app};

async fn current(app: &TestApp) -> (String, usize) {
    let answer = app.get("/catalog/current").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let current = answer.json();
    (
        current["hash"].as_str().unwrap().to_owned(),
        current["bytes"].as_u64().unwrap() as usize,
    )
}

#[tokio::test]
async fn the_snapshot_comes_as_it_is_or_compressed() {
    each_app(async |app| {
        let (hash, bytes) = current(&app).await;
        let path = format!("/catalog/{hash}.bin");
        let plain = app.get(&path).await;
        assert_eq!((plain.body.len(), plain.header("content-encoding")), (bytes, ""));
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(plain.header("vary"), "accept-encoding");
        let snapshot = catalog::Snapshot::from_bytes(plain.body.to_vec()).unwrap();
        assert_eq!(snapshot.len(), 3);

        let packed = app
            .anonymous()
            .header("accept-encoding", "gzip, deflate, br")
            .get(&path)
            .await;
        assert_eq!(packed.header("content-encoding"), "br");
        let mut unpacked = Vec::new();
        brotli::Decompressor::new(&packed.body[..], 4096)
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, plain.body);

        let gzip = app.anonymous().header("accept-encoding", "gzip").get(&path).await;
        assert_eq!(
            (gzip.header("content-encoding"), &gzip.body[..2]),
            ("gzip", &[0x1f, 0x8b][..])
        );

        let known = app
            .anonymous()
            .header("if-none-match", plain.header("etag"))
            .header("accept-encoding", "br");
        let known = known.get(&path).await;
        assert_eq!(
            (
                known.status.as_u16(),
                known.body.len(),
                known.header("content-encoding")
            ),
            (304, 0, "")
        );
    })
    .await;
}

#[tokio::test]
async fn the_one_before_is_served_on_and_no_other() {
    each_app(async |app| {
        let change = async |name| {
            let (hash, _) = current(&app).await;
            app.context.import(&[another(name)]).await;
            assert_ne!(current(&app).await.0, hash);
            format!("/catalog/{hash}.bin")
        };
        let first = change("late").await;
        assert_eq!(app.get(&first).await.status, 200);
        let second = change("later").await;
        assert_eq!(app.get(&second).await.status, 200);
        app.get(&first).await.problem(404);
        for path in ["/catalog/0000000000000000.bin", "/catalog/x", "/catalog/current.bin"] {
            app.get(path).await.problem(404);
        }
    })
    .await;
}
