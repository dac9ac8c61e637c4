//! Releases: added once, fetched by those who bought them.

use std::path::PathBuf;

use domain::{Product, Release};
use futures::StreamExt as _;
use services::releases::{AddError, DownloadError};
use services::testing::{TestContext, each_database, product, time};
use services::{Releases, Signer, Storage};
use sha2::{Digest as _, Sha256};
use store::DownloadGrant;
use tempfile::TempDir;

/// A shop with files in a folder.
struct Shelf {
    releases: Releases,
    folder: TempDir,
}

impl Shelf {
    fn new(shop: &TestContext) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("file://{}/files", folder.path().display());
        let storage = Storage::open(&url, &[]).unwrap();
        let signer = Signer::new(b"the secret of the tests");
        let releases = Releases::new(shop.database.store.clone(), shop.clock.clone(), storage, signer);
        Self { releases, folder }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    async fn add(&self, product: &str, version: &str, content: &[u8]) -> Result<Release, AddError> {
        let file = self.file(&format!("{product}-{version}.zip"), content);
        self.releases.add(product, version, &file, "New.").await
    }

    /// How many files lie in the storage.
    fn stored(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
        }
        count(&self.folder.path().join("files"))
    }

    async fn fetch(&self, link: &str, part: Option<std::ops::Range<u64>>) -> Result<Vec<u8>, DownloadError> {
        let token = link.strip_prefix("/downloads/").unwrap();
        let download = self.releases.open(token, None).await?;
        let mut stream = self.releases.read(&download, part).await.unwrap();
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk.unwrap());
        }
        self.releases.count(&download).await.unwrap();
        Ok(bytes)
    }
}

async fn grant(shop: &TestContext, order: &str, product: &Product) -> DownloadGrant {
    let store = &shop.database.store;
    let mut write = store.write().await.unwrap();
    write
        .grant_download(order, &product.slug, time("2026-02-01T12:00:00Z"))
        .await
        .unwrap();
    write.save().await.unwrap();
    let grants = store.grants_of_order(order).await.unwrap();
    grants
        .into_iter()
        .find(|grant| grant.product == product.slug.as_str())
        .unwrap()
}

#[tokio::test]
async fn a_release_is_added_once_and_arrives_as_it_was() {
    each_database(async |shop: TestContext| {
        let grid = product("tabula-grid").build();
        shop.import(std::slice::from_ref(&grid)).await;
        let shelf = Shelf::new(&shop);
        // Larger than what is held at a time.
        let content: Vec<u8> = (0..700_000_u32).flat_map(u32::to_le_bytes).collect();
        let release = shelf.add("tabula-grid", "1.0.0", &content).await.unwrap();
        assert_eq!(release.size, content.len() as u64);
        assert_eq!(release.sha256, hex::encode(Sha256::digest(&content)));
        assert_eq!(
            (release.file.as_str(), release.notes.as_str()),
            ("tabula-grid-1.0.0.zip", "New.")
        );

        let again = shelf.add("tabula-grid", "1.0.0", b"other").await;
        assert!(matches!(again, Err(AddError::Duplicate { .. })), "{again:?}");
        let unknown = shelf.add("tabula-gird", "1.0.0", b"other").await;
        assert!(
            matches!(&unknown, Err(AddError::UnknownProduct(slug)) if slug == "tabula-gird"),
            "{unknown:?}"
        );
        let missing = shelf
            .releases
            .add("tabula-grid", "2", &shelf.folder.path().join("none.zip"), "")
            .await;
        assert!(matches!(missing, Err(AddError::File { .. })), "{missing:?}");
        let folder = shelf.releases.add("tabula-grid", "2", shelf.folder.path(), "").await;
        assert!(
            matches!(folder, Err(AddError::File { .. } | AddError::Field(_))),
            "{folder:?}"
        );
        assert!(matches!(
            shelf.add("tabula-grid", "1 0", b"x").await,
            Err(AddError::File { .. } | AddError::Field(_))
        ));
        assert_eq!(shelf.stored(), 1, "what was refused left nothing");

        shop.clock.set(time("2026-02-02T12:00:00Z"));
        shelf.add("tabula-grid", "1.1.0", b"newer").await.unwrap();
        let versions: Vec<String> = shelf
            .releases
            .for_product("tabula-grid")
            .await
            .unwrap()
            .into_iter()
            .map(|r| r.version)
            .collect();
        assert_eq!(versions, ["1.1.0", "1.0.0"]);

        let grant = grant(&shop, "order-1", &grid).await;
        let link = shelf.releases.link(&grant, &release, None);
        assert_eq!(shelf.fetch(&link, None).await.unwrap(), content);
        assert_eq!(shelf.fetch(&link, Some(10..20)).await.unwrap(), content[10..20]);
        assert_eq!(
            shop.database.store.grants_of_order("order-1").await.unwrap()[0].downloads,
            2
        );
    })
    .await;
}

