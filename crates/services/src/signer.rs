//! Signed tokens for links: what they stand for, until when, and a signature (HMAC-SHA-256). Nothing is stored.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use domain::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Signs and checks, with a key derived from the marketplace's secret.
#[derive(Clone)]
pub struct Signer {
    key: [u8; 32],
}

/// Why a token was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TokenError {
    /// Made up, broken or for another purpose.
    #[error("This link isn’t valid.")]
    Invalid,
    #[error("This link has expired.")]
    Expired,
}

impl Signer {
    /// From the marketplace's secret; who changes it makes all links invalid.
    pub fn new(secret: &[u8]) -> Self {
        Self {
            key: mac(secret, &[b"links"]),
        }
    }

    /// A token for `subject`, safe in a URL. It counts for this `purpose` alone, until `expires`.
    pub fn sign(&self, purpose: &str, subject: &str, expires: Timestamp) -> String {
        let seconds = expires.as_seconds();
        let body = format!("{seconds}.{subject}");
        let signature = mac(&self.key, &[purpose.as_bytes(), body.as_bytes()]);
        format!("{}.{}", BASE64.encode(body), BASE64.encode(signature))
    }

    /// The subject of a token.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn verify(&self, purpose: &str, token: &str, now: Timestamp) -> Result<String, TokenError> {
        Ok(self.read(purpose, token, now)?.0)
    }

    /// The subject of a token, and until when it counts.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn read(&self, purpose: &str, token: &str, now: Timestamp) -> Result<(String, Timestamp), TokenError> {
        let read = || {
            let (body, signature) = token.split_once('.')?;
            let body = BASE64.decode(body).ok()?;
            let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
            feed(&mut mac, &[purpose.as_bytes(), &body]);
            // In constant time.
            mac.verify_slice(&BASE64.decode(signature).ok()?).ok()?;
            let body = String::from_utf8(body).ok()?;
            let (seconds, subject) = body.split_once('.')?;
            Some((seconds.parse::<i64>().ok()?, subject.to_owned()))
        };
        let (seconds, subject) = read().ok_or(TokenError::Invalid)?;
        if now.as_seconds() >= seconds {
            return Err(TokenError::Expired);
        }
        Ok((subject, Timestamp::from_micros(seconds.saturating_mul(1_000_000))))
    }

    /// 32 bytes that only this marketplace can derive from a name: keys of licenses, for instance.
    pub fn derive(&self, purpose: &str, name: &str) -> [u8; 32] {
        mac(&self.key, &[b"derive", purpose.as_bytes(), name.as_bytes()])
    }
}

/// Parts are fed with their lengths, so that no two lists of parts are the same to it.
fn feed(mac: &mut Hmac<Sha256>, parts: &[&[u8]]) {
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    feed(&mut mac, parts);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_counts_for_its_purpose_until_it_expires() {
        let signer = Signer::new(b"secret");
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let token = signer.sign("order", "a.b/c", at(100));
        assert_eq!(signer.verify("order", &token, at(99)), Ok("a.b/c".to_owned()));
        assert_eq!(signer.verify("order", &token, at(100)), Err(TokenError::Expired));
        assert_eq!(signer.verify("download", &token, at(99)), Err(TokenError::Invalid));
        assert_eq!(
            Signer::new(b"other").verify("order", &token, at(99)),
            Err(TokenError::Invalid)
        );
        let (body, signature) = token.split_once('.').unwrap();
        let later = BASE64.encode("999.a.b/c");
        for forged in ["", ".", body, &format!("{later}.{signature}"), &format!("{body}.")] {
            assert_eq!(
                signer.verify("order", forged, at(1)),
                Err(TokenError::Invalid),
                "{forged}"
            );
        }
    }
}
