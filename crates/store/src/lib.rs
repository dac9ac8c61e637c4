//! The only crate with SQL: SQLite (embedded, the default) and PostgreSQL behind one [`Store`].
//!
//! A repository is a file here: static SQL beside the function that runs it, rows turned into `domain` types. Rules
//! do not live here, and no sqlx type leaves.
//!
//! To add a table: a migration of the next number in **both** `migrations/sqlite` and `migrations/postgres`; SQL that
//! both engines read, with `$1` binds, run through `with_engine!`; times as `SqlTimestamp`, JSON as `sqlx::types::Json`
//! or `#[sqlx(json)]`. Real differences between the engines go to `dialect.rs`. `tests/schemas.rs` compares the schemas,
//! `tests/statements` prepares each statement on both engines.
//! - A lookup returns `Result<Option<T>>`: absence is no error.
//! - Reads that belong together run in one `Store::read`, which sees one state of the database.
//! - A change is a struct that holds the write transaction (see [`CatalogueChange`]): dropped unsaved, it never was.

mod account;

mod batcher;
mod cart;
mod catalogue;
mod checkout_draft;
mod circuit_breaker;
mod cleanup;
mod developer;
mod dialect;
mod discount;
mod exchange_rate;
mod invoice;
mod job;
mod license;
mod order;
mod payment;
mod postgres;
mod product;
mod rate_limit;
mod release;
mod review;
mod sandbox;
mod session;
mod snapshot;
mod tax;
#[cfg(feature = "testing")]
pub mod testing;
mod timestamp;
mod unknown_value;
mod write;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::Timestamp;
use tokio::sync::{Mutex, Notify};

pub use account::{Account, NewAccount};
pub use cart::Moved;
pub use catalogue::{CatalogueChange, Listing};
pub use discount::CodeHold;
pub use job::{Job, NewJob, OverdueJobs};
pub use license::{NewLicense, NewSubscription, StoredLicense};
pub use order::StoredOrder;
pub use payment::{StoredPayment, StoredRefund};
pub use postgres::is_plain_network;
pub use product::{ProductReader, StoredOffer, StoredProduct};
pub use release::{DownloadGrant, NewRelease, StoredRelease};
pub use review::ProductReview;
pub use sandbox::SandboxPayment;
pub use session::{ListedSession, NewSession, Session};
pub use snapshot::StoredSnapshot;
pub use write::Write;

use dialect::{Db, Tx};

/// A database, opened; clones share its connections.
#[derive(Clone)]
pub struct Store {
    db: Db,
    carts: cart::Carts,
    drafts: checkout_draft::Drafts,
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
    Database(#[source] sqlx::Error),
    /// The database is gone, full or busy: the same may go well later.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The same for all who asked together.
    #[error(transparent)]
    Batcher(Arc<Error>),
}

/// How often the database was not available, in this process.
static UNAVAILABLE: AtomicU64 = AtomicU64::new(0);

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if circuit_breaker::is_unavailable(&error) {
            UNAVAILABLE.fetch_add(1, Ordering::Relaxed);
            Self::Unavailable(error)
        } else {
            Self::Database(error)
        }
    }
}

/// How often this process has met a database that was not available. A request that fails while this grows may be sent
/// again later.
pub fn unavailable_count() -> u64 {
    UNAVAILABLE.load(Ordering::Relaxed)
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
            drafts: checkout_draft::Drafts::new(&db, &writer),
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
        dialect::with_engine!(&self.db, |pool| pool.close().await);
    }

    /// Whether the database is known not to answer: what asks it fails at once.
    pub fn is_gone(&self) -> bool {
        match &self.db {
            Db::Sqlite(_) => false,
            Db::Postgres(db) => db.is_gone(),
        }
    }

    /// Begins a change and drops it: fails where nothing can be written.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Database`].
    pub async fn check_write(&self) -> Result<(), Error> {
        let checked = tokio::time::timeout(dialect::LOCK_TIMEOUT, self.write_nothing_much()).await;
        checked.map_err(|_| Error::from(circuit_breaker::lost("a change came to no end")))?
    }

    /// A limit of nobody's that has ended: it is written, and deleted as all of them are.
    async fn write_nothing_much(&self) -> Result<(), Error> {
        let mut write = self.write().await?;
        write.rate_limit(&[0; 32], Timestamp::from_micros(0)).await?;
        write.save().await
    }

    /// A transaction that only reads and sees one state of the database.
    async fn read(&self) -> Result<Tx, Error> {
        Ok(dialect::begin_read(&self.db).await?)
    }
}
