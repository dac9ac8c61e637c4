//! What is sent again, and again and again.

use axum::http::Method;
use serde_json::json;

use crate::cart::{VALVE, cookie, form, location, program, stored};
use crate::support::{TestApp, each_app};

/// The key of the form on a product's page, as the page has it that moment.
async fn key_of(app: &TestApp, cookie: &str) -> String {
    let client = match cookie {
        "" => app.anonymous(),
        cookie => form(app, cookie),
    };
    let page = client.get("/products/valve").await;
    let (_, rest) = page.text().split_once("name=\"key\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// As a browser sends a form again whose answer was lost, and the app what it was not answered.
#[tokio::test]
async fn what_is_sent_again_counts_once() {
    each_app(async |app| {
        let mut cookie = String::new();
        for expected in 1..=2 {
            // The page is kept for everybody who has no cookie; its key is not.
            let key = key_of(&app, &cookie).await;
            for _ in 0..3 {
                let answer = form(&app, &cookie)
                    .post("/api/fn/cart_add", &format!("{VALVE}&key={key}"))
                    .await;
                assert_eq!(location(&answer), "/cart?added=valve/pro");
                if cookie.is_empty() {
                    cookie = self::cookie(&answer);
                }
            }
            assert_eq!(stored(&app, &cookie).await["count"], expected);
        }
        let change =
            json!({"change": {"Add": {"product": "valve", "plan": "pro", "key": "from-the-app"}}, "version": null});
        for _ in 0..3 {
            let client = program(&app, &cookie).header("content-type", "application/json");
            let answer = client
                .send(Method::POST, "/api/fn/cart_change", &change.to_string())
                .await;
            assert_eq!((answer.status.as_u16(), &answer.json()["count"]), (200, &json!(3)));
        }
        // Without a key each counts.
        for _ in 0..2 {
            form(&app, &cookie).post("/api/fn/cart_add", VALVE).await;
        }
        assert_eq!(stored(&app, &cookie).await["count"], 5);
        let keys = [
            key_of(&app, "").await,
            key_of(&app, "").await,
            key_of(&app, &cookie).await,
        ];
        assert!(keys[0] != keys[1] && keys[1] != keys[2], "{keys:?}");
        let page = app.get("/products/valve").await;
        let policy = page.header("content-security-policy");
        assert!(!policy.contains(&key_of(&app, "").await), "a key tells no nonce");
    })
    .await;
}

#[tokio::test]
async fn codes_that_are_guessed_are_told_to_wait() {
    each_app(async |app| {
        let browser = app.anonymous().header("accept", "application/json");
        let added = browser.post("/api/fn/cart_add", "product=ember-theme&plan=pro").await;
        let cookie = added.header("set-cookie").split(';').next().unwrap().to_owned();
        let browser = browser.header("cookie", &cookie);
        let guess = async |n: u32| {
            browser
                .post("/api/fn/cart_code", &format!("version=1&code=GUESS{n}"))
                .await
        };
        for n in 0..20 {
            assert_eq!(guess(n).await.status, 422, "{n}");
        }
        let answer = guess(20).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "900"));
        assert!(answer.text().contains("Too many attempts"), "{}", answer.text());
        let page = browser.clone().header("accept", "text/html");
        let led = page.post("/api/fn/cart_code", "version=1&code=GUESS").await;
        let page = page.get(led.header("location")).await;
        assert_eq!(page.status, 429);
        assert!(page.text().contains("Too many attempts"), "{}", page.text());
    })
    .await;
}
