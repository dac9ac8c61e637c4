//! How the runner of jobs is: whether it still looks for jobs, and which jobs nobody has begun in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::{Clock, Timestamp};
use store::{OverdueJobs, Store};

use crate::Internal;
use crate::clock::before;

/// A job that waits so long after its time is overdue.
const OVERDUE: Duration = Duration::from_secs(60);
/// A runner that has not looked for jobs for so long is stuck. It looks each second, and a database that is busy may hold
/// it up for a while.
const STUCK: Duration = Duration::from_secs(60);
/// No time yet.
const NEVER: i64 = i64::MIN;

/// When a runner last looked for jobs; clones share it.
#[derive(Clone, Debug)]
pub struct RunnerPulse(Arc<AtomicI64>);

impl Default for RunnerPulse {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(NEVER)))
    }
}

impl RunnerPulse {
    pub(super) fn beat(&self, now: Timestamp) {
        self.0.store(now.as_micros(), Ordering::Relaxed);
    }

    /// Whether a runner has begun to look for jobs and stopped. One that never began is not stuck.
    pub fn is_stuck(&self, now: Timestamp) -> bool {
        let last = self.0.load(Ordering::Relaxed);
        last != NEVER && last < before(now, STUCK).as_micros()
    }
}

/// What operators are told of jobs.
#[derive(Clone, Debug)]
pub struct JobHealth {
    pub stuck: bool,
    pub overdue: Vec<OverdueJobs>,
}

impl JobHealth {
    /// Looks at the runner and at the jobs.
    ///
    /// # Errors
    /// [`Internal`] where the database fails.
    pub async fn look(store: &Store, clock: &dyn Clock, pulse: &RunnerPulse) -> Result<Self, Internal> {
        let now = clock.now();
        Ok(Self {
            stuck: pulse.is_stuck(now),
            overdue: store.overdue_jobs(before(now, OVERDUE)).await?,
        })
    }
}
