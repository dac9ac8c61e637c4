//! Registering, confirming the address, logging in and out.

use std::time::Duration;

use serde_json::{Value, json};
use services::accounts::{LoggedIn, Registration, Verification};
use services::mail::{Email, EmailData as _};
use services::testing::shop::{PUBLIC_URL, TestShop};
use services::testing::{CHEAP, TestContext, each_database};
use services::{AccountError, Accounts, EmailContext, Hashing, TokenError};

/// Where the customers of these tests sit.
pub const HERE: &str = "192.0.2.1";
pub const PASSWORD: &str = "correct horse";

/// Ada's form.
pub fn ada(password: &str) -> Registration<'_> {
    Registration {
        email: "Ada@Example.com",
        name: "Ada Lovelace",
        password,
    }
}

/// Registers and confirms Ada; she is logged in.
pub async fn ada_is_here(context: &TestContext, accounts: &Accounts) -> LoggedIn {
    let browser = accounts.register(HERE, &ada(PASSWORD)).await.unwrap();
    let link = verify_link(context, accounts).await;
    accounts.confirm(HERE, &link, Some(&browser), "", None).await.unwrap()
}

/// The mails to be sent and whatever else is to be done, in the order in which it was asked for.
pub async fn jobs(context: &TestContext) -> Vec<Value> {
    let mut jobs = context.database.store.jobs(100).await.unwrap();
    jobs.sort_by_key(|job| job.id);
    jobs.into_iter().map(|job| job.payload).collect()
}

/// What is mailed, as it is written.
pub async fn letters(context: &TestContext, accounts: &Accounts) -> EmailContext {
    EmailContext::new(
        accounts.clone(),
        TestShop::new(context).await.orders,
        PUBLIC_URL.to_owned(),
    )
}

/// The token of the link that the last letter's reader confirms an account with.
pub async fn verify_link(context: &TestContext, accounts: &Accounts) -> String {
    let last = serde_json::from_value(jobs(context).await.pop().unwrap()).unwrap();
    match letters(context, accounts).await.contents(last).await.unwrap() {
        Some(Email::VerifyAddress(letter)) => letter.link.split_once("/verify/").unwrap().1.to_owned(),
        other => panic!("{other:?} confirms nothing"),
    }
}

/// The fields that were refused.
pub fn fields<T: std::fmt::Debug>(refused: Result<T, AccountError>) -> Vec<String> {
    match refused {
        Err(AccountError::Fields(fields)) => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("{other:?} instead of fields"),
    }
}

#[tokio::test]
async fn a_customer_registers_confirms_and_comes_back() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let browser = accounts.register(HERE, &ada(PASSWORD)).await.unwrap();
        let refused = accounts.log_in(HERE, "ada@example.com", PASSWORD, None).await;
        assert!(
            matches!(refused, Err(AccountError::Credentials)),
            "the address is not confirmed yet"
        );

        let link = verify_link(&context, &accounts).await;
        let seen = accounts.verification(&link, Some(&browser)).await.unwrap();
        let expected = Verification {
            email: "Ada@Example.com".to_owned(),
            needs_password: false,
        };
        assert_eq!(seen, expected);
        let LoggedIn { session, account, .. } = accounts.confirm(HERE, &link, Some(&browser), "", None).await.unwrap();
        assert_eq!(
            (account.email.as_str(), account.name.as_str(), account.verified),
            ("Ada@Example.com", "Ada Lovelace", true)
        );
        assert_eq!(accounts.of_session(&session).await.unwrap(), Some(account.clone()));
        assert_eq!(accounts.summary(account.id).await.unwrap(), Some(account.clone()));
        assert_eq!(
            jobs(&context).await,
            [
                json!({"letter": "VerifyAddress", "account": account.id}),
                json!({"account": account.id}),
            ],
            "a letter, and the claim of the orders of a guest"
        );

        accounts.log_out(&session).await.unwrap();
        assert_eq!(accounts.of_session(&session).await.unwrap(), None);
        let again = accounts
            .log_in(HERE, " ADA@example.com ", PASSWORD, None)
            .await
            .unwrap();
        assert_ne!(again.session, session);
        assert_eq!(again.account, account);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_used_once_and_for_three_days() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let browser = accounts.register(HERE, &ada(PASSWORD)).await.unwrap();
        let (late, link) = (
            verify_link(&context, &accounts).await,
            verify_link(&context, &accounts).await,
        );
        context.pass(Duration::from_secs(3 * 86_400));
        let confirm = async |link: &str| accounts.confirm(HERE, link, Some(&browser), PASSWORD, None).await;
        assert!(matches!(
            confirm(&late).await,
            Err(AccountError::Link(TokenError::Expired))
        ));
        assert!(matches!(
            confirm("forged").await,
            Err(AccountError::Link(TokenError::Invalid))
        ));

        accounts.resend(HERE, "ada@example.com").await.unwrap();
        let fresh = verify_link(&context, &accounts).await;
        assert_ne!(fresh, link);
        confirm(&fresh).await.unwrap();
        assert!(matches!(confirm(&fresh).await, Err(AccountError::AlreadyVerified)));
        let seen = accounts.verification(&fresh, None).await;
        assert!(matches!(seen, Err(AccountError::AlreadyVerified)));
        assert_eq!(accounts.verify_path(1).await.unwrap(), None, "nothing to confirm");
    })
    .await;
}

