//! Files of the demo's products: made by this program, small, real, and the same each time.

mod sources;

use std::io::{Cursor, Write as _};
use std::time::Duration;

use domain::{Product, Timestamp};
use sha2::{Digest as _, Sha256};
use store::NewRelease;
use tokio::task::spawn_blocking;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Releases;
use super::add::path;
use crate::clock::after;
use crate::{Internal, Progress, catalogue};

/// After how long the second release follows the first.
const LATER: Duration = Duration::from_secs(45 * 24 * 60 * 60);

/// A release of a product of the demo.
struct Demo {
    product: Product,
    version: &'static str,
    notes: String,
    published_at: Timestamp,
    bytes: Vec<u8>,
}

impl Releases {
    /// Adds the releases of the demo's products (not of APIs: those have nothing to download); tells how many were
    /// not there before. A file that is missing in the storage is put back.
    ///
    /// # Errors
    /// [`Internal`]. The demo catalogue has been loaded before.
    pub async fn seed_demo(&self) -> Result<usize, Internal> {
        self.seed_demo_with(&Progress::default()).await
    }

    /// As [`Releases::seed_demo`], and says how far it has come.
    ///
    /// # Errors
    /// As [`Releases::seed_demo`].
    pub async fn seed_demo_with(&self, progress: &Progress) -> Result<usize, Internal> {
        progress.begin("making releases", None);
        let releases = spawn_blocking(demo).await??;
        progress.begin("adding releases", Some(releases.len() as u64));
        let mut added = 0;
        for demo in releases {
            added += usize::from(self.seed_one(demo).await?);
            progress.add(1);
        }
        Ok(added)
    }

    async fn seed_one(&self, demo: Demo) -> Result<bool, Internal> {
        let slug = &demo.product.slug;
        let sha256: [u8; 32] = Sha256::digest(&demo.bytes).into();
        let path = path(slug, demo.version, &sha256);
        if let Some(stored) = self.store.release_of_version(slug.as_str(), demo.version).await? {
            if stored.path == path && !self.storage.exists(&path).await? {
                self.storage.put(&path, demo.bytes).await?;
            }
            return Ok(false);
        }
        let size = demo.bytes.len() as u64;
        self.storage.put(&path, demo.bytes).await?;
        let release = NewRelease {
            product: slug,
            version: demo.version,
            file: &format!("{slug}-{}.zip", demo.version),
            size,
            sha256,
            notes: &demo.notes,
            path: &path,
            published_at: demo.published_at,
        };
        Ok(self.store.add_release(&release).await?)
    }
}

fn demo() -> Result<Vec<Demo>, Internal> {
    let mut releases = Vec::new();
    for product in catalogue::demo_products()? {
        if product.category.as_str() == "apis" {
            continue;
        }
        let first = format!("The first release of {}.", product.title);
        releases.push(release(product.clone(), "1.0.0", first, Duration::ZERO)?);
        if product.slug.as_str().len() % 2 == 0 {
            let second = "Fixes from the first weeks, clearer examples, and a changelog.".to_owned();
            releases.push(release(product, "1.1.0", second, LATER)?);
        }
    }
    Ok(releases)
}

fn release(product: Product, version: &'static str, notes: String, later: Duration) -> Result<Demo, Internal> {
    let published_at = after(product.published_at, later);
    let root = format!("{}-{version}", product.slug);
    let files = sources::files(&product, version, &notes, published_at);
    Ok(Demo {
        bytes: archive(&root, &files).map_err(|_| "the demo's files do not fit into an archive")?,
        product,
        version,
        notes,
        published_at,
    })
}

/// An archive that depends on nothing but the files: they are stored as they are, at one point in time.
fn archive(root: &str, files: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(format!("{root}/{name}"), options)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
