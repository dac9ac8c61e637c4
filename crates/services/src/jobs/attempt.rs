//! One attempt at a job: bounded in time, guarded against its panics, its lease renewed while it lasts.

use std::error::Error;
use std::time::Duration;

use domain::Timestamp;
use store::Job;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{interval_at, timeout};
use tracing::Instrument as _;

use super::{Jobs, Kind};
use crate::clock::after;

/// No error of a job is kept longer, in bytes.
const MAX_ERROR: usize = 2_000;

/// Why an attempt failed, in words for those who run the marketplace.
///
/// Every error becomes one by `?`, with what caused it, and means: try again later.
#[derive(Debug)]
pub struct Failure {
    reason: String,
    hopeless: bool,
}

impl Failure {
    /// Something that may go well the next time.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            hopeless: false,
        }
    }

    /// Something that no repetition mends: the job is given up at once.
    pub fn hopeless(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            hopeless: true,
        }
    }
}

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let line = error.to_string();
            if !reason.contains(&line) {
                reason.push_str(": ");
                reason.push_str(&line);
            }
            cause = error.source();
        }
        Self::new(reason)
    }
}

/// How an attempt ended.
enum End {
    Done,
    Failed(Failure),
    /// The lease ran out, and the job is another's.
    Lost,
}

impl Jobs {
    /// Tries a claimed job once and records how it ended. What cannot be recorded is tried again after the lease.
    pub(super) async fn attempt(&self, job: Job) {
        let recorded = match self.kinds.get(job.kind.as_str()) {
            // It was begun and never ended: it may be what its processes die of.
            Some(kind) if job.attempts > kind.policy.attempts => {
                let reason = "begun too often without an end".to_owned();
                self.failed(&job, reason, None).await
            }
            Some(kind) => match self.tried(kind, &job).await {
                End::Done => self.store.finish_job(&job, self.clock.now()).await,
                End::Failed(failure) => {
                    let pause = kind.policy.pause(job.attempts).filter(|_| !failure.hopeless);
                    self.failed(&job, failure.reason, pause).await
                }
                End::Lost => Ok(false),
            },
            // Another version of this program may know it.
            None => {
                let reason = format!("nothing here does jobs of the kind `{}`", job.kind);
                let pause = super::Policy::default().pause(job.attempts);
                self.failed(&job, reason, pause).await
            }
        };
        match recorded {
            Ok(true) => {}
            Ok(false) => tracing::warn!(job = job.id, kind = job.kind, "another took over the job meanwhile"),
            Err(error) => tracing::error!(job = job.id, kind = job.kind, %error, "cannot record how a job ended"),
        }
    }

    async fn failed(&self, job: &Job, reason: String, pause: Option<Duration>) -> Result<bool, store::Error> {
        let reason = reason.get(..reason.floor_char_boundary(MAX_ERROR)).unwrap_or_default();
        // A database takes no zero byte in a text.
        let reason = reason.replace('\0', " ");
        let again: Option<Timestamp> = pause.map(|pause| after(self.clock.now(), pause));
        let (job_id, kind, attempt) = (job.id, job.kind.as_str(), job.attempts);
        match again {
            Some(again) => tracing::warn!(job = job_id, kind, attempt, reason, %again, "a job failed"),
            None => tracing::error!(job = job_id, kind, attempt, reason, "a job was given up"),
        }
        self.store.fail_job(job, &reason, again).await
    }

    async fn tried(&self, kind: &Kind, job: &Job) -> End {
        // Dropped, it ends what it runs.
        let mut handler = JoinSet::new();
        let (begin, of) = (kind.handler.clone(), job.clone());
        let span = tracing::info_span!("job", id = job.id, kind = job.kind);
        handler.spawn(async move { begin(of).await }.instrument(span));
        let every = self.lease / 3;
        #[expect(clippy::disallowed_methods, reason = "a pause, not a time that is kept")]
        let first = tokio::time::Instant::now() + every;
        let mut renewal = interval_at(first, every);
        let ended = async {
            loop {
                tokio::select! {
                    Some(joined) = handler.join_next() => return end(joined),
                    _ = renewal.tick() => match self.store.renew_job(job, self.leased_until()).await {
                        Ok(true) => {}
                        Ok(false) => return End::Lost,
                        Err(error) => tracing::warn!(job = job.id, %error, "cannot renew the lease of a job"),
                    },
                }
            }
        };
        match timeout(kind.policy.timeout, ended).await {
            Ok(end) => end,
            Err(_) => End::Failed(Failure::new(format!(
                "it took longer than {} seconds",
                kind.policy.timeout.as_secs_f32()
            ))),
        }
    }
}

fn end(joined: Result<Result<(), Failure>, JoinError>) -> End {
    match joined {
        Ok(Ok(())) => End::Done,
        Ok(Err(failure)) => End::Failed(failure),
        Err(error) => {
            let panic = error.try_into_panic().ok();
            let said = panic.as_deref().and_then(|panic| {
                let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
                text.or_else(|| panic.downcast_ref::<String>().cloned())
            });
            End::Failed(Failure::new(format!("it panicked: {}", said.unwrap_or_default())))
        }
    }
}
