//! Deadlines and a circuit breaker for PostgreSQL: a database that is gone is known within a second, and what asks it
//! meanwhile fails at once.
//!
//! Nothing is asked while all is well. A statement that nothing has answered for [`PROBE_AFTER`], or a connection that is
//! lost, sends a probe: one new connection, at most one at a time. Where the probe gets no answer, and no other statement
//! was answered meanwhile, the breaker opens: all that wait are told, and what comes fails without waiting, until a
//! probe succeeds.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::watch;

/// How long nothing may be answered before the database is probed.
const PROBE_AFTER: Duration = Duration::from_millis(250);
/// The longest pause between two probes of a database that answers them, but no statement.
const MAX_PROBE_INTERVAL: Duration = Duration::from_secs(4);
/// How long a probe may take. With [`PROBE_AFTER`] it stays under a second.
const PROBE_TIMEOUT: Duration = Duration::from_millis(600);
/// The pause between two probes of a database that is gone.
const PROBE_RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// Watches the statements that one store sends to PostgreSQL.
pub(crate) struct CircuitBreaker {
    options: PgConnectOptions,
    /// Whether the database is gone.
    open: watch::Sender<bool>,
    probing: AtomicBool,
    /// How many statements were answered.
    answered: AtomicU64,
    /// Connections that are older than this are not used again.
    valid_since: Mutex<Option<Instant>>,
}

impl CircuitBreaker {
    pub(crate) fn new(options: PgConnectOptions) -> Arc<Self> {
        Arc::new(Self {
            options,
            open: watch::Sender::new(false),
            probing: AtomicBool::new(false),
            answered: AtomicU64::new(0),
            valid_since: Mutex::new(None),
        })
    }

    /// Runs what asks the database: it fails when `deadline` is over or the database is gone.
    pub(crate) async fn run<T>(
        self: &Arc<Self>,
        deadline: Duration,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, sqlx::Error> {
        let mut open = self.open.subscribe();
        if *open.borrow_and_update() {
            return Err(lost("the database does not answer"));
        }
        let work = pin!(work);
        let result = tokio::select! {
            biased;
            result = work => result,
            _ = open.wait_for(|open| *open) => return Err(lost("the database stopped answering")),
            () = self.probe_until(deadline) => return Err(lost("the database took too long")),
        };
        match &result {
            Err(error) if is_lost(error) => self.probe(),
            // A refusal is an answer too.
            _ => _ = self.answered.fetch_add(1, Ordering::Relaxed),
        }
        result
    }

    /// Ends when the deadline is over; until then it sends probes whenever nothing was answered for a while.
    async fn probe_until(self: &Arc<Self>, deadline: Duration) {
        let patience = async {
            // A database that answers probes is slow and not gone: it is asked less and less often.
            let mut pause = PROBE_AFTER;
            loop {
                let answered = self.answered.load(Ordering::Relaxed);
                tokio::time::sleep(pause).await;
                if self.answered.load(Ordering::Relaxed) == answered {
                    self.probe();
                    pause = (pause * 2).min(MAX_PROBE_INTERVAL);
                }
            }
        };
        tokio::time::timeout(deadline, patience).await.unwrap_or(());
    }

    /// Begins to look whether the database answers, where nobody looks yet.
    fn probe(self: &Arc<Self>) {
        if !self.probing.swap(true, Ordering::AcqRel) {
            // A store that was dropped is not looked after.
            tokio::spawn(probe(Arc::downgrade(self)));
        }
    }

    fn set_open(&self, now: bool) {
        if now {
            // What is connected now is connected to nothing.
            self.invalidate_connections();
        }
        if self.open.send_replace(now) != now {
            match now {
                true => tracing::error!("the database does not answer"),
                false => tracing::info!("the database answers again"),
            }
        }
    }

    /// Lets no connection that exists now be used again.
    pub(crate) fn invalidate_connections(&self) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the age of a connection, which sqlx measures by this clock"
        )]
        let now = Instant::now();
        *self.valid_since.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// Whether a connection of this age was made before the last [`CircuitBreaker::renew`].
    pub(crate) fn is_stale(&self, age: Duration) -> bool {
        let valid_since = *self.valid_since.lock().unwrap_or_else(PoisonError::into_inner);
        valid_since.is_some_and(|valid_since| valid_since.elapsed() < age)
    }

    pub(crate) fn is_open(&self) -> bool {
        *self.open.borrow()
    }
}

async fn probe(guard: Weak<CircuitBreaker>) {
    while let Some(guard) = guard.upgrade() {
        let before = guard.answered.load(Ordering::Relaxed);
        let answers = match tokio::time::timeout(PROBE_TIMEOUT, guard.options.connect()).await {
            Ok(Ok(connection)) => {
                tokio::spawn(tokio::time::timeout(PROBE_TIMEOUT, connection.close()));
                true
            }
            Ok(Err(error)) => !is_lost(&error),
            Err(_) => false,
        };
        if answers || guard.answered.load(Ordering::Relaxed) != before {
            guard.probing.store(false, Ordering::Release);
            guard.set_open(false);
            return;
        }
        guard.set_open(true);
        drop(guard);
        tokio::time::sleep(PROBE_RETRY_INTERVAL).await;
    }
}

/// An error of this module, as sqlx would say it.
pub(crate) fn lost(reason: &'static str) -> sqlx::Error {
    sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, reason))
}

/// Whether the connection or the whole server is lost: what failed so may go well on another connection, or later.
fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::BeginFailed
        | sqlx::Error::WorkerCrashed => true,
        // Shut down by its administrator, crashed, starting (https://www.postgresql.org/docs/current/errcodes-appendix.html).
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| matches!(&*code, "57P01" | "57P02" | "57P03") || code.starts_with("08")),
        _ => false,
    }
}

/// Whether the database cannot be asked now, but may be later: it is gone, full, busy or shut down. Nothing is wrong with
/// what was asked.
pub(crate) fn is_unavailable(error: &sqlx::Error) -> bool {
    let refused = |code: &str| {
        // PostgreSQL: too many connections, no disk or memory left, an I/O error, a lock or a statement that took too long,
        // a standby that takes no changes yet, and changes that stood in each other's way.
        let postgres = code.len() == 5
            && (code.starts_with("53")
                || code.starts_with("58")
                || matches!(code, "57014" | "55P03" | "25006" | "40001" | "40P01"));
        // SQLite: busy, locked, read-only, an I/O error, full, cannot open; the low byte of an extended code
        // (https://sqlite.org/rescode.html).
        let sqlite = code
            .parse::<u32>()
            .is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14));
        postgres || sqlite && code.len() < 5
    };
    match error {
        sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(database) => is_lost(error) || database.code().is_some_and(|code| refused(&code)),
        error => is_lost(error),
    }
}
