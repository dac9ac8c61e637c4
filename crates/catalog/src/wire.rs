//! Bytes of a snapshot: sections of varints (LEB128) and text, written once and read with every length checked.

use crate::SnapshotError;

/// Appends an unsigned LEB128 varint.
pub(crate) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Maps small negative numbers to small unsigned ones.
pub(crate) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The inverse of [`zigzag`].
pub(crate) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// A cursor over a section.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Where the cursor stands.
    pub fn position(&self) -> usize {
        self.at
    }

    pub fn take(&mut self, len: usize) -> Result<&'a [u8], SnapshotError> {
        let end = self
            .at
            .checked_add(len)
            .filter(|&end| end <= self.bytes.len())
            .ok_or(SnapshotError::Truncated)?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    #[inline]
    pub fn varint(&mut self) -> Result<u64, SnapshotError> {
        // Most numbers are a byte, and a browser reads hundreds of thousands of them before its first answer.
        match self.bytes.get(self.at) {
            Some(&byte) if byte < 0x80 => {
                self.at += 1;
                Ok(u64::from(byte))
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Result<u64, SnapshotError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or(SnapshotError::Truncated)?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(SnapshotError::Corrupt("varint"))
    }

    pub fn u32(&mut self) -> Result<u32, SnapshotError> {
        u32::try_from(self.varint()?).map_err(|_| SnapshotError::Corrupt("number"))
    }

    /// `len` varints below `limit`.
    pub fn column<T>(&mut self, len: usize, limit: u64, make: impl Fn(u64) -> T) -> Result<Vec<T>, SnapshotError> {
        // Every number takes a byte or more: a length that the bytes cannot hold is refused before it is allocated.
        if len > self.bytes.len() - self.at {
            return Err(SnapshotError::Truncated);
        }
        let mut column = Vec::with_capacity(len);
        for _ in 0..len {
            let value = self.varint()?;
            if value >= limit {
                return Err(SnapshotError::Corrupt("column"));
            }
            column.push(make(value));
        }
        Ok(column)
    }

    /// Nothing may be left.
    pub fn end(self) -> Result<(), SnapshotError> {
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            Err(SnapshotError::Corrupt("section length"))
        }
    }
}

/// Running sums of lengths: where each of `lengths.len()` pieces begins, and the end of the last.
pub(crate) fn offsets(lengths: &[u32]) -> Result<Vec<u32>, SnapshotError> {
    let mut offsets = Vec::with_capacity(lengths.len() + 1);
    let mut at = 0u32;
    offsets.push(at);
    for &length in lengths {
        at = at.checked_add(length).ok_or(SnapshotError::Corrupt("length"))?;
        offsets.push(at);
    }
    Ok(offsets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_nonsense_is_refused() {
        for value in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut out = Vec::new();
            put(&mut out, value);
            assert_eq!(Reader::new(&out).varint(), Ok(value));
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
        assert!(Reader::new(&[0x80]).varint().is_err());
        assert!(Reader::new(&[0xff; 20]).varint().is_err());
        assert!(Reader::new(&[1]).column(usize::MAX, 9, |v| v).is_err());
    }
}
