//! Refused forms without script: where their answer is shown, and whose it is.

use crate::accounts::each_app;
use crate::browser::Browser;

#[tokio::test]
async fn a_refusal_is_taken_from_this_server_and_for_its_form_alone() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        browser.open(&app, "/login").await;
        browser.send(&app, "log_in", "email=a@example.com&password=x").await;
        let key = ("/".to_owned(), "refused".to_owned());
        let genuine = browser.cookies[&key].clone();
        for (path, cookie) in [("/login", "eyJub3RpY2UiOiJXaW4hIn0.forged"), ("/register", &genuine)] {
            let mut victim = Browser::at("192.0.2.2");
            victim.cookies.insert(key.clone(), cookie.to_owned());
            let page = victim.open(&app, path).await;
            assert!(!page.text().contains("class=\"notice"), "{path} took {cookie}");
            assert!(victim.cookies.is_empty(), "it is taken away");
        }
    })
    .await;
}

/// Some browsers don't say which page a form is on, and a program may say anything.
#[tokio::test]
async fn a_refused_form_leads_to_a_page_of_this_site() {
    each_app(async |app| {
        let sent = async |referer: &str| {
            let client = app.anonymous().header("accept", "text/html").header("referer", referer);
            let answer = client.post("/api/fn/log_in", "email=a@example.com&password=x").await;
            assert_eq!(answer.status, 303, "{referer}");
            answer.header("location").to_owned()
        };
        assert_eq!(sent("").await, "/login");
        assert_eq!(
            sent("https://shop.localhost/login?back=/cart").await,
            "/login?back=/cart"
        );
        assert_eq!(sent("https://evil.example/login?a=b").await, "/login");
        assert_eq!(sent("https://shop.localhost.evil.example").await, "/login");
        assert_eq!(sent("nonsense").await, "/login");
    })
    .await;
}
