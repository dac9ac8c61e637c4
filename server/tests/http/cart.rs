//! Carts as HTTP sees them: cookies, forms and where they lead, refusals, and nobody at another's cart.

use axum::http::Method;
use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use serde_json::{Value, json};

use crate::browser::cart_of;
use crate::support::{Answer, Client, ODD_TITLE, TestApp, each_app, each_app_with, plan_of};

pub(crate) const VALVE: &str = "product=valve&plan=pro";

/// A browser's plain form, with or without a cart.
pub(crate) fn form(app: &TestApp, cookie: &str) -> Client {
    let client = app
        .anonymous()
        .header("accept", "text/html,*/*")
        .header("cookie", cookie);
    client.header("sec-fetch-site", "same-origin")
}

/// The app in the browser, or any other program.
pub(crate) fn program(app: &TestApp, cookie: &str) -> Client {
    app.anonymous()
        .header("accept", "application/json")
        .header("cookie", cookie)
}

/// The `name=value` of the cookie that was set.
pub(crate) fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// A code for a tenth off everything.
pub(crate) fn tenth(code: &str) -> Discount {
    Discount {
        code: code.to_owned(),
        off: Off::Percent(BasisPoints(1_000)),
        products: Vec::new(),
        starts_at: None,
        ends_at: None,
        limit: None,
        used: 0,
    }
}

/// A cart with one valve.
async fn cart_with_valve(app: &TestApp) -> String {
    cookie(&form(app, "").post("/api/fn/cart_add", VALVE).await)
}

pub(crate) async fn stored(app: &TestApp, cookie: &str) -> Value {
    program(app, cookie).get("/api/fn/cart").await.json()
}

pub(crate) fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{:?}", answer.body);
    answer.header("location")
}

#[tokio::test]
async fn a_plain_form_fills_the_cart_and_leads_to_it() {
    each_app(async |app| {
        let answer = form(&app, "").post("/api/fn/cart_add", VALVE).await;
        assert_eq!(location(&answer), "/cart?added=valve/pro");
        let set = answer.header("set-cookie");
        let token = set.strip_prefix("cart=").unwrap().split(';').next().unwrap();
        assert!(
            token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()),
            "{token}"
        );
        assert_eq!(
            set,
            format!("cart={token}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=7776000")
        );

        let cookie = cookie(&answer);
        let page = form(&app, &cookie).get("/cart?added=valve/pro").await;
        assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-store"));
        for shown in [
            "Added Valve",
            "$9.00",
            "href=\"/checkout\"",
            "name=\"version\" value=\"1\"",
        ] {
            assert!(page.text().contains(shown), "{shown} is missing");
        }
        assert!(!page.text().contains(ODD_TITLE), "a title became markup");
        for path in ["/", "/products", "/products/valve", "/help", "/nowhere"] {
            let page = form(&app, &cookie).get(path).await;
            assert!(page.text().contains(&cart_of(1)), "{path}");
            assert_eq!(page.header("set-cookie"), "", "{path}");
        }
        let page = form(&app, "").get("/").await;
        assert!(page.text().contains(&cart_of(0)));
    })
    .await;
}

#[tokio::test]
async fn the_cookie_goes_over_http_where_the_site_does() {
    each_app_with(&[("PUBLIC_URL", "http://127.0.0.1:3000")], async |app| {
        let answer = form(&app, "").post("/api/fn/cart_add", VALVE).await;
        let set = answer.header("set-cookie");
        assert!(set.contains("HttpOnly") && !set.contains("Secure"), "{set}");
    })
    .await;
}

