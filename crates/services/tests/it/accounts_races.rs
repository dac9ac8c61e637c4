//! Credentials that change while a password is hashed: what was decided before is decided anew in the transaction.

use std::future::Future;

use services::accounts::LoggedIn;
use services::testing::{TestContext, each_database, until};
use services::{AccountError, Accounts, TokenError};
use tokio::task::JoinHandle;

use crate::accounts::{HERE, PASSWORD, ada, ada_is_here, fields, verify_link};

const ADA: &str = "ada@example.com";
const NEW: &str = "battery staple";

/// Begins something that hashes, and has `meanwhile` happen while the hash is held up.
async fn held_up<T: Send + 'static>(
    accounts: &Accounts,
    work: impl Future<Output = T> + Send + 'static,
    meanwhile: impl AsyncFnOnce(),
) -> T {
    let held = accounts.hold_hashing().await;
    let work: JoinHandle<T> = tokio::spawn(work);
    until("a password waits to be hashed", async || {
        accounts.waiting_to_hash() == 1
    })
    .await;
    meanwhile().await;
    drop(held);
    work.await.unwrap()
}

async fn is_here(accounts: &Accounts, logged_in: &LoggedIn) -> bool {
    accounts.of_session(&logged_in.session).await.unwrap().is_some()
}

/// Somebody registers the address again while its owner confirms it with the password: the owner would confirm theirs.
#[tokio::test]
async fn confirm_while_registering_confirms_nothing_of_another() {
    each_database(async |shop: TestContext| {
        let (accounts, elsewhere) = (shop.accounts(), shop.accounts());
        accounts.register(HERE, &ada(PASSWORD)).await.unwrap();
        let link = verify_link(&shop, &accounts).await;
        let confirming = {
            let accounts = accounts.clone();
            async move { accounts.confirm(HERE, &link, None, PASSWORD, None).await }
        };
        let confirmed = held_up(&accounts, confirming, async || {
            elsewhere.register("192.0.2.66", &ada("mallory's own")).await.unwrap();
        })
        .await;
        assert!(
            matches!(confirmed, Err(AccountError::Link(TokenError::Invalid))),
            "{confirmed:?}"
        );
        let stored = shop.database.store.account_of(ADA).await.unwrap().unwrap();
        assert!(!stored.verified, "with the password of a stranger");
        assert!(accounts.log_in(HERE, ADA, "mallory's own", None).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn log_in_while_the_password_changes_begins_no_session() {
    each_database(async |shop: TestContext| {
        let (accounts, elsewhere) = (shop.accounts(), shop.accounts());
        let here = ada_is_here(&shop, &accounts).await;
        let id = here.account.id;
        let log_in = || {
            let accounts = accounts.clone();
            async move { accounts.log_in("192.0.2.66", ADA, PASSWORD, None).await }
        };
        let thief = held_up(&accounts, log_in(), async || {
            elsewhere.change_password(HERE, id, PASSWORD, NEW).await.unwrap();
        })
        .await;
        assert!(matches!(thief, Err(AccountError::Credentials)), "{thief:?}");

        elsewhere.change_password(HERE, id, NEW, PASSWORD).await.unwrap();
        let thief = held_up(&accounts, log_in(), async || {
            let path = elsewhere.reset_path(id).await.unwrap().unwrap();
            elsewhere
                .reset(HERE, path.strip_prefix("/reset/").unwrap(), NEW)
                .await
                .unwrap();
        })
        .await;
        assert!(matches!(thief, Err(AccountError::Credentials)), "{thief:?}");
    })
    .await;
}

/// Many log-ins beside many changes: whatever the order, no session of an old password is left.
#[tokio::test]
async fn log_in_beside_a_change_leaves_no_session_behind() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let id = ada_is_here(&shop, &accounts).await.account.id;
        let mut passwords = (PASSWORD, NEW);
        for n in 0..6 {
            let log_in = async |n: u32| {
                let network = format!("192.0.2.{n}");
                accounts.log_in(&network, ADA, passwords.0, None).await
            };
            let (changed, one, two) = tokio::join!(
                accounts.change_password(HERE, id, passwords.0, passwords.1),
                log_in(2 * n),
                log_in(2 * n + 1)
            );
            let changed = changed.unwrap();
            assert!(is_here(&accounts, &changed).await);
            for logged_in in [one, two].into_iter().flatten() {
                assert!(!is_here(&accounts, &logged_in).await, "round {n}");
            }
            passwords = (passwords.1, passwords.0);
        }
    })
    .await;
}

#[tokio::test]
async fn change_password_while_it_changes_changes_it_once() {
    each_database(async |shop: TestContext| {
        let (accounts, elsewhere) = (shop.accounts(), shop.accounts());
        let id = ada_is_here(&shop, &accounts).await.account.id;
        let changing = {
            let accounts = accounts.clone();
            async move {
                accounts
                    .change_password("192.0.2.66", id, PASSWORD, "mallory's own")
                    .await
            }
        };
        let late = held_up(&accounts, changing, async || {
            elsewhere.change_password(HERE, id, PASSWORD, NEW).await.unwrap();
        })
        .await;
        assert_eq!(fields(late), ["current"]);
        accounts.log_in(HERE, ADA, NEW, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn reset_while_the_password_changes_is_used_up() {
    each_database(async |shop: TestContext| {
        let (accounts, elsewhere) = (shop.accounts(), shop.accounts());
        let id = ada_is_here(&shop, &accounts).await.account.id;
        let path = accounts.reset_path(id).await.unwrap().unwrap();
        let resetting = {
            let accounts = accounts.clone();
            async move {
                let link = path.strip_prefix("/reset/").unwrap();
                accounts.reset("192.0.2.66", link, "mallory's own").await
            }
        };
        let late = held_up(&accounts, resetting, async || {
            elsewhere.change_password(HERE, id, PASSWORD, NEW).await.unwrap();
        })
        .await;
        assert!(matches!(late, Err(AccountError::Link(TokenError::Invalid))), "{late:?}");
        accounts.log_in(HERE, ADA, NEW, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn log_out_everywhere_while_the_password_changes_ends_nothing() {
    each_database(async |shop: TestContext| {
        let (accounts, elsewhere) = (shop.accounts(), shop.accounts());
        let id = ada_is_here(&shop, &accounts).await.account.id;
        let ending = {
            let accounts = accounts.clone();
            async move { accounts.log_out_everywhere("192.0.2.66", id, PASSWORD).await }
        };
        let mut owner = None;
        let late = held_up(&accounts, ending, async || {
            owner = Some(elsewhere.change_password(HERE, id, PASSWORD, NEW).await.unwrap());
        })
        .await;
        assert_eq!(fields(late), ["confirm"]);
        assert!(is_here(&accounts, &owner.unwrap()).await);
    })
    .await;
}
