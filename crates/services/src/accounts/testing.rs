//! What tests hold up.

use tokio::sync::OwnedSemaphorePermit;

use super::Accounts;

impl Accounts {
    /// Holds all hashing of passwords up, until what it gives is dropped.
    pub async fn hold_hashing(&self) -> OwnedSemaphorePermit {
        self.passwords.hold().await
    }

    /// How many passwords wait to be hashed.
    pub fn waiting_to_hash(&self) -> usize {
        self.passwords.waiting()
    }
}
