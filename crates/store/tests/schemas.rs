//! Both engines have the same schema: tables, columns, what may be absent, keys, indices and checks.

#![expect(clippy::unwrap_used, reason = "tests and their helpers may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row as _, SqliteConnection};
use store::testing::{TestDatabase, each_database};

#[derive(Default, PartialEq, Eq, Debug)]
struct Table {
    columns: BTreeMap<String, Column>,
    primary_key: Vec<String>,
    indices: BTreeSet<Index>,
    foreign_keys: BTreeSet<ForeignKey>,
    checks: BTreeSet<String>,
}

#[derive(PartialEq, Eq, Debug)]
struct Column {
    /// As SQLite has it.
    kind: &'static str,
    is_nullable: bool,
    has_default: bool,
    /// Whether PostgreSQL has it as BOOLEAN, which SQLite says by a check.
    is_boolean: bool,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Index {
    /// None where a constraint made it.
    name: Option<String>,
    is_unique: bool,
    columns: Vec<String>,
    /// Which rows are in it, where not all are.
    predicate: String,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct ForeignKey {
    columns: Vec<String>,
    table: String,
    references: Vec<String>,
    on_delete: String,
}

type Schema = BTreeMap<String, Table>;

#[tokio::test]
async fn schemas_of_both_engines_are_the_same() {
    let schemas: Mutex<Vec<Schema>> = Mutex::default();
    each_database(async |TestDatabase { url, engine, .. }| {
        let schema = match engine {
            "sqlite" => sqlite(&url).await,
            _ => postgres(&url).await,
        };
        schemas.lock().unwrap().push(schema);
    })
    .await;
    let [mut sqlite, mut postgres] = <[Schema; 2]>::try_from(schemas.into_inner().unwrap()).unwrap();
    assert_eq!(
        sqlite.keys().collect::<Vec<_>>(),
        postgres.keys().collect::<Vec<_>>(),
        "tables"
    );
    assert!(sqlite.len() > 20, "{} tables", sqlite.len());
    for (name, postgres) in &mut postgres {
        let sqlite = sqlite.get_mut(name).unwrap();
        for (column, known) in &mut postgres.columns {
            if std::mem::take(&mut known.is_boolean) {
                sqlite.checks.remove(&format!("{column}in0,1"));
            }
        }
        assert_eq!(sqlite, postgres, "{name}: SQLite's is left, PostgreSQL's is right");
    }
}

#[tokio::test]
async fn schemas_keep_rows_of_an_account_with_an_account() {
    each_database(async |TestDatabase { url, engine, .. }| {
        let schema = match engine {
            "sqlite" => sqlite(&url).await,
            _ => postgres(&url).await,
        };
        let mut tables = Vec::new();
        for (name, table) in schema.iter().filter(|(_, table)| table.columns.contains_key("account")) {
            tables.push(name.as_str());
            let key = table.foreign_keys.iter().find(|key| key.columns == ["account"]);
            let key = key.unwrap_or_else(|| panic!("{name} has accounts that may not exist"));
            // What was bought outlives the account; what only lets it in does not.
            let expected = if name == "sessions" { "CASCADE" } else { "SET NULL" };
            assert_eq!(
                (key.table.as_str(), key.on_delete.as_str()),
                ("accounts", expected),
                "{name}"
            );
        }
        assert_eq!(tables, ["licenses", "orders", "sessions", "subscriptions"], "{engine}");
    })
    .await;
}

async fn sqlite(url: &str) -> Schema {
    let mut db = SqliteConnection::connect(url).await.unwrap();
    let tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' \
        AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'";
    let mut schema = Schema::new();
    for row in sqlx::query(tables).fetch_all(&mut db).await.unwrap() {
        let (name, sql): (String, String) = (row.get(0), row.get(1));
        let mut table = Table {
            checks: checks(&sql),
            ..Table::default()
        };
        let mut key = BTreeMap::new();
        for column in pragma(&mut db, "table_info", &name).await {
            let (column, place): (String, i64) = (column.get("name"), column.get("pk"));
            let row = sqlx::query(
                "SELECT type, \"notnull\", dflt_value IS NOT NULL FROM pragma_table_info($1) WHERE name = $2",
            )
            .bind(&name)
            .bind(&column)
            .fetch_one(&mut db)
            .await
            .unwrap();
            let kind: String = row.get(0);
            let known = Column {
                kind: ["INTEGER", "TEXT", "BLOB"]
                    .into_iter()
                    .find(|known| *known == kind)
                    .unwrap(),
                // STRICT tables take no NULL as a primary key.
                is_nullable: row.get::<i64, _>(1) == 0 && place == 0,
                has_default: row.get::<i64, _>(2) != 0,
                is_boolean: false,
            };
            if place > 0 {
                key.insert(place, column.clone());
            }
            table.columns.insert(column, known);
        }
        table.primary_key = key.into_values().collect();
        for index in pragma(&mut db, "index_list", &name).await {
            let (index, origin, is_unique): (String, String, i64) =
                (index.get("name"), index.get("origin"), index.get("unique"));
            if origin == "pk" {
                continue;
            }
            let columns = pragma(&mut db, "index_info", &index).await;
            let sql: Option<String> = sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE name = $1")
                .bind(&index)
                .fetch_one(&mut db)
                .await
                .unwrap();
            let predicate = sql.as_deref().and_then(|sql| sql.split_once(" WHERE "));
            table.indices.insert(Index {
                name: (origin == "c").then_some(index),
                is_unique: is_unique != 0,
                columns: columns.iter().map(|column| column.get("name")).collect(),
                predicate: normal(predicate.map_or("", |(_, predicate)| predicate)),
            });
        }
        let mut keys: BTreeMap<i64, ForeignKey> = BTreeMap::new();
        for part in pragma(&mut db, "foreign_key_list", &name).await {
            let key = keys.entry(part.get("id")).or_insert_with(|| ForeignKey {
                columns: Vec::new(),
                table: part.get("table"),
                references: Vec::new(),
                on_delete: part.get("on_delete"),
            });
            key.columns.push(part.get("from"));
            key.references.push(part.get("to"));
        }
        table.foreign_keys = keys.into_values().collect();
        schema.insert(name, table);
    }
    schema
}

async fn pragma(db: &mut SqliteConnection, pragma: &str, of: &str) -> Vec<sqlx::sqlite::SqliteRow> {
    let sql = AssertSqlSafe(format!("SELECT * FROM pragma_{pragma}($1)"));
    sqlx::query(sql).bind(of).fetch_all(db).await.unwrap()
}

async fn postgres(url: &str) -> Schema {
    const TABLES: &str =
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'";
    const COLUMNS: &str = "SELECT column_name::text, udt_name::text, is_nullable = 'YES', column_default IS NOT NULL \
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1";
    const INDICES: &str = "SELECT c.relname::text, i.indisunique, i.indisprimary, \
        ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnkeyatts::int) n), \
        COALESCE(pg_get_expr(i.indpred, i.indrelid), ''), \
        EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u')) \
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1::regclass";
    const KEYS: &str = "SELECT k.contype::text, k.confdeltype::text, COALESCE(k.confrelid::regclass::text, ''), \
        ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, place) \
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.place), \
        ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, place) \
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.place), \
        pg_get_constraintdef(k.oid) \
        FROM pg_constraint k WHERE k.conrelid = $1::regclass AND k.contype IN ('c', 'f')";
    let mut db = PgConnection::connect(url).await.unwrap();
    let mut schema = Schema::new();
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut db).await.unwrap();
    for name in tables {
        let mut table = Table::default();
        for row in sqlx::query(COLUMNS).bind(&name).fetch_all(&mut db).await.unwrap() {
            let kind: String = row.get(1);
            let column = Column {
                kind: match kind.as_str() {
                    "int8" | "int2" | "timestamptz" | "bool" => "INTEGER",
                    "text" | "jsonb" => "TEXT",
                    "bytea" => "BLOB",
                    other => panic!("{name}: SQLite has no type for {other}"),
                },
                is_nullable: row.get(2),
                has_default: row.get(3),
                is_boolean: kind == "bool",
            };
            table.columns.insert(row.get(0), column);
        }
        for row in sqlx::query(INDICES).bind(&name).fetch_all(&mut db).await.unwrap() {
            let (columns, is_constraint): (Vec<String>, bool) = (row.get(3), row.get(5));
            // `position` is a word of SQL, and quoted.
            let columns: Vec<String> = columns.iter().map(|column| column.replace('"', "")).collect();
            if row.get(2) {
                table.primary_key = columns;
                continue;
            }
            table.indices.insert(Index {
                name: (!is_constraint).then(|| row.get(0)),
                is_unique: row.get(1),
                columns,
                predicate: normal(row.get(4)),
            });
        }
        for row in sqlx::query(KEYS).bind(&name).fetch_all(&mut db).await.unwrap() {
            if row.get::<String, _>(0) == "c" {
                let check: String = row.get(5);
                table.checks.insert(normal(check.strip_prefix("CHECK ").unwrap()));
                continue;
            }
            table.foreign_keys.insert(ForeignKey {
                columns: row.get(3),
                table: row.get(2),
                references: row.get(4),
                on_delete: match row.get::<String, _>(1).as_str() {
                    "a" => "NO ACTION",
                    "c" => "CASCADE",
                    "n" => "SET NULL",
                    "r" => "RESTRICT",
                    other => panic!("{name}: {other}"),
                }
                .to_owned(),
            });
        }
        schema.insert(name, table);
    }
    schema
}

/// The checks of a table, from the statement that made it.
fn checks(sql: &str) -> BTreeSet<String> {
    let code: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap()).collect();
    let code = code.join("\n");
    let mut found = BTreeSet::new();
    for rest in code.split("CHECK (").skip(1) {
        let mut depth = 1;
        let inner: String = rest
            .chars()
            .take_while(|c| {
                depth += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth > 0
            })
            .collect();
        found.insert(normal(&inner));
    }
    found
}

/// A condition as both engines would write it, without brackets and blanks.
fn normal(condition: &str) -> String {
    let mut text = condition
        .to_lowercase()
        .replace("::text", "")
        .replace("= any (array[", "in (");
    while let Some((before, after)) = text.clone().split_once(" between ") {
        let (column, (low, high)) = (
            before.rsplit([' ', '(']).next().unwrap(),
            after.split_once(" and ").unwrap(),
        );
        text = format!("{before} >= {low} and {column} <= {high}");
    }
    text.replace(['(', ')', ']', ' ', '\n'], "")
}

#[test]
fn normal_is_the_same_for_both_engines() {
    for (sqlite, postgres) in [
        ("rating BETWEEN 1 AND 5", "((rating >= 1) AND (rating <= 5))"),
        (
            "state IN ('open', 'revoked')",
            "(state = ANY (ARRAY['open'::text, 'revoked'::text]))",
        ),
        ("verified_at IS NULL", "(verified_at IS NULL)"),
    ] {
        assert_eq!(normal(sqlite), normal(postgres));
    }
    assert_ne!(
        normal("state IN ('open')"),
        normal("(state = ANY (ARRAY['done'::text]))")
    );
}
