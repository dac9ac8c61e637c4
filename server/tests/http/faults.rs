//! An application whose database goes away.

use std::time::Duration;

use services::testing::{Line, until};

use crate::support::{Client, TestApp, app_behind_relay};

/// Of a cart that nobody has: the database is asked.
const CART: &str = "cart=0123456789abcdef0123456789abcdef";

fn browser(app: &TestApp) -> Client {
    app.anonymous().header("accept", "text/html").header("cookie", CART)
}

/// A product that nobody asked for before: what was read once is kept in memory.
const UNREAD: &str = "swift-geocode";

/// What asks the database is told within a second to come again; what needs none is answered; and it heals.
#[tokio::test]
async fn a_database_that_is_gone_is_503_and_the_rest_goes_on() {
    app_behind_relay(async |app, relay| {
        assert_eq!(browser(&app).get("/products/valve").await.status, 200);
        for line in [Line::Silent, Line::Cut] {
            relay.set(line);
            // The first who asks finds out.
            let unread = format!("/api/v1/products/{UNREAD}");
            let asked = app.get(&unread);
            let refused = tokio::time::timeout(Duration::from_millis(1_500), asked)
                .await
                .expect("within a second");
            refused.problem(503);
            assert!(!refused.header("retry-after").is_empty(), "{line:?}");

            for path in [
                "/",
                "/products",
                "/products?q=maps",
                "/help",
                "/products/valve",
                "/healthz",
                "/api/v1/products",
                "/media/clip.mp4",
            ] {
                assert_eq!(browser(&app).get(path).await.status, 200, "{line:?}: {path}");
            }
            for path in [
                &format!("/products/{UNREAD}"),
                "/cart",
                "/checkout",
                "/orders/1",
                "/readyz",
            ] {
                let asked = tokio::time::timeout(Duration::from_millis(500), browser(&app).get(path)).await;
                let answer = asked.unwrap_or_else(|_| panic!("{line:?}: {path} waits"));
                assert_eq!(answer.status, 503, "{line:?}: {path}");
            }
            let add = app
                .anonymous()
                .header("cookie", CART)
                .post("/api/fn/cart_add", "product=valve&plan=pro")
                .await;
            assert_eq!((add.status.as_u16(), add.header("retry-after")), (503, "2"), "{line:?}");

            relay.set(Line::Open);
            until("the database is used again", async || {
                app.get("/readyz").await.status == 200
            })
            .await;
        }
        assert_eq!(browser(&app).get(&format!("/products/{UNREAD}")).await.status, 200);
    })
    .await;
}
