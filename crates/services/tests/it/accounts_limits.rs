//! How often credentials may be tried.

use std::time::Duration;

use services::AccountError;
use services::testing::{TestContext, each_database};

use crate::accounts::{HERE, PASSWORD, ada, ada_is_here, jobs};

const ADA: &str = "ada@example.com";

fn seconds<T: std::fmt::Debug>(refused: Result<T, AccountError>) -> u32 {
    match refused {
        Err(AccountError::TooMany { seconds }) => seconds,
        other => panic!("{other:?} instead of too many attempts"),
    }
}

#[tokio::test]
async fn an_account_is_tried_ten_times_from_wherever() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        ada_is_here(&shop, &accounts).await;
        for n in 0..10 {
            let from = format!("192.0.2.{n}");
            let refused = accounts.log_in(&from, ADA, "wrong horse", None).await;
            assert!(matches!(refused, Err(AccountError::Credentials)), "attempt {n}");
        }
        shop.pass(Duration::from_secs(60));
        // Other servers of the same database count along, and the right password is not let through either.
        let elsewhere = shop.accounts();
        let refused = elsewhere.log_in("198.51.100.1", " ADA@Example.COM", PASSWORD, None);
        assert_eq!(seconds(refused.await), 14 * 60);
        // It is the account that waits, and not the address.
        let other = accounts.log_in("198.51.100.1", "eve@example.com", PASSWORD, None).await;
        assert!(matches!(other, Err(AccountError::Credentials)));

        shop.pass(Duration::from_secs(14 * 60));
        accounts.log_in(HERE, ADA, PASSWORD, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_knows_the_password_is_not_guessing() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        ada_is_here(&shop, &accounts).await;
        for n in 0..40 {
            let from = format!("192.0.2.{n}");
            let password = if n % 8 == 7 { PASSWORD } else { "wrong horse" };
            let answer = accounts.log_in(&from, ADA, password, None).await;
            assert!(
                matches!(answer, Ok(_) | Err(AccountError::Credentials)),
                "attempt {n}: {answer:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_tries_forty_accounts_and_locks_nobody_out() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        ada_is_here(&shop, &accounts).await;
        for n in 0..40 {
            let refused = accounts.log_in(HERE, &format!("{n}@example.com"), PASSWORD, None).await;
            assert!(matches!(refused, Err(AccountError::Credentials)), "attempt {n}");
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
        for n in 2..4 {
            accounts.ask_reset(&format!("192.0.2.{n}"), ADA).await.unwrap();
            accounts.resend(&format!("192.0.2.{n}"), ADA).await.unwrap();
        }
        for refused in [
            accounts.ask_reset("192.0.2.9", ADA).await,
            accounts.resend("192.0.2.9", ADA).await,
            accounts.register("192.0.2.9", &ada(PASSWORD)).await.map(drop),
        ] {
            assert_eq!(seconds(refused), 3_600);
        }
        assert_eq!(jobs(&shop).await.len(), 5);
        for n in 0..20 {
            // Unknown addresses count as known ones do.
            let answer = accounts.ask_reset(HERE, &format!("{n}@example.com")).await;
            assert_eq!(answer.is_ok(), n < 19, "attempt {n}");
        }
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
        for n in 0..10 {
            let wrong = accounts.change_password(HERE, id, "wrong horse", "new password").await;
            assert!(matches!(wrong, Err(AccountError::Fields(_))), "attempt {n}");
        }
        let change = accounts.change_password(HERE, id, PASSWORD, "new password").await;
        assert_eq!(seconds(change), 15 * 60);
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
async fn windows_that_ended_are_forgotten() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let refused = accounts.log_in(HERE, ADA, PASSWORD, None).await;
        assert!(refused.is_err());
        assert_eq!(accounts.tidy().await.unwrap(), 0);
        shop.pass(Duration::from_secs(15 * 60));
        assert_eq!(accounts.tidy().await.unwrap(), 2, "of the address, and of the account");
    })
    .await;
}
