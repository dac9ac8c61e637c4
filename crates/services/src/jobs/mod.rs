//! Jobs: what must happen after a commit. Whoever commits writes the job in that commit ([`store::Write::push_job`]);
//! here they are claimed, given to the handler of their kind, and tried again until they succeed or are given up.
//!
//! A job is done at least once: a process may die between the deed and its record. So handlers can be repeated, or
//! carry a name of the job to where the repetition is noticed.

mod attempt;
mod policy;

use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Timestamp};
use store::{Job, Store};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::Internal;
use crate::clock::{after, before};

pub use attempt::Failure;
pub use policy::Policy;

/// How many jobs one process does at once.
const AT_ONCE: usize = 8;
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
}

impl Jobs {
    /// Without handlers yet.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            kinds: HashMap::new(),
            lease: LEASE,
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

    /// Does jobs as they come until `stop`; then lets those under way end.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let jobs = Arc::new(self);
        let mut stop = pin!(stop);
        let mut running = JoinSet::new();
        let mut poll = interval(POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut clear = interval(CLEAR_EVERY);
        loop {
            while running.len() < AT_ONCE {
                match jobs.claim().await {
                    Ok(Some(job)) => {
                        let jobs = jobs.clone();
                        running.spawn(async move { jobs.attempt(job).await });
                    }
                    Ok(None) => break,
                    Err(error) => {
                        tracing::warn!(%error, "cannot look for jobs");
                        break;
                    }
                }
            }
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(_) = running.join_next(), if !running.is_empty() => {}
                () = jobs.store.job_pushed() => {}
                _ = poll.tick() => {}
                _ = clear.tick() => jobs.clear().await,
            }
        }
        let ending = async { while running.join_next().await.is_some() {} };
        if timeout(GRACE, ending).await.is_err() {
            tracing::warn!("stopped with jobs under way: others take them over when their lease is over");
        }
    }

    /// Does every job that is due, one after the other, and those that come of them; tells how many attempts that was.
    ///
    /// # Errors
    /// [`Internal`] when the database fails. A job that fails is no error.
    pub async fn run_due(&self) -> Result<usize, Internal> {
        let mut attempts = 0;
        while let Some(job) = self.claim().await? {
            self.attempt(job).await;
            attempts += 1;
        }
        Ok(attempts)
    }

    async fn claim(&self) -> Result<Option<Job>, store::Error> {
        self.store.claim_job(self.clock.now(), self.leased_until()).await
    }

    fn leased_until(&self) -> Timestamp {
        after(self.clock.now(), self.lease)
    }

    async fn clear(&self) {
        match self.store.forget_jobs(before(self.clock.now(), KEEP_DONE)).await {
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
