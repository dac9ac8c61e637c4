//! Snapshots: what the query engine reads, stored by the change that made it (see [`crate::CatalogueChange::save`]).

use domain::Timestamp;
use sqlx::FromRow;

use crate::dialect::{Tx, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::{Error, Store};

/// A stored snapshot of the catalogue.
#[derive(FromRow)]
pub struct StoredSnapshot {
    /// The catalogue version that it shows.
    pub version: i64,
    /// Of the bytes, in hex: their name in a URL.
    pub hash: String,
    #[sqlx(try_from = "SqlTimestamp")]
    pub created_at: Timestamp,
    pub bytes: Vec<u8>,
}

impl Store {
    /// The catalogue's version: it grows with every change; 0 is a catalogue that never had anything.
    /// One cheap query, also good for asking whether the database is there.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn snapshot_version(&self) -> Result<i64, Error> {
        Ok(with_engine!(&self.db, |pool| sqlx::query_scalar(VERSION)
            .fetch_one(pool)
            .await)?)
    }

    /// The newest snapshot; none where the catalogue never had anything.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn newest_snapshot(&self) -> Result<Option<StoredSnapshot>, Error> {
        const SQL: &str =
            "SELECT version, hash, created_at, bytes FROM catalog_snapshots ORDER BY version DESC LIMIT 1";
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .fetch_optional(pool)
            .await)?)
    }
}

const VERSION: &str = "SELECT version FROM catalog_state WHERE id = 1";

/// The catalogue's version as this transaction sees it.
pub(crate) async fn version(tx: &mut Tx) -> Result<i64, Error> {
    Ok(with_engine!(tx, |c| sqlx::query_scalar(VERSION)
        .fetch_one(&mut **c)
        .await)?)
}

/// Stores a snapshot and forgets all but the newest few: a node that is about to load one must still find it.
pub(crate) async fn put(tx: &mut Tx, version: i64, hash: &str, now: Timestamp, bytes: &[u8]) -> Result<(), Error> {
    const PUT: &str = "INSERT INTO catalog_snapshots (version, hash, created_at, bytes) VALUES ($1, $2, $3, $4)";
    const FORGET: &str = "DELETE FROM catalog_snapshots WHERE version <= $1";
    const KEPT: i64 = 3;
    with_engine!(tx, |c| {
        sqlx::query(PUT)
            .bind(version)
            .bind(hash)
            .bind(SqlTimestamp(now))
            .bind(bytes)
            .execute(&mut **c)
            .await?;
        sqlx::query(FORGET).bind(version - KEPT).execute(&mut **c).await?;
    });
    Ok(())
}
