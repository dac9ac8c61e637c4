//! What many ask at once, in one statement: it costs about as much as a statement for one.
//!
//! Whoever asks while a statement runs goes into the next one, so nobody waits for company that may not come. The
//! statement runs in a task of its own: a caller that is dropped takes nothing from the others.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::Error;
use crate::dialect::is_busy;

/// The most that one statement carries. Each number of them is a statement of its own to prepare and keep.
pub(crate) const MOST: usize = 64;
/// How many may wait; more wait to be let in.
const WAITING: usize = 1024;

/// Where to ask; ends with its last clone.
pub(crate) struct Together<Ask, Answer>(mpsc::Sender<(Ask, oneshot::Sender<Result<Answer, Error>>)>);

impl<Ask, Answer> Clone for Together<Ask, Answer> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Ask: Clone + Send + 'static, Answer: Send + 'static> Together<Ask, Answer> {
    /// `run` gives an answer for each that is asked, in their order. Where the database refuses what several ask, each
    /// is asked alone: one bad thing fails only whoever asked it. After any other failure nobody knows what was done,
    /// and nothing is done twice.
    pub(crate) fn new<Run, Ran>(run: Run) -> Self
    where
        Run: Fn(Vec<Ask>) -> Ran + Send + Sync + 'static,
        Ran: Future<Output = Result<Vec<Answer>, Error>> + Send,
    {
        let (asks, mut asked) = mpsc::channel::<(Ask, oneshot::Sender<Result<Answer, Error>>)>(WAITING);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MOST);
            while asked.recv_many(&mut batch, MOST).await > 0 {
                let (asks, callers): (Vec<Ask>, Vec<_>) = batch.drain(..).unzip();
                match run(asks.clone()).await {
                    Ok(answers) => {
                        for (caller, answer) in callers.into_iter().zip(answers) {
                            // A caller that is gone wants no answer; so below.
                            caller.send(Ok(answer)).ok();
                        }
                    }
                    Err(error) if callers.len() > 1 && is_refusal(&error) => {
                        for (ask, caller) in asks.into_iter().zip(callers) {
                            let answer = run(vec![ask]).await.map(|mut answers| answers.remove(0));
                            caller.send(answer).ok();
                        }
                    }
                    Err(error) => {
                        let error = Arc::new(error);
                        for caller in callers {
                            caller.send(Err(Error::Together(error.clone()))).ok();
                        }
                    }
                }
            }
        });
        Self(asks)
    }

    /// # Errors
    /// Those of `run`.
    pub(crate) async fn ask(&self, ask: Ask) -> Result<Answer, Error> {
        let (caller, answer) = oneshot::channel();
        // The task ends before its last caller only where it panicked, or its runtime is ending.
        let crashed = |_| Error::Database(sqlx::Error::WorkerCrashed);
        self.0.send((ask, caller)).await.map_err(|_| crashed(()))?;
        answer.await.map_err(|_| crashed(()))?
    }
}

/// Whether the database answered, and did nothing of it.
fn is_refusal(error: &Error) -> bool {
    match error {
        Error::Database(error) => error.as_database_error().is_some() && !is_busy(error),
        _ => false,
    }
}
