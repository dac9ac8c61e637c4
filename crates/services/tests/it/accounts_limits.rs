//! How often credentials may be tried.

use std::time::Duration;

use services::AccountError;
use services::accounts::Client;
use services::testing::{TestContext, each_database};

use crate::accounts::{HERE, PASSWORD, ada, ada_is_here, jobs};

const ADA: &str = "ada@example.com";
const MINUTE: Duration = Duration::from_secs(60);

fn seconds<T: std::fmt::Debug>(refused: Result<T, AccountError>) -> u32 {
    match refused {
        Err(AccountError::TooMany { seconds }) => seconds,
        other => panic!("{other:?} instead of too many attempts"),
    }
}

fn is_wrong<T: std::fmt::Debug>(answer: &Result<T, AccountError>) -> bool {
    matches!(answer, Err(AccountError::Credentials))
}

#[tokio::test]
async fn log_in_is_tried_ten_times_for_an_account_from_one_network() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        ada_is_here(&shop, &accounts).await;
        for n in 0..10 {
            assert!(
                is_wrong(&accounts.log_in("192.0.2.9", ADA, "wrong horse", None).await),
                "{n}"
            );
        }
        shop.pass(MINUTE);
        // Other servers of the same database count along, and the right password is not let through either.
        let elsewhere = shop.accounts();
        let refused = elsewhere.log_in("192.0.2.9", " ADA@Example.COM", PASSWORD, None);
        assert_eq!(seconds(refused.await), 14 * 60);
        // It is the pair that waits: neither the account nor the network.
        let other = accounts.log_in("192.0.2.9", "eve@example.com", PASSWORD, None).await;
        assert!(is_wrong(&other));
        accounts.log_in(HERE, ADA, PASSWORD, None).await.unwrap();

        shop.pass(14 * MINUTE);
        accounts.log_in("192.0.2.9", ADA, PASSWORD, None).await.unwrap();
    })
    .await;
}

/// A window that began anew with its first attempt would let ten more through a moment after it ended.
#[tokio::test]
async fn log_in_counts_in_windows_that_slide() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let guess = async || accounts.log_in(HERE, ADA, "wrong horse", None).await;
        assert!(is_wrong(&guess().await));
        shop.pass(14 * MINUTE);
        for n in 0..9 {
            assert!(is_wrong(&guess().await), "{n}");
        }
        assert_eq!(seconds(guess().await), 60);
        shop.pass(MINUTE);
        assert!(is_wrong(&guess().await));
        assert_eq!(seconds(guess().await), 14 * 60);
    })
    .await;
}

