//! Sessions as their owner sees them: what they know, and how they end.

use std::time::Duration;

use domain::Clock as _;
use serde_json::json;
use services::accounts::Client;
use services::testing::{TestContext, each_database};

use crate::accounts::{HERE, PASSWORD, ada_is_here, jobs};

const ADA: &str = "ada@example.com";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

#[tokio::test]
async fn sessions_know_their_beginning_last_use_device_and_network() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let here = ada_is_here(&shop, &accounts).await;
        let id = here.account.id;
        let begun = shop.clock.now();
        shop.pass(Duration::from_secs(600));
        let client = Client {
            network: "198.51.100.7",
            agent: FIREFOX,
            device: None,
        };
        let there = accounts.log_in(client, ADA, PASSWORD, None).await.unwrap();
        shop.pass(Duration::from_secs(7_200));
        accounts
            .of_session_at("203.0.113.5", &here.session)
            .await
            .unwrap()
            .unwrap();

        let listed = accounts.sessions(id, &here.session).await.unwrap();
        let [first, second] = &listed[..] else {
            panic!("{listed:?}")
        };
        assert_eq!((first.is_this, second.is_this), (true, false));
        assert_eq!((first.created_at, first.used_at), (begun, shop.clock.now()));
        assert_eq!((first.network.as_str(), first.device.as_str()), ("203.0.113.5", ""));
        assert_eq!(
            (second.created_at, second.used_at),
            (begun.plus_seconds(600), begun.plus_seconds(600))
        );
        assert_eq!(
            (second.network.as_str(), second.device.as_str()),
            ("198.51.100.7", "Firefox on Linux")
        );

        // One by one, and only one's own.
        for foreign in [id + 1, 0] {
            assert!(!accounts.end_session(foreign, &second.id).await.unwrap());
        }
        for odd in ["", "x", &"0".repeat(64), &"é".repeat(32)] {
            assert!(!accounts.end_session(id, odd).await.unwrap(), "{odd}");
        }
        assert!(accounts.of_session(&there.session).await.unwrap().is_some());
        assert!(accounts.end_session(id, &second.id).await.unwrap());
        assert!(accounts.of_session(&there.session).await.unwrap().is_none());
        assert!(accounts.of_session(&here.session).await.unwrap().is_some());
        assert_eq!(accounts.sessions(id, &here.session).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_is_told_to_the_owner() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let here = ada_is_here(&shop, &accounts).await;
        let id = here.account.id;
        accounts
            .change_password(HERE, id, PASSWORD, "battery staple")
            .await
            .unwrap();
        let told = json!({"letter": "PasswordChanged", "account": id, "at": shop.clock.now()});
        assert_eq!(jobs(&shop).await.pop().unwrap(), told);
        let path = accounts.reset_path(id).await.unwrap().unwrap();
        let before = jobs(&shop).await.len();
        accounts
            .reset(HERE, path.strip_prefix("/reset/").unwrap(), "another staple")
            .await
            .unwrap();
        assert_eq!(jobs(&shop).await.split_off(before), [told]);
    })
    .await;
}

#[tokio::test]
async fn an_operator_ends_all_sessions_of_an_address() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        let here = ada_is_here(&shop, &accounts).await;
        accounts.log_in(HERE, ADA, PASSWORD, None).await.unwrap();
        assert_eq!(accounts.end_sessions("nobody@example.com").await.unwrap(), None);
        assert_eq!(accounts.end_sessions(" ADA@example.com ").await.unwrap(), Some(2));
        assert!(accounts.of_session(&here.session).await.unwrap().is_none());
        assert_eq!(accounts.end_sessions(ADA).await.unwrap(), Some(0));
    })
    .await;
}