#[tokio::test]
async fn forms_change_confirm_and_take_out() {
    each_app(async |app| {
        let cookie = cart_with_valve(&app).await;
        let post = async |path: &str, body: &str| {
            let answer = form(&app, &cookie).post(path, body).await;
            let to = location(&answer).to_owned();
            (to, stored(&app, &cookie).await)
        };
        let set = |version: i64, rest: &str| format!("version={version}&{VALVE}&{rest}");
        let (to, cart) = post("/api/fn/cart_set", &set(1, "quantity=3")).await;
        assert_eq!(
            (to.as_str(), cart["count"].clone()),
            ("/cart?changed=valve/pro", json!(3))
        );
        let (_, cart) = post("/api/fn/cart_set", &set(2, "step=-1&quantity=3")).await;
        assert_eq!(
            (cart["count"].clone(), cart["subtotal"]["amount"].clone()),
            (json!(2), json!(1_800))
        );
        app.context.discounts().add(tenth("SPRING-10")).await.unwrap();
        let (_, cart) = post("/api/fn/cart_code", "version=3&code=spring-10").await;
        assert_eq!(cart["code"], "SPRING-10");
        let (to, cart) = post("/api/fn/cart_code", "version=4&code=nope").await;
        assert_eq!(cart["code"], "SPRING-10", "a refused code takes no place");
        assert_eq!(to, "/cart?refused=code-unknown&line=code&typed=nope");
        let page = form(&app, &cookie).get(&to).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("The code NOPE isn’t valid."));

        app.context.import(&[plan_of("valve", 1_000)]).await;
        let page = form(&app, &cookie).get("/cart").await;
        assert!(page.text().contains("Was $9.00, now $10.00"));
        assert!(!page.text().contains("href=\"/checkout\""), "the checkout is open");
        let (to, cart) = post("/api/fn/cart_confirm", "version=4").await;
        assert_eq!(
            (to.as_str(), cart["lines"][0]["state"].clone()),
            ("/cart?changed=", json!("Same"))
        );
        let (_, cart) = post("/api/fn/cart_set", &set(5, "quantity=0")).await;
        assert_eq!((cart["count"].clone(), cart["version"].clone()), (json!(0), json!(6)));
        assert!(
            form(&app, &cookie)
                .get("/cart")
                .await
                .text()
                .contains("Your cart is empty")
        );
    })
    .await;
}

