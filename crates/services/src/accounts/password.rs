//! Passwords: argon2id, computed off the async threads, a few at a time, in memory that is used again: what many threads
//! allocate and free, the allocator keeps for each of them.

mod breached;
mod fit;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::password_hash::{Ident, Output, PasswordHash, Salt, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;

use super::AccountError;
use crate::{Internal, TokenGenerator};

pub(super) use fit::{fit, prepared};

/// How long a password waits for its turn.
const TIMEOUT: Duration = Duration::from_secs(5);

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
    secrets: Arc<TokenGenerator>,
    turns: Arc<Semaphore>,
    memory: Arc<Memory>,
    timeout_after: Duration,
    /// How many wait for their turn.
    #[cfg(feature = "testing")]
    waiting: Arc<std::sync::atomic::AtomicUsize>,
}

/// The memory of those who compute now or did before: at most as much as may compute at once.
#[derive(Default)]
struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Lends memory for `work`.
    fn lend<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let mut blocks = self.free().pop().unwrap_or_default();
        let done = work(&mut blocks);
        self.free().push(blocks);
        done
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Passwords {
    pub(super) fn new(hashing: Hashing, secrets: Arc<TokenGenerator>) -> Self {
        Self {
            params: hashing.params(),
            secrets,
            turns: Arc::new(Semaphore::new(hashing.at_once)),
            memory: Arc::default(),
            timeout_after: TIMEOUT,
            #[cfg(feature = "testing")]
            waiting: Arc::default(),
        }
    }

    /// A PHC string of a password with a salt of its own.
    ///
    /// # Errors
    /// [`AccountError::Busy`].
    pub(super) async fn hash(&self, password: &str) -> Result<String, AccountError> {
        let (params, salt, password) = (self.params.clone(), self.salt()?, prepared(password));
        self.compute(move |memory| hash(params, &salt, &password, memory))
            .await?
    }

    /// Whether a password is the one of a hash. Without a hash it is none, and finding that takes as long.
    ///
    /// # Errors
    /// [`AccountError::Busy`].
    pub(super) async fn check(&self, password: &str, hashed: Option<&str>) -> Result<Checked, AccountError> {
        let (params, salt, typed) = (self.params.clone(), self.salt()?, password.to_owned());
        let hashed = hashed.map_or_else(|| self.dummy_hash(), str::to_owned);
        self.compute(move |memory| {
            let password = prepared(&typed);
            let checked = check(params.clone(), &salt, &password, &hashed, memory)?;
            if checked.matches || password == typed {
                return Ok(checked);
            }
            // It may have been stored as it was typed, before passwords were prepared.
            let mut checked = check(params.clone(), &salt, &typed, &hashed, memory)?;
            if checked.matches {
                checked.rehashed = Some(hash(params, &salt, &password, memory)?);
            }
            Ok(checked)
        })
        .await?
    }

    /// Holds all hashing up until what it gives is dropped.
    #[cfg(feature = "testing")]
    pub(super) async fn hold(&self) -> tokio::sync::OwnedSemaphorePermit {
        let all = u32::try_from(self.turns.available_permits()).expect("a few");
        let held = self.turns.clone().acquire_many_owned(all).await;
        held.expect("it is never closed")
    }

    /// How many wait for their turn.
    #[cfg(feature = "testing")]
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(std::sync::atomic::Ordering::SeqCst)
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> Result<T, Internal> + Send + 'static,
    ) -> Result<Result<T, AccountError>, AccountError> {
        #[cfg(feature = "testing")]
        self.waiting.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let turn = tokio::time::timeout(self.timeout_after, self.turns.clone().acquire_owned()).await;
        #[cfg(feature = "testing")]
        self.waiting.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
        let turn = turn.map_err(|_| AccountError::Busy)?.expect("it is never closed");
        let memory = self.memory.clone();
        // The turn goes with the work: a caller who went away does not end it.
        let done = tokio::task::spawn_blocking(move || {
            let done = memory.lend(work);
            drop(turn);
            done
        });
        Ok(done.await.map_err(Internal::from)?.map_err(AccountError::from))
    }

    fn salt(&self) -> Result<SaltString, Internal> {
        Ok(SaltString::encode_b64(self.secrets.token().as_bytes()).map_err(|_| "a salt is too long")?)
    }

    /// A hash that no password has, at today's cost.
    fn dummy_hash(&self) -> String {
        let (m, t, p) = (self.params.m_cost(), self.params.t_cost(), self.params.p_cost());
        let (salt, output) = ("A".repeat(43), "A".repeat(43));
        format!("$argon2id$v=19$m={m},t={t},p={p}${salt}${output}")
    }
}

