//! Where files lie: a folder of this machine, or a bucket that speaks S3.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt as _};

/// Files by path; clones share them.
#[derive(Clone)]
pub struct Storage(Arc<dyn ObjectStore>);

/// Why a storage cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("expected file://FOLDER or s3://BUCKET/PREFIX as the storage's URL, not `{0}`")]
    Url(String),
    #[error("cannot create the folder {} of the storage: {source}", folder.display())]
    Folder { folder: PathBuf, source: std::io::Error },
    #[error("the storage cannot be opened: {0}")]
    Open(#[source] Error),
}

/// A storage's URL, read.
enum Place<'a> {
    Folder(&'a str),
    Bucket { name: &'a str, prefix: &'a str },
}

fn place(url: &str) -> Result<Place<'_>, StorageError> {
    let bad = || StorageError::Url(url.to_owned());
    match url.split_once("://").ok_or_else(bad)? {
        ("file", folder) if !folder.is_empty() => Ok(Place::Folder(folder)),
        ("s3", bucket) => {
            let (name, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
            let odd = name.is_empty() || bucket.contains(['@', '?', '#']);
            if odd {
                Err(bad())
            } else {
                Ok(Place::Bucket { name, prefix })
            }
        }
        _ => Err(bad()),
    }
}

impl Storage {
    /// Checks a URL without touching what it names.
    ///
    /// # Errors
    /// [`StorageError::Url`].
    pub fn check(url: &str) -> Result<(), StorageError> {
        place(url).map(drop)
    }

    /// Opens `file://var/files` (a folder, made where it is missing) or `s3://bucket/prefix`. A bucket is reached as
    /// the `AWS_…` variables of the process say; `options` of the same names win over them.
    ///
    /// # Errors
    /// [`StorageError`]. That a bucket does not answer is seen when it is used.
    pub fn open(url: &str, options: &[(String, String)]) -> Result<Self, StorageError> {
        match place(url)? {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|source| StorageError::Folder {
                    folder: folder.into(),
                    source,
                })?;
                let files = LocalFileSystem::new_with_prefix(folder).map_err(StorageError::Open)?;
                Ok(Self(Arc::new(files.with_fsync(true))))
            }
            Place::Bucket { name, prefix } => {
                // Only what is named here: the builder would read other variables too, which nobody has checked.
                let mut builder = AmazonS3Builder::new().with_bucket_name(name);
                for (key, value) in options {
                    let key = key.to_ascii_lowercase().parse().map_err(StorageError::Open)?;
                    builder = builder.with_config(key, value);
                }
                let bucket = builder.build().map_err(StorageError::Open)?;
                Ok(Self(match prefix.trim_matches('/') {
                    "" => Arc::new(bucket),
                    prefix => Arc::new(PrefixStore::new(bucket, prefix)),
                }))
            }
        }
    }

    /// Files that are gone when the program ends.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// A writer of a file that streams; nothing is there before it was shut down.
    pub(super) fn writer(&self, path: &str) -> BufWriter {
        BufWriter::new(self.0.clone(), Path::from(path))
    }

    pub(super) async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Error> {
        self.0.put(&Path::from(path), bytes.into()).await.map(drop)
    }

    pub(super) async fn exists(&self, path: &str) -> Result<bool, Error> {
        match self.0.head(&Path::from(path)).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes a file, where it is there.
    pub(super) async fn delete(&self, path: &str) -> Result<(), Error> {
        match self.0.delete(&Path::from(path)).await {
            Err(Error::NotFound { .. }) => Ok(()),
            done => done,
        }
    }

    /// The bytes of a file, or of a part of it.
    pub(super) async fn read(
        &self,
        path: &str,
        part: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let options = GetOptions::new().with_range(part);
        Ok(self.0.get_opts(&Path::from(path), options).await?.into_stream())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_and_odd_ones_refused() {
        for good in [
            "file://var/files",
            "file:///srv/files",
            "s3://bucket",
            "s3://bucket/shop/files/",
        ] {
            assert!(Storage::check(good).is_ok(), "{good}");
        }
        for bad in [
            "var/files",
            "file://",
            "s3://",
            "s3:///prefix",
            "gs://bucket",
            "s3://key:secret@bucket",
        ] {
            assert!(matches!(Storage::check(bad), Err(StorageError::Url(_))), "{bad}");
        }
    }

    #[test]
    fn a_bucket_opens_without_being_asked() {
        let options = |region: &str| {
            [
                ("AWS_REGION".to_owned(), region.to_owned()),
                ("AWS_ACCESS_KEY_ID".to_owned(), "key".to_owned()),
                ("AWS_SECRET_ACCESS_KEY".to_owned(), "secret".to_owned()),
            ]
        };
        assert!(Storage::open("s3://bucket/shop", &options("eu-central-1")).is_ok());
        let unknown = [("AWS_REGOIN".to_owned(), "x".to_owned())];
        assert!(matches!(
            Storage::open("s3://bucket", &unknown),
            Err(StorageError::Open(_))
        ));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let error = Storage::open(&format!("file://{}/files", file.display()), &[])
            .err()
            .unwrap();
        assert!(error.to_string().contains("file/files"), "{error}");
    }
}
