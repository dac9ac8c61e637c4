//! What many ask at once, in one statement: it costs about as much as a statement for one.
//!
//! Whoever asks while a statement runs goes into the next one, so nobody waits for company that may not come. The
//! statement runs in a task of its own: a caller that is dropped takes nothing from the others. A statement that does not
//! end in time fails for all of its callers, and a task that died or is stuck is replaced.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::Error;
use crate::circuit_breaker::lost;
use crate::dialect::is_busy;

/// The most that one statement carries. Each number of them is a statement of its own to prepare and keep.
pub(crate) const MAX_BATCH: usize = 64;
/// How many may wait; more wait to be let in.
const WAITING: usize = 1024;
/// How long a statement may take.
const STATEMENT: Duration = Duration::from_secs(10);
/// How long its callers wait: for the statement before theirs, and their own. After that the task is stuck.
const ANSWER: Duration = Duration::from_secs(25);

type Asked<Ask, Answer> = (Ask, oneshot::Sender<Result<Answer, Error>>);
type Ran<Answer> = Pin<Box<dyn Future<Output = Result<Vec<Answer>, Error>> + Send>>;
type Run<Ask, Answer> = dyn Fn(Vec<Ask>) -> Ran<Answer> + Send + Sync;

/// Where to ask; ends with its last clone.
pub(crate) struct Batcher<Ask, Answer>(Arc<Shared<Ask, Answer>>);

struct Shared<Ask, Answer> {
    run: Arc<Run<Ask, Answer>>,
    /// The way to the task that works now.
    task: Mutex<mpsc::Sender<Asked<Ask, Answer>>>,
    /// How many batches were answered: a task that answers is slow and not stuck.
    answered: Arc<AtomicU64>,
    statement: Duration,
    answer: Duration,
}

impl<Ask, Answer> Clone for Batcher<Ask, Answer> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Ask: Clone + Send + 'static, Answer: Send + 'static> Batcher<Ask, Answer> {
    /// `run` gives an answer for each that is asked, in their order. Where the database refuses what several ask, each
    /// is asked alone: one bad thing fails only whoever asked it. After any other failure nobody knows what was done,
    /// and nothing is done twice.
    pub(crate) fn new<Work, Running>(run: Work) -> Self
    where
        Work: Fn(Vec<Ask>) -> Running + Send + Sync + 'static,
        Running: Future<Output = Result<Vec<Answer>, Error>> + Send + 'static,
    {
        Self::with_deadlines(run, STATEMENT, ANSWER)
    }

    fn with_deadlines<Work, Running>(run: Work, statement: Duration, answer: Duration) -> Self
    where
        Work: Fn(Vec<Ask>) -> Running + Send + Sync + 'static,
        Running: Future<Output = Result<Vec<Answer>, Error>> + Send + 'static,
    {
        let run: Arc<Run<Ask, Answer>> = Arc::new(move |asks| Box::pin(run(asks)));
        let answered = Arc::default();
        Self(Arc::new(Shared {
            task: Mutex::new(start(run.clone(), statement, &answered)),
            run,
            answered,
            statement,
            answer,
        }))
    }

    /// # Errors
    /// Those of `run`; [`Error::Unavailable`] where it does not end in time.
    pub(crate) async fn submit(&self, ask: Ask) -> Result<Answer, Error> {
        let task = self.0.task.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (caller, answer) = oneshot::channel();
        let before = self.0.answered.load(Ordering::Relaxed);
        let answered = timeout(self.0.answer, async {
            task.send((ask, caller)).await.ok()?;
            answer.await.ok()
        });
        match answered.await {
            Ok(Some(answer)) => answer,
            // Others were answered meanwhile.
            Err(_) if self.0.answered.load(Ordering::Relaxed) != before => Err(lost("too many changes wait").into()),
            // The task panicked or is stuck, or its runtime is ending.
            Ok(None) | Err(_) => {
                self.replace(&task);
                Err(lost("a batch came to no end").into())
            }
        }
    }

