//! Another password: by a mailed link, or by who knows the one that was.

use std::time::Duration;

use serde_json::json;
use services::accounts::Registration;
use services::mail::{Email, EmailData as _, EmailJob};
use services::testing::shop::PUBLIC_URL;
use services::testing::{TestContext, each_database};
use services::{AccountError, Accounts, TokenError};

use crate::accounts::{HERE, PASSWORD, ada, ada_is_here, fields, jobs, letters};

const ADA: &str = "ada@example.com";
const NEW: &str = "battery staple";

async fn reset_link(accounts: &Accounts, account: i64) -> String {
    let path = accounts.reset_path(account).await.unwrap().unwrap();
    path.strip_prefix("/reset/").unwrap().to_owned()
}

fn is_used_up<T: std::fmt::Debug>(answer: Result<T, AccountError>) -> bool {
    matches!(answer, Err(AccountError::Link(TokenError::Invalid)))
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_once() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let here = ada_is_here(&context, &accounts).await;
        let id = here.account.id;
        accounts.ask_reset(HERE, "nobody@example.com").await.unwrap();
        accounts.ask_reset(HERE, " ADA@example.com ").await.unwrap();
        let told = jobs(&context).await;
        assert_eq!(
            told[2..],
            [
                json!({"letter": "ResetPassword", "email": "nobody@example.com"}),
                json!({"letter": "ResetPassword", "email": "ada@example.com"})
            ],
            "the same is done for every address"
        );
        let letters = letters(&context, &accounts).await;
        let written = async |email: &str| {
            let email = email.to_owned();
            letters.contents(EmailJob::ResetPassword { email }).await.unwrap()
        };
        assert!(
            written("nobody@example.com").await.is_none(),
            "no mail to who has no account"
        );
        let Some(Email::ResetPassword(letter)) = written("ada@example.com").await else {
            panic!("a mail to who has one")
        };
        assert!(letter.link.starts_with(&format!("{PUBLIC_URL}/reset/")), "{letter:?}");

        let (link, other) = (reset_link(&accounts, id).await, reset_link(&accounts, id).await);
        assert_eq!(accounts.reset_link(&link).await.unwrap(), here.account);
        assert_eq!(fields(accounts.reset(HERE, &link, "short").await), ["password"]);
        assert_eq!(accounts.reset(HERE, &link, NEW).await.unwrap(), here.account);
        for used in [&link, &other] {
            assert!(is_used_up(accounts.reset_link(used).await));
            assert!(is_used_up(accounts.reset(HERE, used, "third password").await));
        }
        assert_eq!(accounts.of_session(&here.session).await.unwrap(), None, "logged out");
        assert!(accounts.log_in(HERE, ADA, PASSWORD, None).await.is_err());
        accounts.log_in(HERE, ADA, NEW, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_two_who_use_one_link_one_has_it() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let id = ada_is_here(&context, &accounts).await.account.id;
        let link = reset_link(&accounts, id).await;
        let (one, two) = tokio::join!(
            accounts.reset(HERE, &link, "first password"),
            accounts.reset(HERE, &link, "second password")
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let won = if one.is_ok() {
            "first password"
        } else {
            "second password"
        };
        accounts.log_in(HERE, ADA, won, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_link_counts_for_an_hour_and_for_its_account() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let id = ada_is_here(&context, &accounts).await.account.id;
        let eve = Registration {
            email: "eve@example.com",
            ..ada(PASSWORD)
        };
        accounts.register(HERE, &eve).await.unwrap();
        let verify = accounts.verify_path(id + 1).await.unwrap().unwrap();
        let of_another_kind = verify.strip_prefix("/verify/").unwrap();
        assert!(is_used_up(accounts.reset(HERE, of_another_kind, NEW).await));
        assert_eq!(accounts.reset_path(id + 9).await.unwrap(), None);

        let link = reset_link(&accounts, id).await;
        context.pass(Duration::from_secs(3_600));
        let late = accounts.reset(HERE, &link, NEW).await;
        assert!(matches!(late, Err(AccountError::Link(TokenError::Expired))));
        accounts.log_in(HERE, ADA, PASSWORD, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn reading_the_mailbox_confirms_it() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        accounts.register(HERE, &ada("mallory's own")).await.unwrap();
        accounts.ask_reset(HERE, ADA).await.unwrap();
        let id = jobs(&context).await[0]["account"].as_i64().unwrap();
        let link = reset_link(&accounts, id).await;
        assert!(accounts.reset(HERE, &link, NEW).await.unwrap().verified);
        assert_eq!(
            jobs(&context).await[2],
            json!({"account": id}),
            "her orders are claimed"
        );
        accounts.log_in(HERE, ADA, NEW, None).await.unwrap();
        assert!(accounts.log_in(HERE, ADA, "mallory's own", None).await.is_err());
    })
    .await;
}

/// An account that was attacked until it had to wait is its owner's again once the password is set anew.
#[tokio::test]
async fn a_reset_ends_the_wait() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let id = ada_is_here(&context, &accounts).await.account.id;
        for n in 0..11 {
            let from = format!("198.51.100.{n}");
            assert!(accounts.log_in(&from, ADA, "wrong horse", None).await.is_err());
        }
        let link = reset_link(&accounts, id).await;
        accounts.reset(HERE, &link, NEW).await.unwrap();
        accounts.log_in(HERE, ADA, NEW, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_customer_changes_password_and_name() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let here = ada_is_here(&context, &accounts).await;
        let elsewhere = accounts.log_in(HERE, ADA, PASSWORD, None).await.unwrap();
        let id = here.account.id;
        let link = reset_link(&accounts, id).await;

        let refused = accounts.change_password(HERE, id, "wrong horse", "short").await;
        assert_eq!(fields(refused), ["current", "password"]);
        let own = accounts.change_password(HERE, id, PASSWORD, "Ada@example.com").await;
        assert_eq!(fields(own), ["password"]);

        let now = accounts.change_password(HERE, id, PASSWORD, NEW).await.unwrap();
        for ended in [&here, &elsewhere] {
            assert_eq!(accounts.of_session(&ended.session).await.unwrap(), None);
        }
        assert!(accounts.of_session(&now.session).await.unwrap().is_some());
        assert!(is_used_up(accounts.reset_link(&link).await));

        assert_eq!(fields(accounts.rename(id, "a\nb").await), ["name"]);
        accounts.rename(id, " Ada King ").await.unwrap();
        let named = accounts.of_session(&now.session).await.unwrap().unwrap();
        assert_eq!(named.name, "Ada King");
    })
    .await;
}