fn hash(params: Params, salt: &SaltString, password: &str, memory: &mut Vec<Block>) -> Result<String, Internal> {
    let output = compute(
        Version::V0x13,
        &params,
        salt.as_salt(),
        Params::DEFAULT_OUTPUT_LEN,
        password,
        memory,
    )?;
    let hashed = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: (&params)
            .try_into()
            .map_err(|_| "a password's cost cannot be written")?,
        salt: Some(salt.as_salt()),
        hash: Some(output),
    };
    Ok(hashed.to_string())
}

fn check(
    params: Params,
    salt: &SaltString,
    password: &str,
    hashed: &str,
    memory: &mut Vec<Block>,
) -> Result<Checked, Internal> {
    const BROKEN: &str = "a stored password hash is broken";
    let parsed = PasswordHash::new(hashed).map_err(|_| BROKEN)?;
    let (stored_salt, stored) = parsed.salt.zip(parsed.hash).ok_or(BROKEN)?;
    // At the cost that the hash itself names; compared in constant time.
    let cost = Params::try_from(&parsed).map_err(|_| BROKEN)?;
    let version = parsed.version.map_or(Ok(Version::V0x13), Version::try_from);
    let is_argon2id = parsed.algorithm == ARGON2ID_IDENT;
    let version = version.ok().filter(|_| is_argon2id).ok_or(BROKEN)?;
    let matches = compute(version, &cost, stored_salt, stored.len(), password, memory)? == stored;
    let rehashed = (matches && !is_of_today(&parsed, &params))
        .then(|| hash(params, salt, password, memory))
        .transpose()?;
    Ok(Checked { matches, rehashed })
}

/// The output of argon2id, computed in `memory`.
fn compute(
    version: Version,
    cost: &Params,
    salt: Salt<'_>,
    length: usize,
    password: &str,
    memory: &mut Vec<Block>,
) -> Result<Output, Internal> {
    const FAILED: &str = "a password cannot be hashed";
    let mut bytes = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes).map_err(|_| FAILED)?;
    let needed = cost.block_count();
    if memory.len() < needed {
        memory.resize(needed, Block::new());
    }
    let blocks = memory.get_mut(..needed).ok_or(FAILED)?;
    let params = Params::new(cost.m_cost(), cost.t_cost(), cost.p_cost(), Some(length)).map_err(|_| FAILED)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, version, params);
    let output = Output::init_with(length, |output| {
        let done = argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, blocks);
        Ok(done?)
    });
    Ok(output.map_err(|_| FAILED)?)
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
        Passwords::new(hashing, Arc::new(TokenGenerator::new([1; 32])))
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
        let passwords = Passwords::new(Hashing::OWASP, Arc::new(TokenGenerator::new([1; 32])));
        let dummy_hash = passwords.dummy_hash();
        let parsed = PasswordHash::new(&dummy_hash).unwrap();
        assert!(is_of_today(&parsed, &passwords.params));
        assert!(
            dummy_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{dummy_hash}"
        );
        assert_eq!(parsed.hash.unwrap().len(), 32);
        assert_eq!(
            parsed.salt.unwrap().as_str().len(),
            passwords.salt().unwrap().as_str().len()
        );
    }

    /// Other programs' hashes are read, and theirs read ours.
    #[tokio::test]
    async fn hashes_are_those_of_the_argon2_crate() {
        use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
        let passwords = passwords(2);
        let ours = passwords.hash("correct horse").await.unwrap();
        let parsed = PasswordHash::new(&ours).unwrap();
        assert!(Argon2::default().verify_password(b"correct horse", &parsed).is_ok());
        let salt = passwords.salt().unwrap();
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, passwords.params.clone());
        let theirs = theirs.hash_password(b"correct horse", &salt).unwrap().to_string();
        assert!(passwords.check("correct horse", Some(&theirs)).await.unwrap().matches);
        assert!(!passwords.check("correct house", Some(&theirs)).await.unwrap().matches);
    }

    #[tokio::test]
    async fn memory_is_used_again() {
        let hashing = Hashing {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
            at_once: 2,
        };
        let passwords = Passwords::new(hashing, Arc::new(TokenGenerator::new([1; 32])));
        let all = (0..50).map(|_| passwords.hash("correct horse"));
        assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
        let kept: Vec<usize> = passwords.memory.free().iter().map(Vec::len).collect();
        assert!((1..=2).contains(&kept.len()), "{kept:?}");
        assert!(kept.iter().all(|blocks| *blocks == 64), "{kept:?}");
    }

    #[tokio::test]
    async fn a_password_waits_for_its_turn_but_not_for_ever() {
        let mut passwords = passwords(1);
        passwords.timeout_after = Duration::from_millis(1);
        let _turn = passwords.turns.clone().acquire_owned().await.unwrap();
        assert!(matches!(passwords.hash("correct horse").await, Err(AccountError::Busy)));
    }
}
