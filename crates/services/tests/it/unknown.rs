//! Rows with words that this version does not know, as a newer one may have left them: reading them is an error that
//! names the table, the row and the word; and the database takes no state but those that the program knows.

use domain::order::OrderStatus;
use domain::{Clock as _, DbEnum, DownloadGrantStatus, JobStatus, LicenseStatus, SubscriptionStatus};
use services::SandboxAction;
use services::testing::shop::form;
use services::testing::{TestContext, each_database};
use store::Store;

use crate::orders::shop;

/// A column of states, and the rule that watches over it in PostgreSQL.
const STATES: [(&str, &str, &str); 4] = [
    ("jobs", "state", "jobs_state"),
    ("download_grants", "state", "download_grants_state"),
    ("licenses", "status", "licenses_status"),
    ("subscriptions", "status", "subscriptions_status"),
];

/// An order that was paid, with whatever it brings.
async fn paid_order(context: &TestContext) -> String {
    let shop = shop(context).await;
    let guest = shop
        .guest(&[("night-theme", "pro", 1), ("swift-geocode", "starter", 1)])
        .await;
    let url = guest.place(&form()).await.unwrap();
    shop.act(&url, SandboxAction::Pay).await;
    shop.look(&url).await;
    let order = guest.order().await;
    assert_eq!(order.status, OrderStatus::Paid);
    order.id
}

fn words<T: DbEnum>() -> Vec<&'static str> {
    T::ALL.iter().map(|state| state.as_db_str()).collect()
}

/// What reading a row says, which must name all three.
fn names(error: Option<store::Error>, table: &str, key: &str) {
    let mut said = error.unwrap_or_else(|| panic!("{table}: the row was read")).to_string();
    said.retain(|c| c != '`');
    for part in [table, key, "unheard-of"] {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
}

#[tokio::test]
async fn a_word_that_nobody_knows_is_named() {
    each_database(async |context: TestContext| {
        let id = paid_order(&context).await;
        let store = &context.database.store;
        for (column, was) in [("status", "paid"), ("provider", "sandbox")] {
            set(store, "orders", column, "unheard-of").await;
            names(store.order(&id).await.err(), "orders", &id);
            names(store.order_by_number_or_id(&id).await.err(), "orders", &id);
            set(store, "orders", column, was).await;
        }
        set(store, "payments", "provider", "unheard-of").await;
        names(store.payments_of_order(&id).await.err(), "payments", &id);
        set(store, "payments", "provider", "sandbox").await;

        unwatched(store).await;
        let license = store.licenses_of_order(&id).await.unwrap().remove(0).id;
        set(store, "licenses", "status", "unheard-of").await;
        names(store.licenses_of_order(&id).await.err(), "licenses", &license);
        let job = store.jobs(1).await.unwrap().remove(0).id.to_string();
        set(store, "jobs", "state", "unheard-of").await;
        names(store.jobs(1).await.err(), "jobs", &job);
        let mut write = store.write().await.unwrap();
        let (product, now) = ("night-theme".parse().unwrap(), context.clock.now());
        write.grant_download(&id, &product, now).await.unwrap();
        write.save().await.unwrap();
        let grant = store.grants_of_order(&id).await.unwrap()[0].id.to_string();
        set(store, "download_grants", "state", "unheard-of").await;
        names(store.grants_of_order(&id).await.err(), "download_grants", &grant);
    })
    .await;
}

/// Writes a word into every row of a table, past what watches over it.
async fn set(store: &Store, table: &str, column: &str, word: &str) {
    let sql = format!("UPDATE {table} SET {column} = '{word}'");
    let lenient = format!("PRAGMA ignore_check_constraints = ON; {sql}; PRAGMA ignore_check_constraints = OFF");
    if store.run_sql(&lenient).await.is_err() {
        store.run_sql(&sql).await.unwrap();
    }
}

/// Takes PostgreSQL's rules away; SQLite is told to ignore its own.
async fn unwatched(store: &Store) {
    for (table, _, rule) in STATES {
        // SQLite knows no such statement.
        store
            .run_sql(&format!("ALTER TABLE {table} DROP CONSTRAINT {rule}"))
            .await
            .ok();
    }
}

#[tokio::test]
async fn the_database_takes_every_state_and_no_other() {
    each_database(async |context: TestContext| {
        let id = paid_order(&context).await;
        let store = &context.database.store;
        let grant = format!("INSERT INTO download_grants (order_id, product, created_at) SELECT '{id}', 'a', placed_at FROM orders");
        store.run_sql(&grant).await.unwrap();
        let subscription = format!(
            "INSERT INTO subscriptions (order_id, line, email_key, provider, product, plan, billing, status, period_start, \
             period_end) SELECT '{id}', 7, 'a', 'sandbox', 'a', 'b', 'monthly', 'active', placed_at, placed_at FROM orders"
        );
        store.run_sql(&subscription).await.unwrap();
        let known = [
            words::<JobStatus>(),
            words::<DownloadGrantStatus>(),
            words::<LicenseStatus>(),
            words::<SubscriptionStatus>(),
        ];
        for ((table, column, _), known) in STATES.into_iter().zip(known) {
            for word in known {
                let sql = format!("UPDATE {table} SET {column} = '{word}'");
                store.run_sql(&sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
            for word in ["", "unheard-of", "Active", "open "] {
                let sql = format!("UPDATE {table} SET {column} = '{word}'");
                assert!(store.run_sql(&sql).await.is_err(), "{sql} was taken");
            }
        }
    })
    .await;
}
