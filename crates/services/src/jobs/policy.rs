//! When a failed attempt is followed by another.

use std::time::Duration;

/// The pause after the first failed attempt; each later one is twice the one before.
const FIRST: Duration = Duration::from_secs(30);
/// No pause is longer.
const LONGEST: Duration = Duration::from_secs(6 * 60 * 60);

/// How hard a kind of job is tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
    /// After so many failed attempts the job is given up and waits for a person: `mintreu jobs --retry`.
    pub attempts: i64,
    /// How long an attempt may take.
    pub timeout: Duration,
    /// How many jobs of the kind one process does at once. They are the kind's own.
    pub slots: usize,
}

impl Default for Policy {
    /// Twenty attempts in about three days.
    fn default() -> Self {
        Self {
            attempts: 20,
            timeout: Duration::from_secs(5 * 60),
            slots: 4,
        }
    }
}

impl Policy {
    /// The pause after attempt number `attempt` (from 1) failed; none where it was the last.
    pub(super) fn pause(&self, attempt: i64) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let doubled = u32::try_from(attempt.max(1) - 1).unwrap_or(u32::MAX);
        let pause = 2_u32.checked_pow(doubled).and_then(|times| FIRST.checked_mul(times));
        Some(pause.unwrap_or(LONGEST).min(LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end() {
        let policy = Policy {
            attempts: 40,
            ..Policy::default()
        };
        let seconds = |attempt| policy.pause(attempt).map(|pause| pause.as_secs());
        assert_eq!(
            (1..=5).map(seconds).collect::<Vec<_>>(),
            [Some(30), Some(60), Some(120), Some(240), Some(480)]
        );
        assert_eq!(
            (seconds(10), seconds(11), seconds(39)),
            (Some(15_360), Some(21_600), Some(21_600))
        );
        assert_eq!((seconds(40), seconds(41), seconds(i64::MAX)), (None, None, None));
        let days = |policy: Policy| {
            let all: Duration = (1..policy.attempts).filter_map(|attempt| policy.pause(attempt)).sum();
            all.as_secs() / (24 * 60 * 60)
        };
        assert_eq!((days(Policy::default()), days(policy)), (2, 7));
    }
}
