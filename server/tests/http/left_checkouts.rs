//! Checkouts that are left and come back to: their session ends, something breaks, or they are paid.

use serde_json::Value;

use crate::accounts::{PASSWORD, ada, customer, each_app};
use crate::browser::{Browser, hidden};
use crate::checkout::{fill_cart, filled, pay, submit};
use crate::support::{Answer, TestApp};

const LOG_IN: &str = "/login?done=session&back=/checkout";

/// The form as a browser sends it, with the key of the page.
fn sent(page: &Answer, other: &[(&str, &str)], step: &str) -> String {
    format!("{}&page={}", filled(page, other, step), hidden(page, "page"))
}

async fn log_in(app: &TestApp, browser: &mut Browser, email: &str) -> String {
    let form = format!("email={email}&password={PASSWORD}&back=/checkout").replace(' ', "+");
    browser.send(app, "log_in", &form).await
}

/// Ends the sessions of everybody, as another device or the clock does.
async fn end_sessions(app: &TestApp, how: &str) {
    let sql = match how {
        "they are gone" => "DELETE FROM sessions",
        _ if app.context.database.engine == "sqlite" => "UPDATE sessions SET expires_at = 0",
        _ => "UPDATE sessions SET expires_at = '1970-01-01'",
    };
    app.context.database.store.run_sql(sql).await.unwrap();
}