#[tokio::test]
async fn two_who_add_a_version_at_once_do_not_mix_their_files() {
    each_database(async |shop: TestContext| {
        let grid = product("tabula-grid").build();
        shop.import(std::slice::from_ref(&grid)).await;
        let shelf = Shelf::new(&shop);
        std::fs::create_dir(shelf.folder.path().join("b")).unwrap();
        let (a, b) = (shelf.file("a.zip", b"aaaa"), shelf.file("b/a.zip", b"bbbb"));
        let (a, b) = tokio::join!(
            shelf.releases.add("tabula-grid", "1", &a, ""),
            shelf.releases.add("tabula-grid", "1", &b, "")
        );
        let (content, won) = match (a, b) {
            (Ok(won), Err(AddError::Duplicate { .. })) => (b"aaaa", won),
            (Err(AddError::Duplicate { .. }), Ok(won)) => (b"bbbb", won),
            other => panic!("{other:?}"),
        };
        let grant = grant(&shop, "order-1", &grid).await;
        let link = shelf.releases.link(&grant, &won, None);
        assert_eq!(shelf.fetch(&link, None).await.unwrap(), content);
        assert_eq!(shelf.stored(), 1);
    })
    .await;
}

#[tokio::test]
async fn links_open_what_was_bought_until_they_expire() {
    each_database(async |shop: TestContext| {
        let (grid, forms) = (product("tabula-grid").build(), product("formwright").build());
        shop.import(&[grid.clone(), forms.clone()]).await;
        let shelf = Shelf::new(&shop);
        let release = shelf.add("tabula-grid", "1", b"grid").await.unwrap();
        shelf.add("formwright", "1", b"forms").await.unwrap();
        let (of_grid, of_forms) = (
            grant(&shop, "order-1", &grid).await,
            grant(&shop, "order-1", &forms).await,
        );
        let again = grant(&shop, "order-1", &grid).await;
        assert_eq!(again.id, of_grid.id, "a second grant is the same");

        let link = shelf.releases.link(&of_grid, &release, None);
        assert_eq!(shelf.fetch(&link, None).await.unwrap(), b"grid");
        // A grant for one product does not open another's file, whoever signed it.
        let crossed = shelf.releases.link(&of_forms, &release, None);
        assert!(matches!(shelf.fetch(&crossed, None).await, Err(DownloadError::Invalid)));
        let foreign = Releases::in_memory(
            shop.database.store.clone(),
            shop.clock.clone(),
            Signer::new(b"another shop's secret"),
        );
        let forged = foreign.link(&of_grid, &release, None);
        assert!(matches!(shelf.fetch(&forged, None).await, Err(DownloadError::Invalid)));
        // A link of an account opens for that account.
        let bound = shelf.releases.link(&of_grid, &release, Some(7));
        let token = bound.rsplit('/').next().unwrap();
        for other in [None, Some(8)] {
            let refused = shelf.releases.open(token, other).await;
            assert!(matches!(refused, Err(DownloadError::Foreign)), "{other:?}");
        }
        assert!(shelf.releases.open(token, Some(7)).await.is_ok());
        // A token for something else is none for a download.
        let order = Signer::new(b"the secret of the tests").sign(
            "order",
            &format!("{}:{}", of_grid.id, release.id),
            time("2027-01-01T00:00:00Z"),
        );
        for odd in [order.as_str(), "", "a", "a.b", "é.é"] {
            assert!(
                matches!(shelf.releases.open(odd, None).await, Err(DownloadError::Invalid)),
                "{odd}"
            );
        }

        shop.clock.set(time("2026-02-02T11:59:59Z"));
        assert!(shelf.fetch(&link, None).await.is_ok());
        shop.clock.set(time("2026-02-02T12:00:00Z"));
        assert!(matches!(shelf.fetch(&link, None).await, Err(DownloadError::Expired)));
    })
    .await;
}

