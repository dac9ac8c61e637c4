//! Every statement of this crate is one that both engines take, and none that customers wait for reads a whole table
//! that grows.

#![expect(clippy::unwrap_used, reason = "tests and their helpers may panic")]

mod source;

use sqlx::{AssertSqlSafe, Connection, Executor as _, PgConnection, Row as _, SqlSafeStr as _, SqliteConnection};
use store::testing::{TestDatabase, each_database};

use self::source::{Statement, statements};

/// Tables that have a row for each customer, order or whatever comes of them, or for each product.
const GROWING: &[&str] = &[
    "accounts",
    "carts",
    "checkout_drafts",
    "developers",
    "download_grants",
    "invoices",
    "jobs",
    "licenses",
    "orders",
    "payments",
    "plans",
    "products",
    "provider_events",
    "rate_limits",
    "refunds",
    "releases",
    "reviews",
    "sandbox_payments",
    "sandbox_refunds",
    "sessions",
    "subscriptions",
];

/// Statements that may read a whole table, by how they begin, and why.
const WHOLE: &[(&str, &str)] = &[
    ("SELECT COUNT(*) FROM products", "a change of the whole catalogue"),
    ("SELECT p.slug, p.title", "a change of the whole catalogue"),
    ("DELETE FROM plans", "a change of the whole catalogue"),
    (
        "SELECT COUNT(*) FROM (SELECT 1 FROM products LIMIT 1)",
        "stops at the first",
    ),
    (
        "SELECT slug, CASE WHEN changed_at",
        "the sitemap has all, and is made once a version",
    ),
    ("SELECT number FROM invoices", "lists all of them"),
    (
        "SELECT id, kind, key, payload, state, run_at, attempts, error, created_at FROM jobs ORDER BY",
        "an operator asks, and what was done is deleted after a while",
    ),
    (
        "SELECT id, kind, key, payload, state, run_at, attempts, error, created_at FROM jobs WHERE state = 'failed'",
        "reads an index that has the failed ones alone",
    ),
];

#[test]
fn statements_are_all_found() {
    let statements = statements();
    let of = |file: &str| statements.iter().filter(|statement| statement.file == file).count();
    assert!(statements.len() > 120, "{} statements", statements.len());
    for (file, least) in [
        ("account.rs", 6),
        ("cart.rs", 14),
        ("job.rs", 10),
        ("order.rs", 15),
        ("order/competing.rs", 4),
    ] {
        assert!(of(file) >= least, "{file} has {}", of(file));
    }
}

#[tokio::test]
async fn statements_are_prepared_by_both_engines() {
    each_database(async |TestDatabase { url, engine, .. }| {
        let mut wrong = Vec::new();
        for Statement { file, sql } in statements().into_iter().filter(|statement| is_for(engine, statement)) {
            let text = AssertSqlSafe(sql.clone()).into_sql_str();
            let prepared = match engine {
                "sqlite" => {
                    let mut connection = SqliteConnection::connect(&url).await.unwrap();
                    connection.prepare(text).await.map(drop)
                }
                _ => {
                    let mut connection = PgConnection::connect(&url).await.unwrap();
                    connection.prepare(text).await.map(drop)
                }
            };
            wrong.extend(prepared.err().map(|error| format!("{file}: {error}\n  {sql}")));
        }
        assert!(wrong.is_empty(), "{engine} refuses:\n{}", wrong.join("\n"));
    })
    .await;
}

/// Some statements lock rows or read JSON in the words of one engine.
fn is_for(engine: &str, Statement { sql, .. }: &Statement) -> bool {
    match engine {
        "sqlite" => !sql.contains("FOR UPDATE") && !sql.contains("jsonb_"),
        _ => !sql.contains("json_each"),
    }
}

#[tokio::test]
async fn statements_read_no_growing_table_from_end_to_end() {
    each_database(async |TestDatabase { url, engine, .. }| {
        if engine != "sqlite" {
            // Its plans depend on what the tables hold. Its indices are the same (see `schemas.rs`).
            return;
        }
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let mut wrong = Vec::new();
        let mut used = vec![false; WHOLE.len()];
        for statement in statements().iter().filter(|statement| is_for(engine, statement)) {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sql));
            let plan = sqlx::query(explain).fetch_all(&mut connection).await.unwrap();
            let steps = plan.iter().map(|step| step.get::<String, _>("detail"));
            let scans: Vec<_> = steps.filter(|step| scanned(step, &statement.sql).is_some()).collect();
            if scans.is_empty() {
                continue;
            }
            match WHOLE.iter().position(|(begin, _)| statement.sql.starts_with(begin)) {
                Some(allowed) => used[allowed] = true,
                None => wrong.push(format!("{}: {}\n  {scans:?}", statement.file, statement.sql)),
            }
        }
        assert!(wrong.is_empty(), "these read whole tables:\n{}", wrong.join("\n"));
        for ((begin, _), used) in WHOLE.iter().zip(used) {
            assert!(used, "`{begin}` reads no whole table: it needs no exception");
        }
    })
    .await;
}

/// The growing table that a step of a plan reads whole (https://sqlite.org/eqp.html).
fn scanned(step: &str, sql: &str) -> Option<&'static str> {
    let name = step.strip_prefix("SCAN ")?.split(' ').next()?;
    let table = |name: &str| GROWING.iter().copied().find(|table| *table == name);
    table(name).or_else(|| {
        // `orders o`, or `orders AS part`.
        let words: Vec<&str> = sql.split([' ', ',', '(', ')']).filter(|word| *word != "AS").collect();
        words
            .windows(2)
            .find(|pair| pair[1] == name)
            .and_then(|pair| table(pair[0]))
    })
}

#[test]
fn scanned_knows_tables_by_their_other_names() {
    let sql = "SELECT 1 FROM orders o JOIN carts AS c ON c.token = o.cart";
    assert_eq!(scanned("SCAN o", sql), Some("orders"));
    assert_eq!(scanned("SCAN c USING INDEX carts_changed_at", sql), Some("carts"));
    assert_eq!(scanned("SCAN orders", sql), Some("orders"));
    assert_eq!(scanned("SEARCH o USING INDEX orders_of_cart (cart=?)", sql), None);
    assert_eq!(scanned("SCAN json_each VIRTUAL TABLE INDEX 1:", sql), None);
}
