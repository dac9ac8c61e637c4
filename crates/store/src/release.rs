//! Releases of products, and who may download them.

use domain::{DownloadGrantStatus, Release, Slug, Timestamp};
use sqlx::FromRow;

use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::unknown_value::{known, read_as};
use crate::write::Write;
use crate::{Error, Store};

/// A release as it is written.
pub struct NewRelease<'a> {
    pub product: &'a Slug,
    pub version: &'a str,
    pub file: &'a str,
    pub size: u64,
    pub sha256: [u8; 32],
    pub notes: &'a str,
    /// Where its file lies in the storage.
    pub path: &'a str,
    pub published_at: Timestamp,
}

/// A release, and where its file lies in the storage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredRelease {
    pub release: Release,
    pub path: String,
}

/// An order's right to download a product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DownloadGrant {
    pub id: i64,
    pub order: String,
    pub product: String,
    pub state: DownloadGrantStatus,
    /// How often a download was begun.
    pub downloads: i64,
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct GrantRow {
    id: i64,
    order_id: String,
    product: String,
    state: String,
    downloads: i64,
    created_at: SqlTimestamp,
}

read_as!(DownloadGrant, GrantRow, "download_grants", id: i64);

impl TryFrom<GrantRow> for DownloadGrant {
    type Error = sqlx::Error;

    fn try_from(row: GrantRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            state: known("state", &row.state)?,
            id: row.id,
            order: row.order_id,
            product: row.product,
            downloads: row.downloads,
            created_at: row.created_at.into(),
        })
    }
}

impl DownloadGrant {
    /// Whether downloads are blocked: suspended or revoked.
    pub fn is_blocked(&self) -> bool {
        self.state != DownloadGrantStatus::Open
    }
}

#[derive(FromRow)]
struct ReleaseRow {
    id: i64,
    #[sqlx(try_from = "String")]
    product: Slug,
    version: String,
    file: String,
    size: i64,
    sha256: Vec<u8>,
    notes: String,
    path: String,
    #[sqlx(try_from = "SqlTimestamp")]
    published_at: Timestamp,
}

impl From<ReleaseRow> for StoredRelease {
    fn from(row: ReleaseRow) -> Self {
        Self {
            release: Release {
                id: row.id,
                product: row.product,
                version: row.version,
                file: row.file,
                size: u64::try_from(row.size).unwrap_or_default(),
                sha256: hex::encode(&row.sha256),
                notes: row.notes,
                published_at: row.published_at,
            },
            path: row.path,
        }
    }
}

macro_rules! select_release {
    ($rest:literal) => {
        concat!(
            "SELECT id, product, version, file, size, sha256, notes, path, published_at FROM releases ",
            $rest
        )
    };
}

macro_rules! select_grant {
    ($rest:literal) => {
        concat!(
            "SELECT id, order_id, product, state, downloads, created_at FROM download_grants ",
            $rest
        )
    };
}

impl Store {
    /// Writes a release; tells whether its version is new to the product. The product exists.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn add_release(&self, release: &NewRelease<'_>) -> Result<bool, Error> {
        const SQL: &str = "INSERT INTO releases (product, version, file, size, sha256, notes, path, published_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (product, version) DO NOTHING";
        let mut write = self.write().await?;
        let written = with_engine!(&mut write.tx, |c| sqlx::query(SQL)
            .bind(release.product.as_str())
            .bind(release.version)
            .bind(release.file)
            .bind(i64::try_from(release.size).unwrap_or(i64::MAX))
            .bind(&release.sha256[..])
            .bind(release.notes)
            .bind(release.path)
            .bind(SqlTimestamp(release.published_at))
            .execute(&mut **c)
            .await?
            .rows_affected());
        write.save().await?;
        Ok(written == 1)
    }

    /// The release of this number.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn release(&self, id: i64) -> Result<Option<StoredRelease>, Error> {
        const SQL: &str = select_release!("WHERE id = $1");
        let row: Option<ReleaseRow> =
            with_engine!(&self.db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?;
        Ok(row.map(StoredRelease::from))
    }

    /// The release of this version.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn release_of_version(&self, product: &str, version: &str) -> Result<Option<StoredRelease>, Error> {
        const SQL: &str = select_release!("WHERE product = $1 AND version = $2");
        let row: Option<ReleaseRow> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(product)
            .bind(version)
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(StoredRelease::from))
    }

    /// The releases of a product, newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn releases(&self, product: &str) -> Result<Vec<Release>, Error> {
        const SQL: &str = select_release!("WHERE product = $1 ORDER BY published_at DESC, id DESC");
        let rows: Vec<ReleaseRow> =
            with_engine!(&self.db, |pool| sqlx::query_as(SQL).bind(product).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(|row| StoredRelease::from(row).release).collect())
    }

    /// What an order may download. Whoever asks has proved that the order is theirs.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn grants_of_order(&self, order: &str) -> Result<Vec<DownloadGrant>, Error> {
        const SQL: &str = select_grant!("WHERE order_id = $1 ORDER BY id");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(order)
            .fetch_all(pool)
            .await)?)
    }

    /// The grant of this number. Whoever asks has it from a signed link.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn download_grant(&self, id: i64) -> Result<Option<DownloadGrant>, Error> {
        const SQL: &str = select_grant!("WHERE id = $1");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(id)
            .fetch_optional(pool)
            .await)?)
    }

    /// Counts a download that was begun.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_download(&self, grant: i64) -> Result<(), Error> {
        const SQL: &str = "UPDATE download_grants SET downloads = downloads + 1 WHERE id = $1";
        let mut write = self.write().await?;
        with_engine!(&mut write.tx, |c| sqlx::query(SQL)
            .bind(grant)
            .execute(&mut **c)
            .await
            .map(drop))?;
        write.save().await
    }
}

impl Write {
    /// Lets an order download a product; a second time changes nothing.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn grant_download(&mut self, order: &str, product: &Slug, now: Timestamp) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO download_grants (order_id, product, created_at) VALUES ($1, $2, $3) \
            ON CONFLICT (order_id, product) DO NOTHING";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(order)
            .bind(product.as_str())
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await
            .map(drop))?)
    }

    /// Closes an order's downloads until further notice, or opens again those that were closed so.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn suspend_downloads(&mut self, order: &str, suspend: bool) -> Result<(), Error> {
        const SQL: &str = "UPDATE download_grants SET state = $3 WHERE order_id = $1 AND state = $2";
        let (from, to) = if suspend {
            (DownloadGrantStatus::Open, DownloadGrantStatus::Suspended)
        } else {
            (DownloadGrantStatus::Suspended, DownloadGrantStatus::Open)
        };
        Ok(with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(order)
            .bind(from.as_str())
            .bind(to.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?)
    }

    /// Ends an order's right to download a product for good.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn revoke_download(&mut self, order: &str, product: &Slug) -> Result<(), Error> {
        const SQL: &str = "UPDATE download_grants SET state = $3 WHERE order_id = $1 AND product = $2";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(order)
            .bind(product.as_str())
            .bind(DownloadGrantStatus::Revoked.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?)
    }
}
