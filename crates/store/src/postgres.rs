//! PostgreSQL's pool and transactions, whose every statement has a deadline (see [`CircuitBreaker`]).

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgQueryResult, PgRow, PgSslMode, PgStatement, PgTypeInfo};
use sqlx::{
    ConnectOptions as _, Connection as _, Describe, Either, Execute, Executor, PgConnection, PgPool, Postgres, SqlStr,
    Transaction,
};

use crate::Error;
use crate::circuit_breaker::{CircuitBreaker, lost};
use crate::dialect::{CONNECTIONS, LOCK_TIMEOUT, STATEMENTS};

/// How long the server works at one statement.
const STATEMENT: Duration = Duration::from_secs(15);
/// How long its answer is waited for: longer, so that the server is the one to say no where it can.
const ANSWER: Duration = Duration::from_secs(18);
/// The same for a change of the whole catalogue, whose statements are long.
const BULK: Duration = Duration::from_secs(5 * 60);
/// How long a connection may take to say that it is there.
const PING: Duration = Duration::from_secs(1);
/// A connection that was used so short a time ago is not asked whether it is there.
const FRESH: Duration = Duration::from_secs(1);
/// How long the pool's connections may take to close.
const CLOSING: Duration = Duration::from_secs(3);

/// PostgreSQL's connections.
#[derive(Clone)]
pub(crate) struct PgDb {
    pool: PgPool,
    guard: Arc<CircuitBreaker>,
    deadline: Duration,
}

/// A transaction. Its connection is one dereference further, as in sqlx's own.
pub(crate) struct PgTx(PgStatements);

/// What runs the statements of a transaction.
pub(crate) struct PgStatements {
    tx: Transaction<'static, Postgres>,
    guard: Arc<CircuitBreaker>,
    deadline: Duration,
}

impl PgDb {
    pub(crate) async fn open(url: &str) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(url).map_err(|e| Error::Url(e.to_string()))?;
        let millis = |time: Duration| time.as_millis().to_string();
        let options = options.statement_cache_capacity(STATEMENTS).options([
            ("statement_timeout", millis(STATEMENT)),
            ("idle_in_transaction_session_timeout", millis(BULK)),
            // The server lets go of the locks of a node that is gone without a word.
            ("tcp_keepalives_idle", "15".to_owned()),
            ("tcp_keepalives_interval", "5".to_owned()),
            ("tcp_keepalives_count", "3".to_owned()),
        ]);
        // The pool would try for as long as its patience lasts, and then say only that it timed out.
        let first = tokio::time::timeout(LOCK_TIMEOUT, PgConnection::connect_with(&options)).await;
        let first = first.unwrap_or_else(|_| Err(lost("the database does not answer")));
        first.map_err(Error::Open)?.close().await.map_err(Error::Open)?;
        let guard = CircuitBreaker::new(options.clone());
        let pool = pool_options(&guard).connect_lazy_with(options);
        Ok(Self {
            pool,
            guard,
            deadline: ANSWER,
        })
    }

    /// A connection of its own, without deadlines: a migration takes as long as it takes.
    pub(crate) async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        let options = (*self.pool.connect_options()).clone();
        let mut connection = options.options([("statement_timeout", "0")]).connect().await?;
        sqlx::migrate!("migrations/postgres")
            .run_direct(None, &mut connection, false)
            .await?;
        Ok(connection.close().await?)
    }

    /// Begins in a task of its own, which ends even where the caller is dropped. sqlx 0.9 counts a transaction only
    /// once BEGIN was answered (`PgTransactionManager::begin`): dropped before that, the connection would go back to
    /// the pool inside a transaction that nobody ends, and take the next plain write with it.
    pub(crate) async fn begin(&self, begin: &'static str) -> Result<PgTx, sqlx::Error> {
        let Self { pool, guard, deadline } = self.clone();
        let begun = tokio::spawn(async move {
            let tx = guard.run(deadline, pool.begin_with(begin)).await?;
            Ok(PgTx(PgStatements { tx, guard, deadline }))
        });
        // The task is never aborted: it fails where it panicked, or its runtime is ending.
        begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// Closes all connections; those that do not answer are left.
    pub(crate) async fn close(&self) {
        if tokio::time::timeout(CLOSING, self.pool.close()).await.is_err() {
            tracing::warn!("the database did not answer while its connections were closed");
        }
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.guard.is_open()
    }
}

/// Whether a URL leads to PostgreSQL over a network, and not by TLS that must be. It is read as it is when it is opened, with
/// `hostaddr` and the variables of the environment that PostgreSQL's own programs know.
pub fn is_plain_network(url: &str, is_this_machine: impl Fn(&str) -> bool) -> bool {
    let Some(options) = url
        .starts_with("postgres")
        .then(|| PgConnectOptions::from_str(url).ok())
        .flatten()
    else {
        return false;
    };
    let local =
        options.get_socket().is_some() || options.get_host().starts_with('/') || is_this_machine(options.get_host());
    let encrypted = matches!(
        options.get_ssl_mode(),
        PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull
    );
    !local && !encrypted
}

