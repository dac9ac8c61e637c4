//! What customers change of their account, and the devices that they are logged in on.

use crate::accounts::{ada, customer, each_app};
use crate::browser::{Browser, hidden};

#[tokio::test]
async fn a_customer_changes_their_own_account() {
    each_app(async |app| {
        let mut browser = ada(&app).await;
        let first = browser.session().unwrap().clone();
        let page = browser.submit(&app, "rename", "name=Ada+King").await;
        assert!(page.text().contains("Your name is saved.") && page.text().contains("<b>Ada King</b>"));
        assert_eq!(page.header("cache-control"), "no-store");
        let page = browser
            .submit(&app, "change_password", "current=wrong+horse&password=short")
            .await;
        assert!(page.text().contains("This password is wrong.") && page.text().contains("too short"));
        let page = browser
            .submit(&app, "change_password", "current=correct+horse&password=battery+staple")
            .await;
        assert!(page.text().contains("Your password is changed."));
        assert_ne!(browser.session(), Some(&first), "a new session");

        let mut other = browser.clone();
        for wrong in ["confirm=", "confirm=correct+horse"] {
            let page = browser.submit(&app, "log_out_everywhere", wrong).await;
            assert!(page.text().contains("This password is wrong."), "{wrong}");
        }
        let to = browser.send(&app, "log_out_everywhere", "confirm=battery+staple").await;
        assert_eq!((to.as_str(), browser.session()), ("/login?done=everywhere", None));
        assert_eq!(
            other.open(&app, "/account").await.header("location"),
            "/login?back=/account"
        );
        let to = other.send(&app, "rename", "name=Eve").await;
        assert_eq!(to, "/login?back=/account", "whoever is logged out is led to the log-in");
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    each_app(async |app| {
        let mut browser = ada(&app).await;
        let mut elsewhere = Browser::at("198.51.100.7");
        elsewhere
            .send(&app, "log_in", "email=ada@example.com&password=correct+horse")
            .await;
        let mut eve = customer(&app, "192.0.2.3", "eve@example.com").await;
        let page = browser.open(&app, "/account").await;
        for told in ["198.51.100.7", "192.0.2.1", "This device", "Log out this device"] {
            assert!(page.text().contains(told), "{told} is missing");
        }
        assert!(!page.text().contains("192.0.2.3"), "another customer's session");
        let id = hidden(&page, "id").to_owned();
        assert_eq!(id.len(), 64);
        // Nobody ends another's.
        eve.send(&app, "end_session", &format!("id={id}")).await;
        assert_eq!(elsewhere.open(&app, "/account").await.status, 200);
        let page = browser.submit(&app, "end_session", &format!("id={id}")).await;
        assert!(page.text().contains("The device is logged out."));
        assert_eq!(elsewhere.open(&app, "/account").await.status, 302);
        assert_eq!(browser.open(&app, "/account").await.status, 200);
    })
    .await;
}

/// Whoever guesses locks nobody out of the browser in which they have been logged in.
#[tokio::test]
async fn a_known_device_is_let_in_whoever_guesses() {
    each_app(async |app| {
        let mut browser = ada(&app).await;
        browser.send(&app, "log_out", "").await;
        assert!(browser.cookies.contains_key(&("/".to_owned(), "device".to_owned())));
        for n in 0..100 {
            let mut guesser = Browser::at(&format!("203.0.113.{n}"));
            guesser.open(&app, "/login").await;
            guesser
                .send(&app, "log_in", "email=ada@example.com&password=guess")
                .await;
        }
        let form = "email=ada@example.com&password=correct+horse";
        let mut stranger = Browser::at("198.51.100.9");
        stranger.open(&app, "/login").await;
        assert_eq!(stranger.submit(&app, "log_in", form).await.status, 429);
        assert_eq!(browser.send(&app, "log_in", form).await, "/account/purchases");
    })
    .await;
}