/// The page of a product is open while its plan changes.
#[tokio::test]
async fn what_a_page_of_before_showed_waits_to_be_confirmed() {
    each_app(async |app| {
        let hidden = |page: &Answer, name: &str| {
            let field = format!("name=\"{name}\" value=\"");
            let (_, rest) = page.text().split_once(&field).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let add = async |seen: &str| {
            let answer = form(&app, "")
                .post("/api/fn/cart_add", &format!("{VALVE}&seen={seen}"))
                .await;
            cookie(&answer)
        };
        let page = form(&app, "").get("/products/valve").await;
        let seen = hidden(&page, "seen");
        let fresh = add(&seen).await;
        assert_eq!(stored(&app, &fresh).await["lines"][0]["state"], "Same");

        app.context.import(&[plan_of("valve", 1_000)]).await;
        let late = add(&seen).await;
        let page = form(&app, &late).get("/cart").await;
        assert!(page.text().contains("Please check its price and terms once more"));
        assert!(!page.text().contains("href=\"/checkout\""), "the checkout is open");
        let shown = hidden(&page, "shown");
        app.context.import(&[plan_of("valve", 1_100)]).await;
        let accept = async |shown: &str| {
            let body = format!("version=1&shown={shown}");
            let answer = form(&app, &late).post("/api/fn/cart_confirm", &body).await;
            location(&answer).to_owned()
        };
        assert!(accept(&shown).await.starts_with("/cart?refused=stale"));
        let page = form(&app, &late).get("/cart").await;
        assert!(page.text().contains("$11.00"));
        assert_eq!(accept(&hidden(&page, "shown")).await, "/cart?changed=");
        assert_eq!(stored(&app, &late).await["lines"][0]["state"], "Same");
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_is_said_beside_the_line_with_what_was_typed() {
    each_app(async |app| {
        let cookie = cart_with_valve(&app).await;
        for (body, why, status, said) in [
            (
                "version=1&quantity=150",
                "too-many",
                422,
                "You can buy up to 99 of one plan.",
            ),
            (
                "version=1&quantity=%3Cb%3E",
                "not-a-number",
                422,
                "Enter a whole number from 0 to 99.",
            ),
            (
                "version=7&quantity=5",
                "stale",
                409,
                "Your cart was changed in another window",
            ),
        ] {
            let answer = form(&app, &cookie)
                .post("/api/fn/cart_set", &format!("{VALVE}&{body}"))
                .await;
            let to = location(&answer);
            assert!(
                to.starts_with(&format!("/cart?refused={why}&line=valve/pro&typed=")),
                "{to}"
            );
            let page = form(&app, &cookie).get(to).await;
            assert_eq!(page.status, status, "{why}");
            assert!(page.text().contains(said), "{said} is missing");
            assert!(!page.text().contains("<b>\""), "what was typed became markup");
        }
        let page = form(&app, &cookie)
            .get("/cart?refused=too-many&line=valve/pro&typed=150")
            .await;
        assert!(page.text().contains("value=\"150\""), "what was typed is gone");
        for (again, status) in [
            ("product=swift-geocode&plan=pro", "added"),
            ("product=swift-geocode&plan=pro", "refused"),
        ] {
            let answer = form(&app, &cookie).post("/api/fn/cart_add", again).await;
            assert!(location(&answer).starts_with(&format!("/cart?{status}=")));
        }
        for (code, status) in [("two+words", 422), ("%00", 422)] {
            let answer = form(&app, &cookie)
                .post("/api/fn/cart_code", &format!("version=2&code={code}"))
                .await;
            let page = form(&app, &cookie).get(location(&answer)).await;
            assert_eq!(page.status, status, "{code}");
            assert!(page.text().contains("no spaces"), "{code}");
        }
        // An address says nothing of the server.
        assert_eq!(form(&app, &cookie).get("/cart?refused=made-up").await.status, 200);
    })
    .await;
}

/// Own pages send none of these.
#[tokio::test]
async fn tampered_requests_are_refused_and_change_nothing() {
    each_app(async |app| {
        let cookie = cart_with_valve(&app).await;
        let before = stored(&app, &cookie).await;
        for (path, body, status) in [
            ("cart_add", "product=valve&plan=gold", 404),
            ("cart_add", "product=nothing&plan=pro", 404),
            ("cart_add", "product=../valve&plan=pro", 422),
            ("cart_add", "product=valve", 422),
            ("cart_add", "", 422),
            ("cart_add", "product=valve&product=valve&plan=pro", 422),
            ("cart_add", "product=%ff%fe&plan=pro", 422),
            ("cart_set", "version=1&product=valve&plan=pro&quantity=100", 422),
            ("cart_set", "version=1&product=valve&plan=pro&quantity=-1", 422),
            ("cart_set", "version=1&product=valve&plan=pro&quantity=1.5", 422),
            (
                "cart_set",
                "version=1&product=valve&plan=pro&quantity=99999999999999999999",
                422,
            ),
            ("cart_set", "version=1&product=valve&plan=pro&quantity=2&step=9999999999", 422),
            ("cart_set", "version=1&product=valve&plan=gold&quantity=2", 404),
            ("cart_set", "version=9&product=valve&plan=pro&quantity=2", 409),
            ("cart_set", "version=one&product=valve&plan=pro&quantity=2", 422),
            ("cart_set", "product=valve&plan=pro&quantity=2", 422),
            ("cart_confirm", "version=0", 409),
            ("cart_confirm", "", 422),
            ("cart_code", "version=1&code=%C3%A9", 422),
            ("cart_change", "{}", 422),
        ] {
            let answer = program(&app, &cookie).post(&format!("/api/fn/{path}"), body).await;
            assert_eq!(answer.status, status, "{path} {body}: {:?}", answer.body);
            assert!(answer.json()["message"].is_string(), "{path} {body}");
            assert_eq!(answer.header("set-cookie"), "", "{path} {body}");
            let html = form(&app, &cookie).post(&format!("/api/fn/{path}"), body).await;
            assert!(html.status.as_u16() < 500, "{path} {body}");
        }
        let change = json!({"change": {"Set": {"product": "valve", "plan": "pro", "quantity": 4_000_000_000_u32}}, "version": 1});
        for (body, status) in [
            (change.to_string(), 422),
            (json!({"change": {"Price": 1}, "version": 1}).to_string(), 422),
            (json!({"change": "Confirm", "version": 2}).to_string(), 409),
            ("[".repeat(100_000), 422),
        ] {
            let answer = program(&app, &cookie).post("/api/fn/cart_change", &body).await;
            assert_eq!(answer.status, status, "{:.200}", body);
        }
        for path in ["cart_add", "cart_set", "cart_confirm", "cart_code", "cart_change"] {
            let status = program(&app, &cookie).get(&format!("/api/fn/{path}")).await.status.as_u16();
            assert!((400..500).contains(&status), "GET {path}: {status}");
        }
        assert_eq!(stored(&app, &cookie).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_stale_tab_gets_the_cart_as_it_stands() {
    each_app(async |app| {
        let cookie = cart_with_valve(&app).await;
        let change = |version: i64, quantity: u32| {
            json!({"change": {"Set": {"product": "valve", "plan": "pro", "quantity": quantity}}, "version": version})
                .to_string()
        };
        let answer = program(&app, &cookie).post("/api/fn/cart_change", &change(1, 5)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["version"].clone()),
            (200, json!(2))
        );
        let answer = program(&app, &cookie).post("/api/fn/cart_change", &change(1, 9)).await;
        let refusal = answer.json();
        assert_eq!(
            (answer.status.as_u16(), refusal["error"].clone()),
            (409, json!("stale"))
        );
        assert_eq!(refusal["cart"], stored(&app, &cookie).await);
        assert_eq!(refusal["cart"]["count"], 5);
    })
    .await;
}

#[tokio::test]
async fn nobody_reaches_anothers_cart() {
    each_app(async |app| {
        let mine = cart_with_valve(&app).await;
        for other in [
            String::new(),
            "cart=".to_owned(),
            "cart=0123456789abcdef0123456789abcdef".to_owned(),
            format!("{}0", mine),
            mine.to_uppercase(),
            "cart=account:1".to_owned(),
        ] {
            let cart = stored(&app, &other).await;
            assert_eq!(cart["count"], 0, "{other}");
            let answer = program(&app, &other).post("/api/fn/cart_add", VALVE).await;
            assert_eq!(answer.status, 200, "{other}");
            let given = cookie(&answer);
            assert!(given != other && given != mine, "{other} was taken for a cart");
            let set = "version=1&product=valve&plan=pro&quantity=9";
            assert!(
                program(&app, &other)
                    .post("/api/fn/cart_set", set)
                    .await
                    .status
                    .as_u16()
                    >= 400
            );
        }
        assert_eq!(stored(&app, &mine).await["count"], 1);
        let foreign = app
            .anonymous()
            .header("cookie", &mine)
            .header("sec-fetch-site", "cross-site");
        foreign.post("/api/fn/cart_add", VALVE).await.problem(403);
        foreign
            .send(Method::POST, "/api/fn/cart_change", "{}")
            .await
            .problem(403);
        assert_eq!(stored(&app, &mine).await["count"], 1);
    })
    .await;
}

#[tokio::test]
async fn pages_for_readers_without_a_cart_ask_nothing_of_the_database() {
    each_app(async |app| {
        let cookie = cart_with_valve(&app).await;
        app.context.database.store.close().await;
        assert_eq!(form(&app, "theme=dark").get("/products").await.status, 200);
        let page = form(&app, &cookie).get("/products").await;
        assert_eq!(page.status, 200, "a page without a number is better than none");
        assert!(page.text().contains(&cart_of(0)));
        let answer = program(&app, &cookie).post("/api/fn/cart_add", VALVE).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "2"));
        assert!(!answer.text().to_lowercase().contains("pool"), "{}", answer.text());
    })
    .await;
}