/// The pool itself would wait without end for a connection that went silent.
fn pool_options(guard: &Arc<CircuitBreaker>) -> PgPoolOptions {
    let before = guard.clone();
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(LOCK_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(move |connection, meta| {
            let guard = before.clone();
            Box::pin(async move {
                if guard.is_stale(meta.age) {
                    return Ok(false);
                }
                if meta.idle_for < FRESH {
                    return Ok(true);
                }
                let pinged = ping(connection).await;
                if pinged.is_err() {
                    // What made one silent made its neighbours silent too: nobody waits for each of them.
                    guard.invalidate_connections();
                }
                pinged
            })
        })
        .after_release(|connection, _| Box::pin(ping(connection)))
}

async fn ping(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let pinged = tokio::time::timeout(PING, connection.ping()).await;
    pinged.unwrap_or_else(|_| Err(lost("a connection went silent")))?;
    Ok(true)
}

impl PgTx {
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        let PgStatements { tx, guard, deadline } = self.0;
        guard.run(deadline, tx.commit()).await
    }

    /// Gives each statement the time that a change of the whole catalogue takes, on the server too.
    pub(crate) async fn allow_bulk(&mut self) -> Result<(), sqlx::Error> {
        let sql = format!("SET LOCAL statement_timeout = {}", BULK.as_millis());
        // Made of a number.
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut **self).await?;
        self.0.deadline = BULK;
        Ok(())
    }
}

impl Deref for PgTx {
    type Target = PgStatements;

    fn deref(&self) -> &PgStatements {
        &self.0
    }
}

impl DerefMut for PgTx {
    fn deref_mut(&mut self) -> &mut PgStatements {
        &mut self.0
    }
}

impl fmt::Debug for PgStatements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PgStatements")
    }
}

impl fmt::Debug for PgDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PgDb")
    }
}

/// Runs statements as `$inner` does, each within its deadline.
macro_rules! guarded_executor {
    ($of:ty, |$this:ident| $inner:expr) => {
        impl<'c> Executor<'c> for $of {
            type Database = Postgres;

            fn execute<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<PgQueryResult, sqlx::Error>>
            where
                'c: 'e,
                E: 'q + Execute<'q, Postgres>,
            {
                let $this = self;
                let (guard, deadline) = ($this.guard.clone(), $this.deadline);
                Box::pin(async move { guard.run(deadline, ($inner).execute(query)).await })
            }

            fn fetch_all<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Vec<PgRow>, sqlx::Error>>
            where
                'c: 'e,
                E: 'q + Execute<'q, Postgres>,
            {
                let $this = self;
                let (guard, deadline) = ($this.guard.clone(), $this.deadline);
                Box::pin(async move { guard.run(deadline, ($inner).fetch_all(query)).await })
            }

            fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
            where
                'c: 'e,
                E: 'q + Execute<'q, Postgres>,
            {
                let $this = self;
                let (guard, deadline) = ($this.guard.clone(), $this.deadline);
                Box::pin(async move { guard.run(deadline, ($inner).fetch_optional(query)).await })
            }

            fn fetch_many<'e, 'q: 'e, E>(
                self,
                query: E,
            ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>
            where
                'c: 'e,
                E: 'q + Execute<'q, Postgres>,
            {
                let $this = self;
                let (guard, deadline) = ($this.guard.clone(), $this.deadline);
                guarded(guard, deadline, ($inner).fetch_many(query))
            }

            fn prepare_with<'e>(
                self,
                sql: SqlStr,
                parameters: &'e [PgTypeInfo],
            ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
            where
                'c: 'e,
            {
                let $this = self;
                let (guard, deadline) = ($this.guard.clone(), $this.deadline);
                Box::pin(async move { guard.run(deadline, ($inner).prepare_with(sql, parameters)).await })
            }

            fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, sqlx::Error>>
            where
                'c: 'e,
            {
                let $this = self;
                let (guard, deadline) = ($this.guard.clone(), $this.deadline);
                Box::pin(async move { guard.run(deadline, ($inner).describe(sql)).await })
            }
        }
    };
}

guarded_executor!(&'c PgDb, |db| &db.pool);
guarded_executor!(&'c mut PgStatements, |this| &mut *this.tx);

/// A stream of which each item must come within the deadline.
fn guarded<'e, T: Send + 'e>(
    guard: Arc<CircuitBreaker>,
    deadline: Duration,
    items: BoxStream<'e, Result<T, sqlx::Error>>,
) -> BoxStream<'e, Result<T, sqlx::Error>> {
    let next = move |items: Option<BoxStream<'e, Result<T, sqlx::Error>>>| {
        let guard = guard.clone();
        async move {
            let mut items = items?;
            let item = guard.run(deadline, async { items.next().await.transpose() }).await;
            match item.transpose()? {
                Ok(item) => Some((Ok(item), Some(items))),
                Err(error) => Some((Err(error), None)),
            }
        }
    };
    stream::unfold(Some(items), next).boxed()
}

#[cfg(test)]
mod tests {
    use super::is_plain_network;

    #[test]
    fn databases_on_a_network_need_tls() {
        let here = |host: &str| ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&host);
        for (url, plain) in [
            ("sqlite://var/mintreu.db", false),
            ("postgres://u:p@db.example/shop", true),
            ("postgres://u:p@db.example:5432/shop?sslmode=prefer", true),
            (
                "postgres://u:p@10.0.0.1/shop?sslmode=disable&sslmode=verify-full",
                false,
            ),
            ("postgres://u:p@10.0.0.1/shop?sslmode=require&ssl-mode=disable", true),
            ("postgresql://u@db.example/shop?sslmode=require", false),
            ("postgres://u:p@localhost:5432/shop", false),
            ("postgres://u:p@127.0.0.1/shop", false),
            ("postgres://u:p@[::1]:5432/shop", false),
            ("postgres://u:p@[2001:db8::1]/shop", true),
            ("postgres:///shop?host=/run/postgresql", false),
            ("postgres://localhost/shop?host=db.example", true),
            ("postgres://localhost/shop?%68ost=db.example", true),
            ("postgres://localhost/shop?hostaddr=10.0.0.5", true),
            ("postgres://localhost.evil.example/shop", true),
        ] {
            assert_eq!(is_plain_network(url, here), plain, "{url}");
        }
    }
}
