//! Whose cart it is, and the key under which it is stored.

use sha2::{Digest as _, Sha256};

/// Whoever a cart belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CartOwner {
    /// A guest, by the token in their cookie, as the browser sent it.
    Guest(String),
    /// An account that is logged in, by its id.
    Account(i64),
}

impl CartOwner {
    /// What the cart is stored under; none for a token that was never given to anybody. Of a token only the hash is
    /// stored: who reads the database can take no guest's cart.
    pub fn key(&self) -> Option<[u8; 32]> {
        match self {
            Self::Guest(token) => is_token(token).then(|| hash(token)),
            // Never the hash of a token, which is hexadecimal digits alone.
            Self::Account(id) => Some(hash(&format!("account:{id}"))),
        }
    }
}

/// Whether it looks like what [`TokenGenerator::token`](crate::TokenGenerator::token) gives.
fn is_token(token: &str) -> bool {
    token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit())
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_and_accounts_have_keys_of_their_own() {
        let guest = |token: &str| CartOwner::Guest(token.to_owned()).key();
        let token = "0123456789abcdef0123456789abcdef";
        assert_eq!(guest(token), Some(hash(token)));
        assert_eq!(CartOwner::Account(7).key(), Some(hash("account:7")));
        assert_ne!(CartOwner::Account(7).key(), CartOwner::Account(8).key());
        for planted in ["", "account:7", "0123456789abcdef0123456789abcdeg", &"é".repeat(16)] {
            assert_eq!(guest(planted), None, "{planted}");
        }
    }
}
