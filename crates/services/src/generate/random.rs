//! A random generator whose numbers never change, with versions or machines: SplitMix64
//! (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). Integers only.

pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        // Neighbouring seeds must not give overlapping sequences.
        Self(mix(seed
            .wrapping_mul(0xD134_2543_DE82_EF95)
            .wrapping_add(0x2545_F491_4F6C_DD1D)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// Below `n`, all alike; 0 for 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        // The product's high half: below n, so it fits.
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// Below `n`, small numbers far more often, as with words and brands.
    pub(super) fn skewed(&mut self, n: usize) -> usize {
        let end = self.below(n as u64) + 1;
        usize::try_from(self.below(end)).expect("below n")
    }

    /// Between `min` and `max` different numbers below `n`, skewed.
    pub(super) fn distinct(&mut self, min: u64, max: u64, n: usize) -> impl Iterator<Item = usize> + use<> {
        let count = min + self.below(max - min + 1);
        let mut chosen: Vec<usize> = Vec::new();
        while (chosen.len() as u64) < count {
            let at = self.skewed(n);
            if !chosen.contains(&at) {
                chosen.push(at);
            }
        }
        chosen.into_iter()
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = Random(1_234_567);
        assert_eq!(
            [random.next(), random.next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }
}
