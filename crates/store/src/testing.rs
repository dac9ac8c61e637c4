//! Fresh databases for tests: every test runs on SQLite and on PostgreSQL.

mod relay;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

pub use relay::{Line, Relay};

use crate::Store;
use crate::dialect::with_engine;

/// A migrated, empty database of one test.
pub struct TestDatabase {
    pub store: Store,
    /// Opens it a second time, as another process would.
    pub url: String,
    /// `sqlite` or `postgres`, for messages.
    pub engine: &'static str,
    _folder: Option<TempDir>,
}

/// Runs a test on SQLite, then on PostgreSQL, each time with a fresh database.
///
/// # Panics
/// Where `TEST_POSTGRES_URL`, the URL of a database whose user may create others, is missing: a test that did not
/// run on both databases did not pass.
pub async fn each_database<Test: AsyncFn(TestDatabase)>(test: Test) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    eprintln!("on SQLite");
    test(TestDatabase::open(url, "sqlite", Some(folder)).await).await;

    let (admin, url) = create_postgres().await;
    eprintln!("on PostgreSQL");
    test(TestDatabase::open(url.clone(), "postgres", None).await).await;
    drop_postgres(&admin, &url).await;
}

/// Runs a test against PostgreSQL alone, through a relay that can fail.
///
/// # Panics
/// As [`each_database`].
pub async fn behind_relay<Test: AsyncFn(TestDatabase, Relay)>(test: Test) {
    let (admin, url) = create_postgres().await;
    let relay = Relay::to(&url).await;
    let database = TestDatabase::open(relay.url(&url), "postgres", None).await;
    test(database, relay).await;
    drop_postgres(&admin, &url).await;
}

impl TestDatabase {
    async fn open(url: String, engine: &'static str, folder: Option<TempDir>) -> Self {
        let store = Store::open(&url).await.expect("the test's database opens");
        store.migrate().await.expect("the test's database migrates");
        Self {
            store,
            url,
            engine,
            _folder: folder,
        }
    }
}

/// Polls work so many times at most and then drops it, as a crash or a closed connection does: what it has not committed
/// never was.
pub async fn dropped_at(polls: u32, work: impl Future) {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        work.as_mut().poll(cx).map(drop)
    })
    .await;
}

/// The administrator's URL, and that of a new empty database.
async fn create_postgres() -> (String, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let admin = std::env::var("TEST_POSTGRES_URL").expect(
        "TEST_POSTGRES_URL is not set: tests need PostgreSQL. Run them by `make test`, \
         or by `scripts/with-postgres cargo test …`, which start one",
    );
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    administer(&admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    administer(&admin, format!("CREATE DATABASE {name}")).await;
    let (server, _) = admin
        .rsplit_once('/')
        .expect("TEST_POSTGRES_URL ends with the name of a database");
    (admin.clone(), format!("{server}/{name}"))
}

async fn drop_postgres(admin: &str, url: &str) {
    let (_, name) = url.rsplit_once('/').expect("made with a name");
    administer(admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}

async fn administer(admin: &str, sql: String) {
    let mut connection = PgConnection::connect(admin)
        .await
        .expect("the PostgreSQL of TEST_POSTGRES_URL answers");
    // Made of a process id and a counter.
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("the test's user may create databases");
}

impl Store {
    /// The versions of which a snapshot is kept.
    pub async fn snapshot_versions(&self) -> Vec<i64> {
        const SQL: &str = "SELECT version FROM catalog_snapshots ORDER BY version";
        with_engine!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_all(pool).await)
            .expect("the test's database answers")
    }
}

impl Store {
    /// All orders that were made of a cart, the newest last.
    pub async fn orders_of_cart(&self, cart: &[u8; 32]) -> Vec<domain::order::Order> {
        const SQL: &str = "SELECT id FROM orders WHERE cart = $1 ORDER BY placed_at, checkout, position";
        let ids: Vec<String> = with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(&cart[..])
            .fetch_all(pool)
            .await)
        .expect("the test's database answers");
        let mut orders = Vec::new();
        for id in ids {
            let stored = self.order(&id).await.expect("the test's database answers");
            orders.push(stored.expect("it was just listed").order);
        }
        orders
    }
}

impl Store {
    /// Runs statements as they are, on one connection; tells why the database refused them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn run_sql(&self, sql: &str) -> Result<(), String> {
        let sql = AssertSqlSafe(sql.to_owned());
        let done = with_engine!(&self.db, |pool| sqlx::raw_sql(sql).execute(pool).await.map(drop));
        done.map_err(|error| error.to_string())
    }
}
