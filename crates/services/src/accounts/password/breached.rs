//! Passwords that stand in leaked lists, as a Bloom filter: 197,667 of them in 512 KiB. It knows each of them, and takes
//! one in 20,000 others for one. `scripts/breached-passwords` makes it, and says where the lists come from.

use sha2::{Digest as _, Sha256};

static FILTER: &[u8] = include_bytes!("breached.bin");
/// How many bits of the filter stand for a password.
const PROBES: u64 = 14;

/// Whether a password was leaked, in whatever case. It is in NFC.
pub(super) fn is_breached(password: &str) -> bool {
    let digest: [u8; 32] = Sha256::digest(password.to_lowercase()).into();
    let word = |at: usize| (0..4).fold(0_u64, |word, byte| word | u64::from(digest[at + byte]) << (8 * byte));
    let (first, step) = (word(0), word(4));
    let bits = FILTER.len() as u64 * 8;
    (0..PROBES).all(|probe| {
        let bit = (first + probe * step) % bits;
        FILTER[(bit / 8) as usize] & 1 << (bit % 8) != 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_breached_knows_what_was_leaked_and_little_else() {
        for leaked in [
            "password",
            "Password1",
            "iloveyou1",
            "trustno1",
            "qwertyuiop",
            "1q2w3e4r5t",
            "michael1",
            "dragonball",
            "contortionist",
            "slipknot666",
            "liverpool1",
        ] {
            assert!(is_breached(leaked), "{leaked}");
        }
        let wrong = (0..20_000)
            .filter(|n| is_breached(&format!("nobody leaked {n} of these")))
            .count();
        assert!(wrong < 10, "{wrong} of 20,000 that nobody leaked");
    }

    #[test]
    fn the_filter_holds_more_than_the_common_hundred_thousand() {
        let bits = FILTER.len() as f64 * 8.0;
        let set: u32 = FILTER.iter().map(|byte| byte.count_ones()).sum();
        // How many passwords set so many bits.
        let held = -bits / PROBES as f64 * (1.0 - f64::from(set) / bits).ln();
        assert!((150_000.0..250_000.0).contains(&held), "{held}");
    }
}