#[tokio::test]
async fn another_browser_confirms_with_the_password_alone() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        accounts.register(HERE, &ada(PASSWORD)).await.unwrap();
        let link = verify_link(&context, &accounts).await;
        assert!(accounts.verification(&link, None).await.unwrap().needs_password);
        for browser in [None, Some("forged")] {
            let refused = accounts.confirm(HERE, &link, browser, "wrong horse", None).await;
            assert_eq!(fields(refused), ["password"]);
        }
        let here = accounts.confirm(HERE, &link, None, PASSWORD, None).await.unwrap();
        assert!(here.account.verified);
    })
    .await;
}

/// Somebody registers a stranger's address with a password of their own, and waits for the stranger to open the link.
#[tokio::test]
async fn nobody_gets_an_account_that_a_stranger_confirms() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        accounts.register(HERE, &ada("mallory's own")).await.unwrap();
        let browser = accounts.register(HERE, &ada(PASSWORD)).await.unwrap();
        let link = verify_link(&context, &accounts).await;
        // The later registration stands, and a still later one of Mallory's does not count as Ada's browser's, nor is it
        // what her link confirms.
        accounts.register(HERE, &ada("mallory's next")).await.unwrap();
        let seen = accounts.verification(&link, Some(&browser)).await;
        assert!(matches!(seen, Err(AccountError::Link(TokenError::Invalid))), "{seen:?}");
        let refused = accounts.confirm(HERE, &link, Some(&browser), PASSWORD, None).await;
        assert!(
            matches!(refused, Err(AccountError::Link(TokenError::Invalid))),
            "{refused:?}"
        );

        let link = verify_link(&context, &accounts).await;
        let seen = accounts.verification(&link, Some(&browser)).await.unwrap();
        assert!(seen.needs_password, "Ada's browser would confirm Mallory's password");
        let refused = accounts.confirm(HERE, &link, Some(&browser), PASSWORD, None).await;
        assert_eq!(fields(refused), ["password"]);
    })
    .await;
}

