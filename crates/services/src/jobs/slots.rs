//! How many jobs run at once, by kind.

use std::collections::HashMap;
use std::future::{Future, pending};
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use tokio::task::JoinSet;

/// What runs, and how much of each kind may.
pub(super) struct Slots {
    running: JoinSet<&'static str>,
    /// Of each kind: how many may run, and how many do.
    kinds: HashMap<&'static str, (usize, usize)>,
}

impl Slots {
    pub(super) fn new(kinds: impl Iterator<Item = (&'static str, usize)>) -> Self {
        Self {
            running: JoinSet::new(),
            kinds: kinds.map(|(kind, most)| (kind, (most, 0))).collect(),
        }
    }

    /// The kinds that have no free slot. Jobs of a kind that nobody knows end at once, and need none.
    pub(super) fn busy(&self) -> Vec<&'static str> {
        let full = self.kinds.iter().filter(|(_, (most, running))| running >= most);
        full.map(|(kind, _)| *kind).collect()
    }

    pub(super) fn begin(&mut self, kind: &str, attempt: impl Future<Output = ()> + Send + 'static) {
        let name = self.kinds.get_key_value(kind).map_or("", |(known, _)| *known);
        if let Some((_, running)) = self.kinds.get_mut(name) {
            *running += 1;
        }
        self.running.spawn(async move {
            // A panic must not keep the slot.
            AssertUnwindSafe(attempt).catch_unwind().await.ok();
            name
        });
    }

    /// Waits until one has ended; without end where none runs.
    pub(super) async fn ended(&mut self) {
        match self.running.join_next().await {
            Some(ended) => self.free(ended.unwrap_or_default()),
            None => pending().await,
        }
    }

    pub(super) async fn all_ended(&mut self) {
        while let Some(ended) = self.running.join_next().await {
            self.free(ended.unwrap_or_default());
        }
    }

    fn free(&mut self, kind: &'static str) {
        if let Some((_, running)) = self.kinds.get_mut(kind) {
            *running = running.saturating_sub(1);
        }
    }
}
