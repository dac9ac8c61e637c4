//! Adding a release: the file is streamed into the storage, then its row is written.

use std::io::{self, Read as _};
use std::path::Path;

use bytes::Bytes;
use domain::{FieldError, Release, Slug, release};
use sha2::{Digest as _, Sha256};
use store::NewRelease;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::spawn_blocking;

use super::Releases;
use crate::Internal;

/// How much of a file is held at a time.
const CHUNK: usize = 256 << 10;

/// Why a release was not added. Nothing of it is there.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("there is no product `{0}`")]
    UnknownProduct(String),
    #[error("{product} already has a release {version}: releases can’t be changed, choose a new version")]
    Duplicate { product: Slug, version: String },
    #[error(transparent)]
    Field(#[from] FieldError),
    #[error("{file}: {source}")]
    File { file: String, source: io::Error },
    #[error("{0} was changed while it was being read")]
    Changed(String),
    #[error("the storage failed: {0}")]
    Storage(#[source] io::Error),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for AddError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sum {
    size: u64,
    sha256: [u8; 32],
}

impl Releases {
    /// Adds a version of a product. `notes` say what is new.
    ///
    /// # Errors
    /// [`AddError`]; nothing was added.
    pub async fn add(&self, product: &str, version: &str, file: &Path, notes: &str) -> Result<Release, AddError> {
        let shown = file.display().to_string();
        let failed = |source| AddError::File {
            file: shown.clone(),
            source,
        };
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        release::validate(version, name, notes)?;
        let product = self.known(product).await?;
        let duplicate = || AddError::Duplicate {
            product: product.clone(),
            version: version.to_owned(),
        };
        if self
            .store
            .release_of_version(product.as_str(), version)
            .await?
            .is_some()
        {
            return Err(duplicate());
        }
        // The path names the content: of two who add a version at once, none writes over the other's file.
        let from = file.to_owned();
        let sum = spawn_blocking(move || sum(&from))
            .await
            .map_err(Internal::from)?
            .map_err(failed)?;
        let path = path(&product, version, &sum.sha256);
        if self.upload(file, &path).await? != sum {
            self.storage.delete(&path).await.map_err(storage)?;
            return Err(AddError::Changed(shown));
        }
        let release = NewRelease {
            product: &product,
            version,
            file: name,
            size: sum.size,
            sha256: sum.sha256,
            notes,
            path: &path,
            published_at: self.clock.now(),
        };
        let is_new = self.store.add_release(&release).await?;
        let stored = self.store.release_of_version(product.as_str(), version).await?;
        let stored = stored.ok_or_else(|| Internal::from("a release that was added is not there"))?;
        if !is_new {
            if stored.path != path {
                self.storage.delete(&path).await.map_err(storage)?;
            }
            return Err(duplicate());
        }
        Ok(stored.release)
    }

    /// Whether there is such a product.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn is_product(&self, product: &str) -> Result<bool, Internal> {
        Ok(self.store.product(product).await?.1.is_some())
    }

    async fn known(&self, product: &str) -> Result<Slug, AddError> {
        let unknown = || AddError::UnknownProduct(product.to_owned());
        let slug: Slug = product.parse().map_err(|_| unknown())?;
        if self.is_product(slug.as_str()).await? {
            Ok(slug)
        } else {
            Err(unknown())
        }
    }

    /// Streams a file into the storage; tells what it streamed.
    async fn upload(&self, file: &Path, path: &str) -> Result<Sum, AddError> {
        let failed = |source| AddError::File {
            file: file.display().to_string(),
            source,
        };
        let mut from = tokio::fs::File::open(file).await.map_err(failed)?;
        let mut to = self.storage.writer(path);
        let (mut size, mut hash) = (0, Sha256::new());
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            (&mut from)
                .take(CHUNK as u64)
                .read_to_end(&mut chunk)
                .await
                .map_err(failed)?;
            if chunk.is_empty() {
                break;
            }
            size += chunk.len() as u64;
            hash.update(&chunk);
            to.put(Bytes::from(chunk)).await.map_err(storage)?;
        }
        to.shutdown().await.map_err(AddError::Storage)?;
        Ok(Sum {
            size,
            sha256: hash.finalize().into(),
        })
    }
}

fn storage(error: object_store::Error) -> AddError {
    AddError::Storage(error.into())
}

/// Where a release lies in the storage.
pub(super) fn path(product: &Slug, version: &str, sha256: &[u8; 32]) -> String {
    let hash = hex::encode(sha256);
    format!("releases/{product}/{version}/{hash}")
}

fn sum(file: &Path) -> io::Result<Sum> {
    let mut from = std::fs::File::open(file)?;
    if !from.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    let (mut size, mut hash, mut chunk) = (0, Sha256::new(), vec![0; CHUNK]);
    loop {
        match from.read(&mut chunk)? {
            0 => break,
            read => {
                size += read as u64;
                hash.update(&chunk[..read]);
            }
        }
    }
    Ok(Sum {
        size,
        sha256: hash.finalize().into(),
    })
}
