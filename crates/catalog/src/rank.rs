//! Ids in the order of a number. One sort for all of them: in the browser each other one is more to download.

/// A key that sorts by a number, the lowest first, then by id.
pub(crate) fn fewest(number: u32, id: u32) -> u64 {
    u64::from(number) << 32 | u64::from(id)
}

/// A key that sorts by a number, the highest first, then by id.
pub(crate) fn most(number: u32, id: u32) -> u64 {
    fewest(!number, id)
}

/// The ids of the keys that come first, at most `limit` of them.
pub(crate) fn first(keys: impl IntoIterator<Item = u64>, limit: usize) -> Vec<u32> {
    slice(keys, 0, limit)
}

/// The ids of `limit` keys from place `skip` in their order.
pub(crate) fn slice(keys: impl IntoIterator<Item = u64>, skip: usize, limit: usize) -> Vec<u32> {
    sorted(keys.into_iter().collect(), skip, limit)
}

fn sorted(mut keys: Vec<u64>, skip: usize, limit: usize) -> Vec<u32> {
    let end = skip.saturating_add(limit).min(keys.len());
    if end < keys.len() {
        keys.select_nth_unstable(end);
        keys.truncate(end);
    }
    keys.sort_unstable();
    keys.drain(skip.min(end)..).map(|key| key as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_by_their_number_and_then_by_id() {
        let of = |key: fn(u32, u32) -> u64| [(5, 1), (0, 2), (u32::MAX, 0), (5, 0)].map(|(n, id)| key(n, id));
        assert_eq!(slice(of(fewest), 0, 9), [2, 0, 1, 0]);
        assert_eq!(slice(of(most), 1, 2), [0, 1]);
        assert_eq!(first(of(most), 1), [0]);
        assert!(slice(of(most), 4, usize::MAX).is_empty());
        assert!(first([], 3).is_empty());
    }
}
