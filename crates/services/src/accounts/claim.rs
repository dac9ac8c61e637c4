//! What accounts leave for orders to do.

use domain::Timestamp;
use serde_json::json;
use store::{NewJob, Write};

/// Leaves word that an account's mailbox is its owner's: orders that were placed with the address become theirs.
pub(super) async fn claim_orders(write: &mut Write, account: i64, now: Timestamp) -> Result<(), store::Error> {
    let job = NewJob {
        kind: "claim_orders",
        key: None,
        payload: json!({"account": account}),
        run_at: now,
    };
    write.push_job(&job, now).await.map(drop)
}
