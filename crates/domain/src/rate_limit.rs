//! Sliding windows: at most so many hits in any stretch of time of one length.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A window is cut into so many slices; hits of one slice are kept together, as if all came with the last of them.
const SLICES: i64 = 60;

/// What was done lately: times in microseconds and how often, the oldest first.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Hits(Vec<(i64, u32)>);

impl Hits {
    /// Drops what lies a window back, and tells whether one more hit is within `most`; else when it will be.
    ///
    /// # Errors
    /// The time from which on one more is admitted.
    pub fn check(&mut self, now: Timestamp, window_micros: i64, most: u32) -> Result<(), Timestamp> {
        let now = now.as_micros();
        // A clock that was set back leaves no hit that counts for longer than a window.
        self.0
            .retain(|(at, _)| *at > now - window_micros && *at <= now + window_micros);
        let mut counted = self.count();
        if counted < u64::from(most) {
            return Ok(());
        }
        for (at, times) in &self.0 {
            counted = counted.saturating_sub(u64::from(*times));
            if counted < u64::from(most) {
                return Err(Timestamp::from_micros(at.saturating_add(window_micros)));
            }
        }
        // Nothing is ever admitted.
        Err(Timestamp::from_micros(now.saturating_add(window_micros)))
    }

    /// Counts a hit.
    pub fn add(&mut self, now: Timestamp, window_micros: i64) {
        let now = now.as_micros();
        let slice = (window_micros / SLICES).max(1);
        match self.0.last_mut() {
            Some((at, times)) if at.div_euclid(slice) == now.div_euclid(slice) => {
                *at = now.max(*at);
                *times = times.saturating_add(1);
            }
            _ => self.0.push((now, 1)),
        }
    }

    /// Takes the newest hit back.
    pub fn take_back(&mut self) {
        if let Some((_, times)) = self.0.last_mut() {
            *times -= 1;
            if *times == 0 {
                self.0.pop();
            }
        }
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|(_, times)| u64::from(*times)).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WINDOW: i64 = 60_000;

    /// Which of the hits at these times are admitted.
    fn admitted(times: &[i64], most: u32) -> Vec<i64> {
        let mut hits = Hits::default();
        let admit = |at: &&i64| {
            let now = Timestamp::from_micros(**at);
            let admitted = hits.check(now, WINDOW, most).is_ok();
            if admitted {
                hits.add(now, WINDOW);
            }
            assert!(hits.0.len() <= SLICES as usize + 2, "{hits:?}");
            admitted
        };
        times.iter().filter(admit).copied().collect()
    }

    proptest! {
        #[test]
        fn hits_are_at_most_so_many_in_any_window(
            mut times in proptest::collection::vec(0_i64..10 * WINDOW, 1..300), most in 1_u32..20,
        ) {
            times.sort_unstable();
            let admitted = admitted(&times, most);
            for (n, at) in admitted.iter().enumerate() {
                let within = admitted[n..].iter().take_while(|later| **later < at + WINDOW).count();
                prop_assert!(within <= most as usize, "{within} from {at} on");
            }
            // Nobody is refused who did less than that in a window and a slice.
            for at in &times {
                let before = |long: i64| admitted.iter().filter(|hit| **hit <= *at && **hit > at - long).count();
                let was_admitted = admitted.contains(at);
                prop_assert!(was_admitted || before(WINDOW + WINDOW / SLICES) >= most as usize);
            }
        }

        #[test]
        fn check_tells_when_the_next_is_admitted(
            mut times in proptest::collection::vec(0_i64..2 * WINDOW, 1..100), most in 1_u32..20,
        ) {
            times.sort_unstable();
            let mut hits = Hits::default();
            for at in times {
                let now = Timestamp::from_micros(at);
                if let Err(next) = hits.check(now, WINDOW, most) {
                    prop_assert!(next > now);
                    let just_before = Timestamp::from_micros(next.as_micros() - 1);
                    prop_assert!(hits.clone().check(just_before, WINDOW, most).is_err());
                    prop_assert!(hits.clone().check(next, WINDOW, most).is_ok());
                } else {
                    hits.add(now, WINDOW);
                }
            }
        }
    }

    #[test]
    fn take_back_makes_room_again() {
        let (mut hits, now) = (Hits::default(), Timestamp::from_micros(5));
        hits.add(now, WINDOW);
        assert!(hits.check(now, WINDOW, 1).is_err());
        hits.take_back();
        assert!(hits.check(now, WINDOW, 1).is_ok());
        hits.take_back();
        assert_eq!(hits, Hits::default());
    }
}