    /// Starts another task where `stuck` is still the one that works.
    fn replace(&self, stuck: &mpsc::Sender<Asked<Ask, Answer>>) {
        let mut task = self.0.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.same_channel(stuck) {
            tracing::error!("a batch came to no end: its task is replaced");
            *task = start(self.0.run.clone(), self.0.statement, &self.0.answered);
        }
    }
}

fn start<Ask: Clone + Send + 'static, Answer: Send + 'static>(
    run: Arc<Run<Ask, Answer>>,
    deadline: Duration,
    answered: &Arc<AtomicU64>,
) -> mpsc::Sender<Asked<Ask, Answer>> {
    let (asks, mut asked) = mpsc::channel(WAITING);
    let answered = answered.clone();
    tokio::spawn(async move {
        let mut batch = Vec::with_capacity(MAX_BATCH);
        while asked.recv_many(&mut batch, MAX_BATCH).await > 0 {
            let (asks, callers): (Vec<Ask>, Vec<_>) = batch.drain(..).unzip();
            answer(&*run, deadline, asks, callers).await;
            answered.fetch_add(1, Ordering::Relaxed);
        }
    });
    asks
}

/// Runs one batch and tells its callers. A caller that is gone wants no answer.
async fn answer<Ask: Clone, Answer>(
    run: &Run<Ask, Answer>,
    deadline: Duration,
    asks: Vec<Ask>,
    callers: Vec<oneshot::Sender<Result<Answer, Error>>>,
) {
    let in_time = async |asks| {
        let done = timeout(deadline, run(asks)).await;
        done.unwrap_or_else(|_| Err(lost("a batch took too long").into()))
    };
    match in_time(asks.clone()).await {
        Ok(answers) => {
            for (caller, answer) in callers.into_iter().zip(answers) {
                caller.send(Ok(answer)).ok();
            }
        }
        Err(error) if callers.len() > 1 && is_refusal(&error) => {
            for (ask, caller) in asks.into_iter().zip(callers) {
                let answer = in_time(vec![ask]).await.map(|mut answers| answers.remove(0));
                caller.send(answer).ok();
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for caller in callers {
                caller.send(Err(Error::Batcher(error.clone()))).ok();
            }
        }
    }
}

/// Whether the database answered, and did nothing of it.
fn is_refusal(error: &Error) -> bool {
    match error {
        Error::Database(error) => error.as_database_error().is_some() && !is_busy(error),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// What a batch does: the first as said, the later ones double what they are given.
    fn batcher(first: fn() -> Ran<u32>, statement: u64) -> Batcher<u32, u32> {
        let count = AtomicUsize::new(0);
        let run = move |asks: Vec<u32>| -> Ran<u32> {
            match count.fetch_add(1, Ordering::SeqCst) {
                0 => first(),
                _ => Box::pin(async move { Ok(asks.iter().map(|n| n * 2).collect()) }),
            }
        };
        Batcher::with_deadlines(run, Duration::from_millis(statement), Duration::from_millis(200))
    }

    #[tokio::test]
    async fn batcher_goes_on_after_a_batch_that_hangs() {
        let batcher = batcher(|| Box::pin(std::future::pending()), 20);
        let Err(Error::Batcher(error)) = batcher.submit(1).await else {
            panic!("a batch that hangs fails");
        };
        assert!(matches!(*error, Error::Unavailable(_)), "{error}");
        assert_eq!(batcher.submit(2).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn batcher_replaces_a_task_that_panicked() {
        let batcher = batcher(|| panic!("of the test"), 20);
        assert!(matches!(batcher.submit(1).await, Err(Error::Unavailable(_))));
        assert_eq!(batcher.submit(2).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn batcher_replaces_a_task_that_is_stuck() {
        // Its own deadline never comes: as where the task is blocked.
        let batcher = batcher(|| Box::pin(std::future::pending()), 1_000_000);
        let both = tokio::join!(batcher.submit(1), batcher.submit(1));
        assert!(both.0.is_err() && both.1.is_err());
        assert_eq!(batcher.submit(2).await.unwrap(), 4);
    }
}
