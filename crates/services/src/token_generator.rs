//! Where unguessable tokens come from: a generator that the server seeds from the system, and tests with a number.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};

/// A cryptographically secure generator (`StdRng` is ChaCha), shared.
pub struct TokenGenerator(Mutex<StdRng>);

impl TokenGenerator {
    /// From 32 bytes that nobody else knows.
    pub fn new(seed: [u8; 32]) -> Self {
        Self(Mutex::new(StdRng::from_seed(seed)))
    }

    /// 128 random bits as 32 hex digits.
    pub fn token(&self) -> String {
        let mut bytes = [0; 16];
        // The generator is valid whatever happened to a thread that held it.
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        hex::encode(bytes)
    }
}