/// Somebody guesses from ever more networks; the owner's own browser is let in all the same.
#[tokio::test]
async fn log_in_of_a_known_device_is_locked_out_by_nobody() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let here = ada_is_here(&shop, &accounts).await;
        for n in 0..100 {
            let network = format!("198.51.100.{n}");
            assert!(
                is_wrong(&accounts.log_in(&network, ADA, "wrong horse", None).await),
                "{n}"
            );
        }
        seconds(accounts.log_in("203.0.113.1", ADA, PASSWORD, None).await);
        let at = |device| Client {
            network: HERE,
            agent: "",
            device,
        };
        let device = Some(here.device.as_str());
        accounts.log_in(at(device), ADA, PASSWORD, None).await.unwrap();

        // It is known to this account alone, and guesses no more than others.
        for n in 0..40 {
            accounts
                .log_in(at(device), &format!("{n}@example.com"), PASSWORD, None)
                .await
                .unwrap_err();
        }
        seconds(accounts.log_in(at(device), "another@example.com", PASSWORD, None).await);
        for n in 0..10 {
            assert!(
                is_wrong(&accounts.log_in(at(device), ADA, "wrong horse", None).await),
                "{n}"
            );
        }
        seconds(accounts.log_in(at(device), ADA, PASSWORD, None).await);
        for forged in ["", "made.up", &here.session] {
            seconds(accounts.log_in(at(Some(forged)), ADA, PASSWORD, None).await);
        }

        // A device that logs in again stays the same one, and with another password none is known.
        shop.pass(Duration::from_secs(901));
        let again = accounts.log_in(at(device), ADA, PASSWORD, None).await.unwrap();
        for n in 0..10 {
            let device = if n % 2 == 0 { &here.device } else { &again.device };
            assert!(
                is_wrong(&accounts.log_in(at(Some(device)), ADA, "wrong horse", None).await),
                "{n}"
            );
        }
        seconds(accounts.log_in(at(Some(&again.device)), ADA, PASSWORD, None).await);
        shop.pass(Duration::from_secs(901));
        let other = "another staple";
        let changed = accounts
            .change_password(at(device), again.account.id, PASSWORD, other)
            .await
            .unwrap();
        for n in 0..100 {
            let network = format!("198.51.100.{n}");
            assert!(
                is_wrong(&accounts.log_in(&network, ADA, "wrong horse", None).await),
                "{n}"
            );
        }
        for stale in [&here.device, &again.device] {
            seconds(accounts.log_in(at(Some(stale)), ADA, other, None).await);
        }
        accounts
            .log_in(at(Some(&changed.device)), ADA, other, None)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_knows_the_password_is_not_guessing() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        ada_is_here(&shop, &accounts).await;
        for n in 0..40 {
            let password = if n % 8 == 7 { PASSWORD } else { "wrong horse" };
            let answer = accounts.log_in(HERE, ADA, password, None).await;
            assert!(answer.is_ok() || is_wrong(&answer), "attempt {n}: {answer:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_network_tries_forty_accounts_and_locks_nobody_out() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        ada_is_here(&shop, &accounts).await;
        for n in 0..40 {
            let refused = accounts.log_in(HERE, &format!("{n}@example.com"), PASSWORD, None).await;
            assert!(is_wrong(&refused), "attempt {n}");
        }
        for _ in 0..20 {
            assert_eq!(seconds(accounts.log_in(HERE, ADA, PASSWORD, None).await), 15 * 60);
        }
        accounts.log_in("198.51.100.1", ADA, PASSWORD, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobodys_mailbox_is_filled() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        accounts.register("192.0.2.1", &ada(PASSWORD)).await.unwrap();
        for n in 2..6 {
            accounts.resend(&format!("192.0.2.{n}"), ADA).await.unwrap();
        }
        for refused in [
            accounts.resend("192.0.2.9", ADA).await,
            accounts.register("192.0.2.9", &ada(PASSWORD)).await.map(drop),
        ] {
            assert_eq!(seconds(refused), 3_600);
        }
        // Whoever asks for those keeps nobody from setting another password.
        for n in 2..7 {
            accounts.ask_reset(&format!("192.0.2.{n}"), ADA).await.unwrap();
        }
        assert_eq!(seconds(accounts.ask_reset("192.0.2.9", ADA).await), 3_600);
        assert_eq!(jobs(&shop).await.len(), 10);
        for n in 0..20 {
            // Unknown addresses count as known ones do.
            let answer = accounts.ask_reset(HERE, &format!("{n}@example.com")).await;
            assert!(answer.is_ok(), "attempt {n}");
        }
        assert_eq!(seconds(accounts.ask_reset(HERE, "more@example.com").await), 3_600);
        shop.pass(Duration::from_secs(3_600));
        accounts.ask_reset(HERE, ADA).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn links_and_settings_are_limited_too() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let here = ada_is_here(&shop, &accounts).await;
        let id = here.account.id;
        for n in 0..5 {
            let wrong = accounts.change_password(HERE, id, "wrong horse", "new password!").await;
            assert!(matches!(wrong, Err(AccountError::Fields(_))), "attempt {n}");
            let wrong = accounts.log_out_everywhere(HERE, id, "wrong horse").await;
            assert!(matches!(wrong, Err(AccountError::Fields(_))), "attempt {n}");
        }
        let change = accounts.change_password(HERE, id, PASSWORD, "new password!").await;
        assert_eq!(seconds(change), 15 * 60);
        assert_eq!(seconds(accounts.log_out_everywhere(HERE, id, PASSWORD).await), 15 * 60);
        // They are attempts at the same password.
        assert_eq!(seconds(accounts.log_in(HERE, ADA, PASSWORD, None).await), 15 * 60);

        let path = accounts.reset_path(id).await.unwrap().unwrap();
        let link = path.strip_prefix("/reset/").unwrap();
        for _ in 0..10 {
            let refused = accounts.reset(HERE, link, "short").await;
            assert!(matches!(refused, Err(AccountError::Fields(_))));
        }
        assert_eq!(seconds(accounts.reset(HERE, link, "short").await), 15 * 60);
    })
    .await;
}

#[tokio::test]
async fn attempts_that_count_no_more_are_forgotten() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let refused = accounts.log_in(HERE, ADA, PASSWORD, None).await;
        assert!(refused.is_err());
        assert_eq!(accounts.cleanup().await.unwrap(), 0);
        shop.pass(15 * MINUTE);
        assert_eq!(
            accounts.cleanup().await.unwrap(),
            3,
            "of the network, of the account, of both"
        );
    })
    .await;
}
