//! Opening a database: what is made, what is refused.

use store::Store;

async fn refused(url: &str) -> String {
    match Store::open(url).await {
        Ok(_) => panic!("{url} should be refused"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn sqlite_makes_its_folder_and_file_and_keeps_what_was_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("var/deep/mintreu.db");
    let url = format!("sqlite://{}", file.display());
    for _ in 0..2 {
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        assert_eq!(store.snapshot_version().await.unwrap(), 0);
        assert!(store.newest_snapshot().await.unwrap().is_none());
        store.close().await;
    }
    assert!(file.is_file());
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = refused(&format!("sqlite://{}/mintreu.db", file.join("under").display())).await;
    assert!(
        error.contains("cannot create the folder") && error.contains("file/under"),
        "{error}"
    );
}

#[tokio::test]
async fn other_urls_are_refused_without_showing_a_password() {
    let error = refused("mysql://user:secret@host/name").await;
    assert!(error.contains("postgres://") && error.contains("`mysql:`"), "{error}");
    assert!(!error.contains("secret"), "{error}");
    assert!(refused("mintreu.db").await.contains("no scheme"));
    assert!(refused("sqlite::memory:").await.contains("needs a file"));
    assert!(refused("sqlite://").await.contains("needs a file"));
}

#[tokio::test]
async fn a_postgres_that_does_not_answer_says_why() {
    // Port 1 is reserved: nothing listens there.
    let error = refused("postgres://nobody@127.0.0.1:1/nothing").await;
    assert!(
        error.contains("cannot be opened") && error.contains("refused"),
        "{error}"
    );
}
