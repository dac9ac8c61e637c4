//! Deleting what is over, once an hour, by a job: whichever server claims it does it for all.

use std::sync::Arc;

use domain::{Clock, Timestamp};
use serde_json::json;
use store::{NewJob, Store};

use crate::{Accounts, Carts, Internal, Jobs, Orders};

const KIND: &str = "cleanup";
const HOUR_SECONDS: i64 = 3_600;
/// How long it is remembered which events of providers were acted on. They send one again for 30 days at most.
const EVENTS_KEPT_DAYS: i64 = 90;

/// See the module.
#[derive(Clone)]
pub struct Cleanup {
    store: Store,
    clock: Arc<dyn Clock>,
    accounts: Accounts,
    carts: Carts,
    orders: Orders,
}

/// How many rows were deleted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Deleted {
    /// Sessions, counted attempts and accounts that nobody confirmed.
    pub accounts: u64,
    pub carts: u64,
    /// Records of providers' events.
    pub events: u64,
}

impl Cleanup {
    pub fn new(store: Store, clock: Arc<dyn Clock>, accounts: Accounts, carts: Carts, orders: Orders) -> Self {
        Self {
            store,
            clock,
            accounts,
            carts,
            orders,
        }
    }

    /// The handler of the job, which writes the next one.
    pub fn on_jobs(&self, jobs: Jobs) -> Jobs {
        let cleanup = self.clone();
        jobs.on(KIND, move |_| {
            let cleanup = cleanup.clone();
            async move {
                cleanup.schedule(HOUR_SECONDS).await?;
                let deleted = cleanup.run().await?;
                tracing::info!(?deleted, "what was over is deleted");
                Ok(())
            }
        })
    }

    /// Writes the job of the hour that so many seconds lie ahead, unless it is written.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn schedule(&self, ahead_seconds: i64) -> Result<(), Internal> {
        let now = self.clock.now();
        let hour = (now.as_seconds() + ahead_seconds).div_euclid(HOUR_SECONDS);
        let mut write = self.store.write().await?;
        let job = NewJob {
            kind: KIND,
            key: Some(&format!("{KIND}:{hour}")),
            payload: json!({}),
            run_at: Timestamp::from_micros(hour * HOUR_SECONDS * 1_000_000),
        };
        write.push_job(&job, now).await?;
        Ok(write.save().await?)
    }

    /// Deletes what is over, and gives up orders that nobody paid in time.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn run(&self) -> Result<Deleted, Internal> {
        let events_before = self.clock.now().plus_seconds(-EVENTS_KEPT_DAYS * 24 * HOUR_SECONDS);
        let deleted = Deleted {
            accounts: self.accounts.cleanup().await?,
            carts: self.carts.delete_expired().await?,
            events: self.store.delete_events(events_before).await?,
        };
        let given_up = self.orders.give_up_old().await?;
        if given_up > 0 {
            tracing::info!(given_up, "old orders that nobody paid were given up");
        }
        Ok(deleted)
    }
}