#[tokio::test]
async fn what_is_paid_back_or_disputed_opens_nothing() {
    each_database(async |shop: TestContext| {
        let (grid, forms) = (product("tabula-grid").build(), product("formwright").build());
        shop.import(&[grid.clone(), forms.clone()]).await;
        let shelf = Shelf::new(&shop);
        let releases = [
            shelf.add("tabula-grid", "1", b"grid").await.unwrap(),
            shelf.add("formwright", "1", b"forms").await.unwrap(),
        ];
        let grants = [
            grant(&shop, "order-1", &grid).await,
            grant(&shop, "order-1", &forms).await,
        ];
        let other = grant(&shop, "order-2", &grid).await;
        let links: Vec<String> = grants
            .iter()
            .zip(&releases)
            .map(|(g, r)| shelf.releases.link(g, r, None))
            .collect();
        let opens = async || {
            let mut open = Vec::new();
            for link in &links {
                match shelf.fetch(link, None).await {
                    Ok(_) => open.push(true),
                    Err(DownloadError::Withdrawn) => open.push(false),
                    Err(error) => panic!("{error}"),
                }
            }
            open
        };
        let change = async |what: &str| {
            let mut write = shop.database.store.write().await.unwrap();
            match what {
                "suspend" => write.suspend_downloads("order-1", true).await.unwrap(),
                "resume" => write.suspend_downloads("order-1", false).await.unwrap(),
                _ => write.revoke_download("order-1", &forms.slug).await.unwrap(),
            }
            write.save().await.unwrap();
        };
        assert_eq!(opens().await, [true, true]);
        change("suspend").await;
        assert_eq!(opens().await, [false, false]);
        change("resume").await;
        assert_eq!(opens().await, [true, true]);
        change("revoke").await;
        assert_eq!(opens().await, [true, false]);
        change("suspend").await;
        change("resume").await;
        assert_eq!(opens().await, [true, false], "what was paid back stays closed");
        let link = shelf.releases.link(&other, &releases[0], None);
        assert!(shelf.fetch(&link, None).await.is_ok(), "another's order is untouched");
    })
    .await;
}

#[tokio::test]
async fn the_demo_has_real_files_the_same_each_time() {
    each_database(async |shop: TestContext| {
        shop.catalogue.seed().await.unwrap();
        let shelf = Shelf::new(&shop);
        let added = shelf.releases.seed_demo().await.unwrap();
        assert!(added >= 60, "{added}");
        assert_eq!((shelf.stored(), shelf.releases.seed_demo().await.unwrap()), (added, 0));

        let mut with_two = 0;
        for listing in services::testing::demo() {
            let releases = shelf.releases.for_product(listing.slug.as_str()).await.unwrap();
            let wanted = if listing.category.as_str() == "apis" {
                0..=0
            } else {
                1..=2
            };
            assert!(
                wanted.contains(&releases.len()),
                "{} has {}",
                listing.slug,
                releases.len()
            );
            with_two += usize::from(releases.len() == 2);
            assert!(
                releases
                    .iter()
                    .all(|r| r.size > 1_000 && r.size < 100_000 && r.file.ends_with(".zip"))
            );
        }
        assert!(with_two > 10, "{with_two}");

        // Another shop's are the same to the byte, and a file that was lost comes back.
        let release = shelf.releases.for_product("millrace-jobs").await.unwrap().remove(0);
        let files = shelf.folder.path().join("files");
        std::fs::remove_dir_all(files.join("releases/millrace-jobs")).unwrap();
        assert_eq!(shelf.releases.seed_demo().await.unwrap(), 0);
        let grant = grant(&shop, "order-1", &product("millrace-jobs").build()).await;
        let bytes = shelf
            .fetch(&shelf.releases.link(&grant, &release, None), None)
            .await
            .unwrap();
        assert_eq!(hex::encode(Sha256::digest(&bytes)), release.sha256);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
        let root = format!("millrace-jobs-{}", release.version);
        for name in [
            "README.md",
            "LICENSE.txt",
            "CHANGELOG.md",
            "rust/Cargo.toml",
            "rust/src/lib.rs",
        ] {
            assert!(
                names.contains(&format!("{root}/{name}")),
                "{name} is missing in {names:?}"
            );
        }
        let mut lib = String::new();
        let mut file = archive.by_name(&format!("{root}/rust/src/lib.rs")).unwrap();
        std::io::Read::read_to_string(&mut file, &mut lib).unwrap();
        assert!(
            lib.contains(&format!("VERSION: &str = \"{}\"", release.version)),
            "{lib}"
        );
    })
    .await;
}
