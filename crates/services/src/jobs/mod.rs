//! Jobs: what must happen after a commit. Whoever commits writes the job in that commit ([`store::Write::push_job`]);
//! here they are claimed, given to the handler of their kind, and tried again until they succeed or are given up.
//!
//! A job is done at least once: a process may die between the deed and its record. So handlers can be repeated, or
//! carry a name of the job to where the repetition is noticed.

mod attempt;
mod health;
mod policy;
mod slots;

use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Timestamp};
use store::{Job, Store};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::Internal;
use crate::clock::{after, before};

pub use attempt::Failure;
pub use health::{JobHealth, RunnerPulse};
pub use policy::Policy;
use slots::Slots;

/// How often jobs of other processes are looked for, and those whose time has come.
const POLL: Duration = Duration::from_secs(1);
/// How long a job is its process's own unless renewed: so long it waits when the process dies with it.
const LEASE: Duration = Duration::from_secs(60);
/// How long jobs under way may take to end once the runner was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How often done jobs are cleared out, and for how long they are kept.
const CLEAR_EVERY: Duration = Duration::from_secs(60 * 60);
const KEEP_DONE: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// How many jobs a person is shown.
const SHOWN: i64 = 100;

type Attempt = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// What does the jobs of one kind.
struct Kind {
    policy: Policy,
    handler: Arc<dyn Fn(Job) -> Attempt + Send + Sync>,
}

/// Handlers by kind, and the database whose jobs they do.
pub struct Jobs {
    store: Store,
    clock: Arc<dyn Clock>,
    kinds: HashMap<&'static str, Kind>,
    lease: Duration,
    pulse: RunnerPulse,
}

impl Jobs {
    /// Without handlers yet.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            kinds: HashMap::new(),
            lease: LEASE,
            pulse: RunnerPulse::default(),
        }
    }

    /// Gives jobs of this kind to `handler`, under the usual [`Policy`].
    #[must_use]
    pub fn on<F, Fut>(self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        self.on_with(kind, Policy::default(), handler)
    }

    /// As [`Jobs::on`], under a policy of its own.
    #[must_use]
    pub fn on_with<F, Fut>(mut self, kind: &'static str, policy: Policy, handler: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let handler = Arc::new(move |job| Box::pin(handler(job)) as Attempt);
        self.kinds.insert(kind, Kind { policy, handler });
        self
    }

    /// Sets how long a job stays its process's own without being renewed.
    #[must_use]
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// Tells this pulse whenever the runner has looked for jobs.
    #[must_use]
    pub fn pulse(self, pulse: RunnerPulse) -> Self {
        Self { pulse, ..self }
    }

    /// Does jobs as they come until `stop`; then lets those under way end. Each kind has slots of its own, so that one
    /// whose jobs hang delays no other.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let jobs = Arc::new(self);
        let mut stop = pin!(stop);
        let mut slots = Slots::new(jobs.kinds.iter().map(|(kind, of)| (*kind, of.policy.slots)));
        let mut poll = interval(POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut clear = interval(CLEAR_EVERY);
        loop {
            // Not given up midway: what was claimed and not begun would wait for the end of its lease.
            jobs.fill(&mut slots).await;
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = slots.ended() => {}
                () = jobs.store.job_pushed() => {}
                _ = poll.tick() => {}
                _ = clear.tick() => jobs.clear().await,
            }
        }
        if timeout(GRACE, slots.all_ended()).await.is_err() {
            tracing::warn!("stopped with jobs under way: others take them over when their lease is over");
        }
    }

    /// Begins the jobs that are due, as far as their kinds have free slots.
    async fn fill(self: &Arc<Self>, slots: &mut Slots) {
        loop {
            match self.claim(&slots.busy()).await {
                Ok(Some(job)) => {
                    let jobs = self.clone();
                    slots.begin(&job.kind.clone(), async move { jobs.attempt(job).await });
                }
                Ok(None) => return self.pulse.beat(self.clock.now()),
                Err(error) => return tracing::warn!(%error, "cannot look for jobs"),
            }
        }
    }

    /// Does every job that is due, one after the other, and those that come of them; tells how many attempts that was.
    ///
    /// # Errors
    /// [`Internal`] when the database fails. A job that fails is no error.
    pub async fn run_due(&self) -> Result<usize, Internal> {
        let mut attempts = 0;
        while let Some(job) = self.claim(&[]).await? {
            self.attempt(job).await;
            attempts += 1;
        }
        Ok(attempts)
    }

    async fn claim(&self, busy: &[&str]) -> Result<Option<Job>, store::Error> {
        self.store.claim_job(self.clock.now(), self.leased_until(), busy).await
    }

    fn leased_until(&self) -> Timestamp {
        after(self.clock.now(), self.lease)
    }

    async fn clear(&self) {
        match self
            .store
            .delete_finished_jobs(before(self.clock.now(), KEEP_DONE))
            .await
        {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "forgot jobs that were done long ago"),
            Err(error) => tracing::warn!(%error, "cannot forget old jobs"),
        }
    }
}

/// The newest jobs, or the newest of those that were given up.
///
/// # Errors
/// [`Internal`].
pub async fn list(store: &Store, only_failed: bool) -> Result<Vec<Job>, Internal> {
    Ok(if only_failed {
        store.failed_jobs(SHOWN).await?
    } else {
        store.jobs(SHOWN).await?
    })
}

/// Makes a job that was given up, or waits for its next attempt, due at once; tells whether there was such a job.
///
/// # Errors
/// [`Internal`].
pub async fn retry(store: &Store, clock: &dyn Clock, id: i64) -> Result<bool, Internal> {
    Ok(store.retry_job(id, clock.now()).await?)
}
