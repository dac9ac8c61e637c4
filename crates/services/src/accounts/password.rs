//! Passwords: argon2id, computed off the async threads, a few at a time.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{Ident, PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::AccountError;
use crate::{Internal, Secrets};

/// How long a password waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a password costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hashing {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
    /// How many are computed at once: each takes its memory and a processor.
    pub at_once: usize,
}

impl Hashing {
    /// OWASP's Password Storage Cheat Sheet, first choice for argon2id of 19 MiB.
    pub const OWASP: Self = Self {
        memory_kib: 19_456,
        passes: 2,
        lanes: 1,
        at_once: 3,
    };

    fn params(self) -> Params {
        Params::new(self.memory_kib, self.passes, self.lanes, None).expect("parameters that argon2 takes")
    }
}

/// What a check found.
pub(super) struct Checked {
    pub matches: bool,
    /// The same password at today's cost, where it was stored at another.
    pub rehashed: Option<String>,
}

#[derive(Clone)]
pub(super) struct Passwords {
    params: Params,
    secrets: Arc<Secrets>,
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Passwords {
    pub(super) fn new(hashing: Hashing, secrets: Arc<Secrets>) -> Self {
        Self {
            params: hashing.params(),
            secrets,
            turns: Arc::new(Semaphore::new(hashing.at_once)),
            patience: PATIENCE,
        }
    }

    /// A PHC string of a password with a salt of its own.
    ///
    /// # Errors
    /// [`AccountError::Busy`].
    pub(super) async fn hash(&self, password: &str) -> Result<String, AccountError> {
        let (params, salt, password) = (self.params.clone(), self.salt()?, password.to_owned());
        self.compute(move || hash(params, &salt, &password)).await?
    }

    /// Whether a password is the one of a hash. Without a hash it is none, and finding that takes as long.
    ///
    /// # Errors
    /// [`AccountError::Busy`].
    pub(super) async fn check(&self, password: &str, hashed: Option<&str>) -> Result<Checked, AccountError> {
        let (params, salt, password) = (self.params.clone(), self.salt()?, password.to_owned());
        let hashed = hashed.map_or_else(|| self.nobodys(), str::to_owned);
        self.compute(move || check(params, &salt, &password, &hashed)).await?
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Internal> + Send + 'static,
    ) -> Result<Result<T, AccountError>, AccountError> {
        let turn = tokio::time::timeout(self.patience, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| AccountError::Busy)?.expect("it is never closed");
        // The turn goes with the work: a caller who went away does not end it.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        Ok(done.await.map_err(Internal::from)?.map_err(AccountError::from))
    }

    fn salt(&self) -> Result<SaltString, Internal> {
        Ok(SaltString::encode_b64(self.secrets.token().as_bytes()).map_err(|_| "a salt is too long")?)
    }

    /// A hash that no password has, at today's cost.
    fn nobodys(&self) -> String {
        let (m, t, p) = (self.params.m_cost(), self.params.t_cost(), self.params.p_cost());
        let (salt, output) = ("A".repeat(43), "A".repeat(43));
        format!("$argon2id$v=19$m={m},t={t},p={p}${salt}${output}")
    }
}

fn hash(params: Params, salt: &SaltString, password: &str) -> Result<String, Internal> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hashed = argon2.hash_password(password.as_bytes(), salt);
    Ok(hashed.map_err(|_| "a password cannot be hashed")?.to_string())
}

fn check(params: Params, salt: &SaltString, password: &str, hashed: &str) -> Result<Checked, Internal> {
    let parsed = PasswordHash::new(hashed).map_err(|_| "a stored password hash is broken")?;
    // At the cost that the hash itself names; compared in constant time.
    let matches = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    let rehashed = (matches && !is_of_today(&parsed, &params))
        .then(|| hash(params, salt, password))
        .transpose()?;
    Ok(Checked { matches, rehashed })
}

fn is_of_today(hashed: &PasswordHash<'_>, today: &Params) -> bool {
    const ARGON2ID: Ident<'_> = ARGON2ID_IDENT;
    let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    hashed.algorithm == ARGON2ID && Params::try_from(hashed).is_ok_and(|stored| cost(&stored) == cost(today))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(passes: u32) -> Passwords {
        let hashing = Hashing {
            memory_kib: 64,
            passes,
            lanes: 1,
            at_once: 1,
        };
        Passwords::new(hashing, Arc::new(Secrets::new([1; 32])))
    }

    #[tokio::test]
    async fn a_password_matches_its_hash_alone() {
        let passwords = passwords(1);
        let hashed = passwords.hash("correct horse").await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hashed}");
        assert_ne!(hashed, passwords.hash("correct horse").await.unwrap(), "no salt");
        let check = async |password: &str, hashed| passwords.check(password, hashed).await.unwrap().matches;
        assert!(check("correct horse", Some(&*hashed)).await);
        assert!(!check("correct house", Some(&*hashed)).await);
        assert!(!check("correct horse", None).await);
        assert!(!check("", None).await);
    }

    #[tokio::test]
    async fn a_password_is_hashed_anew_when_the_cost_changes() {
        let (cheap, dear) = (passwords(1), passwords(2));
        let old = cheap.hash("correct horse").await.unwrap();
        assert!(
            cheap
                .check("correct horse", Some(&old))
                .await
                .unwrap()
                .rehashed
                .is_none()
        );
        assert!(dear.check("wrong", Some(&old)).await.unwrap().rehashed.is_none());
        let new = dear.check("correct horse", Some(&old)).await.unwrap().rehashed.unwrap();
        assert!(new.contains("t=2"), "{new}");
        assert!(dear.check("correct horse", Some(&new)).await.unwrap().matches);
    }

    /// What nobody's password is compared with costs what a real one does: else the time would tell.
    #[test]
    fn nobodys_password_costs_as_much() {
        let passwords = Passwords::new(Hashing::OWASP, Arc::new(Secrets::new([1; 32])));
        let nobodys = passwords.nobodys();
        let parsed = PasswordHash::new(&nobodys).unwrap();
        assert!(is_of_today(&parsed, &passwords.params));
        assert!(nobodys.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{nobodys}");
        assert_eq!(parsed.hash.unwrap().len(), 32);
        assert_eq!(
            parsed.salt.unwrap().as_str().len(),
            passwords.salt().unwrap().as_str().len()
        );
    }

    #[tokio::test]
    async fn a_password_waits_for_its_turn_but_not_for_ever() {
        let mut passwords = passwords(1);
        passwords.patience = Duration::from_millis(1);
        let _turn = passwords.turns.clone().acquire_owned().await.unwrap();
        assert!(matches!(passwords.hash("correct horse").await, Err(AccountError::Busy)));
    }
}
