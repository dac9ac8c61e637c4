//! Products that are published later: no snapshot has them before. When the first of them is due, a new one is made.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;
use tokio::sync::Mutex;

use super::{Catalogue, Result};

/// When the next product is published.
pub(super) struct Due {
    micros: AtomicI64,
    /// Held while a snapshot is made because of it.
    publishing: Mutex<()>,
}

impl Due {
    pub(super) fn at(time: Option<Timestamp>) -> Self {
        Self {
            micros: AtomicI64::new(micros(time)),
            publishing: Mutex::default(),
        }
    }

    pub(super) fn set(&self, time: Option<Timestamp>) {
        self.micros.store(micros(time), Ordering::Relaxed);
    }

    fn has_come(&self, now: Timestamp) -> bool {
        now.as_micros() >= self.micros.load(Ordering::Relaxed)
    }
}

/// Never is the last time there is.
fn micros(time: Option<Timestamp>) -> i64 {
    time.map_or(i64::MAX, Timestamp::as_micros)
}

impl Catalogue {
    /// Makes a new snapshot where a product is published by now that the current one lacks; tells whether it did.
    pub(super) async fn publish(&self) -> Result<bool> {
        let (due, clock) = (&self.shared.due, &self.shared.clock);
        if !due.has_come(clock.now()) {
            return Ok(false);
        }
        let _turn = due.publishing.lock().await;
        if !due.has_come(clock.now()) {
            return Ok(true);
        }
        let change = self.shared.store.change_catalogue().await?;
        // Another process may have done it meanwhile, or an import: then theirs is loaded.
        if change.version() == self.current().version + 1 {
            let (version, _) = self.save(change).await?;
            tracing::info!(version, "products were published");
        } else {
            drop(change);
        }
        self.load_newer().await
    }
}
