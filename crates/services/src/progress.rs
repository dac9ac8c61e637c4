//! How far long work has come. Whoever does the work says it here; whoever started it may look and show it.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// How far one piece of work has come.
#[derive(Default, Debug)]
pub struct Progress(Mutex<ProgressState>);

/// What is being done, and how much of it is done.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ProgressState {
    /// Such as `writing products`; empty before the work begins.
    pub step: &'static str,
    pub done: u64,
    /// None where it is not known before the end.
    pub total: Option<u64>,
}

impl Progress {
    /// Begins another step.
    pub(crate) fn begin(&self, step: &'static str, total: Option<u64>) {
        self.change(|state| *state = ProgressState { step, done: 0, total });
    }

    /// Says that more of the step is done.
    pub(crate) fn add(&self, done: usize) {
        self.change(|state| state.done += done as u64);
    }

    pub fn state(&self) -> ProgressState {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut ProgressState)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl fmt::Display for ProgressState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, done, total } = self;
        match total {
            Some(total) => write!(f, "{step}: {done} of {total}"),
            None if *done > 0 => write!(f, "{step}: {done}"),
            None => f.write_str(step),
        }
    }
}
