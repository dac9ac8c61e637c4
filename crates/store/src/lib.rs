//! The only crate with SQL: SQLite (embedded, the default) and PostgreSQL behind one [`Store`].
//!
//! A repository is a file here: static SQL beside the function that runs it, rows turned into `domain` types. Rules
//! do not live here, and no sqlx type leaves.
//!
//! To add a table: a migration of the next number in **both** `migrations/sqlite` and `migrations/postgres`; SQL that
//! both engines read, with `$1` binds, run through `on!`; times as `Stamp`, JSON as `sqlx::types::Json`
//! or `#[sqlx(json)]`. Real differences between the engines go to `dialect.rs`.
//! - A lookup returns `Result<Option<T>>`: absence is no error.
//! - Reads that belong together run in one `Store::read`, which sees one state of the database.
//! - A change is a struct that holds the write transaction (see [`CatalogueChange`]): dropped unsaved, it never was.

mod account;
mod attempt;
mod cart;
mod catalogue;
mod developer;
mod dialect;
mod discount;
mod draft;
mod invoice;
mod job;
mod license;
mod order;
mod payment;
mod product;
mod release;
mod review;
mod sandbox;
mod session;
mod snapshot;
mod stamp;
mod tax;
#[cfg(feature = "testing")]
pub mod testing;
mod together;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Mutex, Notify};

pub use account::{Account, NewAccount};
pub use catalogue::{CatalogueChange, Listing};
pub use job::{Job, NewJob};
pub use license::{NewLicense, NewSubscription, StoredLicense};
pub use order::StoredOrder;
pub use payment::{StoredPayment, StoredRefund};
pub use product::StoredProduct;
pub use release::{DownloadGrant, NewRelease, StoredRelease};
pub use review::ProductReview;
pub use sandbox::SandboxPayment;
pub use session::Session;
pub use snapshot::StoredSnapshot;
pub use write::Write;

use dialect::{Db, Tx};

/// A database, opened; clones share its connections.
#[derive(Clone)]
pub struct Store {
    db: Db,
    carts: cart::Carts,
    /// SQLite has one writer: in this process it waits here, in order, and not in SQLite's busy handler.
    writer: Arc<Mutex<()>>,
    /// Told when this process wrote a job.
    pushed: Arc<Notify>,
}

/// Why the store could not do it. None of these is the caller's fault but [`Error::Url`] and [`Error::Folder`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("expected sqlite://PATH or postgres://USER@HOST/NAME as the database's URL: {0}")]
    Url(String),
    #[error("cannot create the folder {} of the database: {source}", folder.display())]
    Folder { folder: PathBuf, source: std::io::Error },
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The same for all who asked together.
    #[error(transparent)]
    Together(Arc<Error>),
}

impl Store {
    /// Opens the database that `url` names: `sqlite://var/mintreu.db` (made with its folder where missing) or
    /// `postgres://user:password@host/name`.
    ///
    /// # Errors
    /// [`Error::Url`], [`Error::Folder`], or [`Error::Open`] when it does not answer.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let db = dialect::open(url).await?;
        let writer = Arc::default();
        Ok(Self {
            carts: cart::Carts::new(&db, &writer),
            db,
            writer,
            pushed: Arc::default(),
        })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// [`Error::Migrate`], also when the database was written by a newer version.
    pub async fn migrate(&self) -> Result<(), Error> {
        Ok(dialect::migrate(&self.db).await?)
    }

    /// Closes all connections, after what runs on them has ended.
    pub async fn close(&self) {
        dialect::on!(&self.db, |pool| pool.close().await);
    }

    /// A transaction that only reads and sees one state of the database.
    async fn read(&self) -> Result<Tx, Error> {
        Ok(dialect::begin_read(&self.db).await?)
    }
}
