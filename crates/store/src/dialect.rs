//! Where SQLite and PostgreSQL differ: opening, migrating, beginning transactions. Queries are the same for both.

use std::future::Future;
use std::str::FromStr;
use std::time::Duration;

use sqlx::error::DatabaseError as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteError, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, SqlitePool, Transaction};

use crate::Error;
use crate::batcher::MAX_BATCH;
use crate::postgres::{PgDb, PgTx};

/// One thing of either engine.
#[derive(Clone)]
pub(crate) enum Engine<S, P> {
    Sqlite(S),
    Postgres(P),
}

pub(crate) type Db = Engine<SqlitePool, PgDb>;
pub(crate) type Tx = Engine<Transaction<'static, Sqlite>, PgTx>;

/// Runs one expression on whichever engine it is: `with_engine!(&self.db, |pool| sqlx::query(SQL).execute(pool).await)`,
/// or, in a transaction, `with_engine!(tx, |c| sqlx::query(SQL).execute(&mut **c).await)`.
macro_rules! with_engine {
    ($engine:expr, |$on:ident| $run:expr) => {
        match $engine {
            $crate::dialect::Engine::Sqlite($on) => $run,
            $crate::dialect::Engine::Postgres($on) => $run,
        }
    };
}
pub(crate) use with_engine;

pub(crate) const CONNECTIONS: u32 = 10;
/// How many prepared statements a connection keeps: carts and drafts alone have three for each size of a batch.
pub(crate) const STATEMENTS: usize = 128 + 3 * MAX_BATCH;
/// How long SQLite itself waits for a lock, and a request for a free connection.
pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(5);
/// How many times [`LOCK_TIMEOUT`] a change waits for the writer of another process, such as a large import.
const WRITE_ATTEMPTS: u32 = 24;

pub(crate) async fn open(url: &str) -> Result<Db, Error> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => open_sqlite(url).await.map(Db::Sqlite),
        Some("postgres" | "postgresql") => PgDb::open(url).await.map(Db::Postgres),
        // Not the whole URL: it may hold a password.
        Some(scheme) => Err(Error::Url(format!("`{scheme}:` is something else"))),
        None => Err(Error::Url("it has no scheme".to_owned())),
    }
}

async fn open_sqlite(url: &str) -> Result<SqlitePool, Error> {
    let options = SqliteConnectOptions::from_str(url).map_err(|e| Error::Url(e.to_string()))?;
    let file = options.get_filename();
    if file.as_os_str().is_empty() || url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Url("SQLite needs a file".to_owned()));
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| Error::Folder {
            folder: folder.to_owned(),
            source,
        })?;
    }
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // In WAL mode `NORMAL` loses committed transactions when the power fails: paid orders would be gone.
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(STATEMENTS)
        .busy_timeout(LOCK_TIMEOUT)
        .foreign_keys(true);
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(LOCK_TIMEOUT)
        // SQLite ends a transaction by itself where the disk is full or fails. sqlx then still believes in it: each later
        // BEGIN on that connection would fail, for good.
        .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }));
    pool.connect_with(options).await.map_err(Error::Open)
}

pub(crate) async fn migrate(db: &Db) -> Result<(), sqlx::migrate::MigrateError> {
    match db {
        Engine::Sqlite(pool) => sqlx::migrate!("migrations/sqlite").run(pool).await,
        Engine::Postgres(db) => db.migrate().await,
    }
}

/// A transaction that reads one state of the database: SQLite's WAL gives that by itself.
pub(crate) async fn begin_read(db: &Db) -> Result<Tx, sqlx::Error> {
    Ok(match db {
        Engine::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN").await?),
        Engine::Postgres(db) => Tx::Postgres(db.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
    })
}

/// A transaction that writes. SQLite takes its lock at once: upgrading a reader would fail instead of waiting.
pub(crate) async fn begin_write(db: &Db) -> Result<Tx, sqlx::Error> {
    match db {
        Engine::Postgres(db) => Ok(Tx::Postgres(db.begin("BEGIN").await?)),
        Engine::Sqlite(pool) => Ok(Tx::Sqlite(retry_busy(|| pool.begin_with("BEGIN IMMEDIATE")).await?)),
    }
}

/// Runs what writes, again and again where another process is at it on SQLite.
pub(crate) async fn retry_busy<T, Ran>(run: impl Fn() -> Ran) -> Result<T, sqlx::Error>
where
    Ran: Future<Output = Result<T, sqlx::Error>>,
{
    for _ in 1..WRITE_ATTEMPTS {
        match run().await {
            Err(error) if is_busy(&error) => tracing::debug!("another process is writing to the database"),
            done => return done,
        }
    }
    run().await
}

/// Whether SQLite gave up waiting for another process.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    let error = error.and_then(|error| error.try_downcast_ref::<SqliteError>());
    // SQLITE_BUSY is the low byte of an extended code (https://sqlite.org/rescode.html).
    let code = error.and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn open_sqlite_syncs_each_commit() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let pool = open_sqlite(&url).await.unwrap();
        let number = async |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(&pool).await.unwrap();
        assert_eq!(number("PRAGMA synchronous").await, 2, "FULL");
        assert_eq!(number("PRAGMA foreign_keys").await, 1);
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(mode, "wal");
    }

    /// SQLite rolls back by itself where the disk is full (https://sqlite.org/lang_transaction.html).
    #[tokio::test]
    async fn a_connection_whose_transaction_broke_is_not_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let pool = open_sqlite(&url).await.unwrap();
        for round in 0..2 * CONNECTIONS {
            let mut tx = pool.begin_with("BEGIN IMMEDIATE").await;
            let tx = tx.as_mut().unwrap_or_else(|error| panic!("round {round}: {error}"));
            sqlx::query("ROLLBACK").execute(&mut **tx).await.unwrap();
        }
    }
}