#[tokio::test]
async fn a_known_address_is_answered_like_a_new_one() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let here = ada_is_here(&context, &accounts).await;
        let new = accounts.register(HERE, &ada("another password")).await.unwrap();
        let unknown = Registration {
            email: "eve@example.com",
            ..ada("another password")
        };
        let other = accounts.register(HERE, &unknown).await.unwrap();
        assert_eq!(new.len(), other.len(), "the same kind of token");
        let told = jobs(&context).await;
        assert_eq!(
            told[2],
            json!({"letter": "AlreadyRegistered", "email": "Ada@Example.com"})
        );
        assert_eq!(told[3]["letter"], "VerifyAddress");

        let log_in = async |email, password| accounts.log_in(HERE, email, password, None).await;
        for (email, password) in [
            ("ada@example.com", "another password"),
            ("eve@example.com", "another password"),
            ("nobody@example.com", "another password"),
            ("no address\0", "another password"),
        ] {
            let refused = log_in(email, password).await;
            assert!(matches!(refused, Err(AccountError::Credentials)), "{email}");
        }
        assert_eq!(log_in("ada@example.com", PASSWORD).await.unwrap().account, here.account);
        accounts.resend(HERE, "ada@example.com").await.unwrap();
        accounts.resend(HERE, "nobody@example.com").await.unwrap();
        let letters = letters(&context, &accounts).await;
        let mut written = Vec::new();
        for told in jobs(&context).await.split_off(4) {
            written.push(letters.contents(serde_json::from_value(told).unwrap()).await.unwrap());
        }
        assert!(
            matches!(&written[..], [Some(Email::AlreadyRegistered(_)), None]),
            "who has an account is told so, by mail: {written:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn fields_are_refused_all_at_once() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let bad = Registration {
            email: "ada@",
            name: " ",
            password: "short",
        };
        assert_eq!(
            fields(accounts.register(HERE, &bad).await),
            ["email", "name", "password"]
        );
        let own = accounts.register(HERE, &ada("ADA@example.com")).await;
        assert_eq!(fields(own), ["password"]);
        assert_eq!(jobs(&context).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_session_lasts_while_it_is_used() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let used = ada_is_here(&context, &accounts).await;
        let unused = accounts.log_in(HERE, "ada@example.com", PASSWORD, None).await.unwrap();
        let is_here = async |session: &str| accounts.of_session(session).await.unwrap().is_some();
        for _ in 0..8 {
            context.pass(Duration::from_secs(10 * 86_400));
            assert!(is_here(&used.session).await);
        }
        assert!(!is_here(&unused.session).await, "nobody used it for 80 days");
        for forged in [
            "",
            "x",
            &"0".repeat(32),
            used.session.get(1..).unwrap(),
            &used.session.to_uppercase(),
        ] {
            assert!(!is_here(forged).await, "{forged}");
        }
        assert!(accounts.cleanup().await.unwrap() > 0);
        assert!(is_here(&used.session).await);
        context.pass(Duration::from_secs(10 * 86_400 - 1));
        assert!(is_here(&used.session).await);
        context.pass(Duration::from_secs(1));
        assert!(!is_here(&used.session).await, "however much it was used");
    })
    .await;
}

#[tokio::test]
async fn logging_in_takes_the_place_of_the_session_before() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let first = ada_is_here(&context, &accounts).await;
        let elsewhere = accounts.log_in(HERE, "ada@example.com", PASSWORD, None).await.unwrap();
        let planted = Some("0123456789abcdef0123456789abcdef");
        let second = accounts
            .log_in(HERE, "ada@example.com", PASSWORD, Some(&first.session))
            .await
            .unwrap();
        let third = accounts
            .log_in(HERE, "ada@example.com", PASSWORD, planted)
            .await
            .unwrap();
        assert_ne!(
            Some(third.session.as_str()),
            planted,
            "a planted token becomes no session"
        );
        let here = async |session: &str| accounts.of_session(session).await.unwrap().is_some();
        assert!(!here(&first.session).await);
        assert!(here(&second.session).await && here(&elsewhere.session).await);

        let id = second.account.id;
        let refused = accounts.log_out_everywhere(HERE, id, "wrong horse").await;
        assert_eq!(fields(refused), ["confirm"]);
        assert!(here(&elsewhere.session).await);
        accounts.log_out_everywhere(HERE, id, PASSWORD).await.unwrap();
        for gone in [&second, &third, &elsewhere] {
            assert!(!here(&gone.session).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_password_is_stored_at_the_cost_of_today() {
    each_database(async |context: TestContext| {
        let before = context.accounts();
        ada_is_here(&context, &before).await;
        let stored = async || {
            let account = context.database.store.account_of("ada@example.com").await.unwrap();
            account.unwrap().password
        };
        assert!(stored().await.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        let today = context.accounts_with(Hashing { passes: 2, ..CHEAP });
        today.log_in(HERE, "ada@example.com", PASSWORD, None).await.unwrap();
        assert!(stored().await.starts_with("$argon2id$v=19$m=64,t=2,p=1$"));
        today.log_in(HERE, "ada@example.com", PASSWORD, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn accounts_that_nobody_confirms_are_forgotten() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        let here = ada_is_here(&context, &accounts).await;
        let eve = Registration {
            email: "eve@example.com",
            ..ada(PASSWORD)
        };
        accounts.register(HERE, &eve).await.unwrap();
        context.pass(Duration::from_secs(31 * 86_400));
        accounts.cleanup().await.unwrap();
        assert!(accounts.summary(here.account.id).await.unwrap().is_some());
        assert!(
            context
                .database
                .store
                .account_of("eve@example.com")
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}
