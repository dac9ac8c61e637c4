//! Finding a product by its slug.

use super::Snapshot;

impl Snapshot {
    /// A product's id by its slug.
    pub fn find(&self, slug: &str) -> Option<u32> {
        let slugs = self.slugs.get_or_init(|| self.slug_table());
        let mask = slugs.len() - 1;
        let mut slot = hash(slug) & mask;
        while slugs[slot] != u32::MAX {
            if self.slug(slugs[slot]) == slug {
                return Some(slugs[slot]);
            }
            slot = (slot + 1) & mask;
        }
        None
    }

    pub(super) fn slug_table(&self) -> Vec<u32> {
        let mut slugs = vec![u32::MAX; (self.len() * 2).next_power_of_two().max(2)];
        let mask = slugs.len() - 1;
        for id in 0..self.len() as u32 {
            let mut slot = hash(self.slug(id)) & mask;
            while slugs[slot] != u32::MAX {
                slot = (slot + 1) & mask;
            }
            slugs[slot] = id;
        }
        slugs
    }
}

/// FNV-1a.
fn hash(s: &str) -> usize {
    let hash = s.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as usize
}