#[tokio::test]
async fn a_session_that_ends_is_said_and_what_was_typed_stays() {
    each_app(async |app| {
        for (how, step, with_key) in [
            ("they are gone", "place", true),
            ("their time is over", "place", true),
            ("their time is over", "place", false),
            ("they are gone", "billing", true),
        ] {
            let mut browser = match how {
                "they are gone" => customer(&app, "192.0.2.7", &format!("{step}-{with_key}@example.com")).await,
                _ => customer(&app, "192.0.2.8", &format!("over-{with_key}@example.com")).await,
            };
            let email = match how {
                "they are gone" => format!("{step}-{with_key}@example.com"),
                _ => format!("over-{with_key}@example.com"),
            };
            fill_cart(&app, &mut browser).await;
            let page = browser.open(&app, "/checkout").await;
            end_sessions(&app, how).await;
            let typed = [("city", "Weimar"), ("email", email.as_str())];
            let form = match with_key {
                true => sent(&page, &typed, step),
                false => filled(&page, &typed, step),
            };
            let answer = browser.answer(&app, "checkout_submit", &form).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("location")),
                (303, LOG_IN),
                "{how} {step}"
            );
            let login = browser.open(&app, LOG_IN).await;
            assert!(login.text().contains("your cart and what you typed are still there"));
            // Whoever opens the page anew reads so too.
            let page = browser.open(&app, "/checkout").await;
            assert!(page.text().contains("You have been logged out"), "{}", page.text());

            assert_eq!(log_in(&app, &mut browser, &email).await, "/checkout");
            let page = browser.open(&app, "/checkout").await;
            assert!(
                page.text().contains("value=\"Weimar\""),
                "{how} {step}: what was typed is gone"
            );
            assert!(page.text().contains("Ember theme"), "the cart is gone");
            assert!(!browser.cookies.contains_key(&("/".to_owned(), "aside".to_owned())));
            let answer = browser
                .answer(&app, "checkout_submit", &sent(&page, &typed, "place"))
                .await;
            assert!(
                answer.header("location").contains("/sandbox/"),
                "{}",
                answer.header("location")
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_is_nobody_elses() {
    each_app(async |app| {
        let mut browser = ada(&app).await;
        fill_cart(&app, &mut browser).await;
        let page = browser.open(&app, "/checkout").await;
        let mut eve = customer(&app, "192.0.2.9", "eve@example.com").await;
        fill_cart(&app, &mut eve).await;
        end_sessions(&app, "they are gone").await;
        let form = sent(&page, &[("city", "Weimar")], "place");
        browser.answer(&app, "checkout_submit", &form).await;
        // Another customer logs in at the same browser.
        log_in(&app, &mut browser, "eve@example.com").await;
        let page = browser.open(&app, "/checkout").await;
        assert!(page.text().contains("Ember theme") && !page.text().contains("Weimar"));
        // The page of before is sent by them: nothing is ordered, nothing is kept with their cart.
        let answer = browser.answer(&app, "checkout_submit", &form).await;
        assert_eq!(answer.header("location"), LOG_IN);
        assert!(!browser.open(&app, "/checkout").await.text().contains("Weimar"));
    })
    .await;
}

#[tokio::test]
async fn a_failure_at_pay_says_what_happened_and_what_to_do() {
    each_app(async |app| {
        let store = &app.context.database.store;
        let mut guest = Browser::at("192.0.2.1");
        let mut known = ada(&app).await;
        for browser in [&mut guest, &mut known] {
            fill_cart(&app, browser).await;
            let page = browser.open(&app, "/checkout").await;
            // The total with the country's tax is shown before it is paid.
            let typed = sent(&page, &[("city", "Weimar")], "refresh");
            browser.answer(&app, "checkout_submit", &typed).await;
            let page = browser.open(&app, "/checkout").await;
            let form = sent(&page, &[("city", "Weimar")], "place");
            store.run_sql("ALTER TABLE payments RENAME TO away").await.unwrap();
            let answer = browser.answer(&app, "checkout_submit", &form).await;
            let program = browser
                .client(&app, "/api/fn/checkout_submit")
                .header("accept", "application/json");
            let said = program.post("/api/fn/checkout_submit", &form).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("location")),
                (303, "/checkout?step=payment&notice=failed#payment")
            );
            assert_eq!(said.status, 500);
            let said: Value = said.json();
            assert_eq!(said["leads_to"], answer.header("location"));
            // The page says so while it goes on, and when it is over.
            for over in [false, true] {
                if over {
                    store.run_sql("ALTER TABLE away RENAME TO payments").await.unwrap();
                }
                let page = browser.open(&app, "/checkout?step=payment&notice=failed").await;
                for shown in [
                    "Something went wrong on our side, so your order was not placed.",
                    "Nothing was charged",
                    "Please try again in a moment.",
                    "value=\"Weimar\"",
                ] {
                    assert!(page.text().contains(shown), "{shown} is missing");
                }
            }
            let page = browser.open(&app, "/checkout").await;
            let answer = browser
                .answer(&app, "checkout_submit", &sent(&page, &[], "place"))
                .await;
            assert!(answer.header("location").contains("/sandbox/"));
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_on_the_part_that_was_sent() {
    each_app(async |app| {
        let store = &app.context.database.store;
        let mut browser = Browser::at("192.0.2.1");
        fill_cart(&app, &mut browser).await;
        let page = browser.open(&app, "/checkout").await;
        store
            .run_sql("ALTER TABLE checkout_drafts RENAME TO away")
            .await
            .unwrap();
        let answer = browser
            .answer(&app, "checkout_submit", &sent(&page, &[], "contact"))
            .await;
        assert_eq!(
            answer.header("location"),
            "/checkout?step=contact&notice=not-saved#notice"
        );
        store
            .run_sql("ALTER TABLE away RENAME TO checkout_drafts")
            .await
            .unwrap();
        let page = browser.open(&app, "/checkout?step=contact&notice=not-saved").await;
        assert!(page.text().contains("what you typed could not be saved"));
    })
    .await;
}

#[tokio::test]
async fn back_after_paying_leads_to_the_order() {
    each_app(async |app| {
        let mut guest = Browser::at("192.0.2.1");
        let mut known = ada(&app).await;
        for browser in [&mut guest, &mut known] {
            fill_cart(&app, browser).await;
            let seen = browser.open(&app, "/checkout").await;
            let sandbox = submit(&app, browser, &[], "place").await;
            let order = pay(&app, browser, &sandbox).await;
            let number = order.split('?').next().unwrap();
            let page = browser.open(&app, "/checkout").await;
            let to = page.header("location").to_owned();
            assert_eq!(page.status, 302, "{}", page.text());
            assert!(to.starts_with(number), "{to}");
            let shown = browser.client(&app, &to).opened(&to).await.1;
            assert!(shown.text().contains("Thank you, your order is complete"));
            // A browser that brings the page back as it was, and its button is pressed once more.
            let again = browser
                .answer(&app, "checkout_submit", &sent(&seen, &[], "place"))
                .await;
            assert!(
                again.header("location").starts_with(number),
                "{}",
                again.header("location")
            );
            let program = browser
                .client(&app, "/api/fn/checkout_update")
                .header("accept", "application/json")
                .header("content-type", "application/json");
            let body = r#"{"form":{"email":"ada@example.com"}}"#;
            let answer = program
                .send(axum::http::Method::POST, "/api/fn/checkout_update", body)
                .await;
            let path = answer.json()["Paid"].as_str().unwrap().to_owned();
            assert!(path.starts_with(number), "{path}");
        }
    })
    .await;
}

/// The customer pays and goes back without following the provider.
#[tokio::test]
async fn back_from_the_providers_page_leads_to_the_order() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        fill_cart(&app, &mut browser).await;
        let sandbox = submit(&app, &mut browser, &[], "place").await;
        let path = sandbox.strip_prefix(crate::support::PUBLIC_URL).unwrap();
        browser.client(&app, path).post(path, "action=pay").await;
        let page = browser.open(&app, "/checkout").await;
        assert!(page.header("location").starts_with("/orders/M-"), "{}", page.text());
    })
    .await;
}
