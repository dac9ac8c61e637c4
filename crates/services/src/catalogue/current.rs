//! A snapshot in use: the engine's bytes, their name, and their compressed form for browsers.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use catalog::{Snapshot, SnapshotError};
use domain::{Currency, Timestamp};
use sha2::{Digest, Sha256};
use store::StoredSnapshot;

/// One version of the catalogue. It never changes.
pub struct Current {
    pub snapshot: Snapshot,
    /// Grows with every change; 0 is a catalogue that never had anything.
    pub version: i64,
    /// The first 32 hex digits of the SHA-256 of the snapshot's bytes.
    pub hash: String,
    /// When the catalogue changed to this; 1970 where it never had anything.
    pub changed_at: Timestamp,
    compressed: OnceLock<Bytes>,
    /// When each product changed, by slug; read when it is first asked for.
    pub(super) changes: OnceLock<Arc<HashMap<String, Timestamp>>>,
}

impl Current {
    /// A catalogue without products.
    pub(super) fn empty(currency: Currency) -> Self {
        let bytes = catalog::build(currency, &[]);
        let (hash, epoch) = (hash(&bytes), Timestamp::from_micros(0));
        let snapshot = Snapshot::from_bytes(bytes).expect("what was just built reads back");
        Self {
            snapshot,
            version: 0,
            hash,
            changed_at: epoch,
            compressed: OnceLock::new(),
            changes: OnceLock::new(),
        }
    }

    /// Checks the bytes of a snapshot; takes a while for a large one.
    pub(super) fn read(stored: StoredSnapshot) -> Result<Self, SnapshotError> {
        let StoredSnapshot {
            version,
            hash,
            created_at,
            bytes,
        } = stored;
        let snapshot = Snapshot::from_bytes(bytes)?;
        snapshot.prepare();
        Ok(Self {
            snapshot,
            version,
            hash,
            changed_at: created_at,
            compressed: OnceLock::new(),
            changes: OnceLock::new(),
        })
    }

    /// The snapshot's bytes in brotli, computed at the first call. That takes up to seconds: call it where blocking
    /// is allowed.
    pub fn compressed(&self) -> Bytes {
        self.compressed.get_or_init(|| brotli(self.snapshot.as_bytes())).clone()
    }
}

/// The name of a snapshot in URLs.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..16])
}

fn brotli(bytes: &[u8]) -> Bytes {
    // Quality 11 takes ten times as long for a few percent.
    let params = brotli::enc::BrotliEncoderParams {
        quality: 9,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::with_capacity(bytes.len() / 3);
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params).expect("memory takes every write");
    compressed.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_compressed_form_reads_back() {
        let current = Current::empty(Currency::USD);
        let mut bytes = Vec::new();
        brotli::Decompressor::new(&*current.compressed(), 4_096)
            .read_to_end(&mut bytes)
            .unwrap();
        assert_eq!(bytes, current.snapshot.as_bytes());
        assert_eq!(hash(b""), "e3b0c44298fc1c149afbf4c8996fb924");
    }
}
