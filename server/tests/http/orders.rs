//! Buying over HTTP: the sandbox's page, invoices and downloads, and that nobody reaches another's.

use domain::Clock as _;
use domain::checkout::ExpectedTotals;
use domain::order::PAYABLE_DAYS;
use hmac::{Hmac, KeyInit as _, Mac as _};
use services::testing::shop::form;
use services::{Shopper, Visitor};
use sha2::Sha256;

use crate::support::{Answer, Client, PRODUCTION, TestApp, each_app, each_app_with};

/// A guest with a browser of their own, and what was put into the cart.
async fn guest(app: &TestApp) -> (Client, String) {
    let browser = app
        .anonymous()
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin");
    let added = browser.post("/api/fn/cart_add", "product=ember-theme&plan=pro").await;
    let cookie = added.header("set-cookie").split(';').next().unwrap().to_owned();
    (browser.header("cookie", &cookie), cookie)
}

fn visitor(cookie: &str) -> Visitor {
    Visitor {
        cart: cookie.split_once('=').map(|(_, token)| token.to_owned()),
        ..Visitor::default()
    }
}

/// Places the order of a guest's cart; gives the path of the sandbox's page.
async fn place(app: &TestApp, cookie: &str) -> String {
    let visitor = visitor(cookie);
    let owner = visitor.owner().unwrap();
    let shopper: Shopper<'_> = visitor.shopper(&owner);
    let checkout = &app.state.services.checkout;
    let view = checkout.update(shopper, &form()).await.unwrap();
    let seen = ExpectedTotals {
        version: view.cart.version,
        total: view.totals.total,
    };
    let url = checkout.place(shopper, seen, &form()).await.unwrap();
    url.split_once("//")
        .unwrap()
        .1
        .split_once('/')
        .map(|(_, path)| format!("/{path}"))
        .unwrap()
}

/// Follows a redirect.
async fn follow(client: &Client, answer: &Answer) -> (String, Answer) {
    let to = answer.header("location");
    let path = to.strip_prefix("https://shop.localhost").unwrap_or(to).to_owned();
    let next = client.opened(&path).await.1;
    (path, next)
}

/// Buys as a guest: the path of the order's page with its key.
async fn buy(app: &TestApp) -> (Client, String) {
    let (browser, cookie) = guest(app).await;
    let sandbox = place(app, &cookie).await;
    assert!(
        browser.get(&sandbox).await.text().contains("$22.61"),
        "19 and 19 % of it"
    );
    let paid = browser.post(&sandbox, "action=pay").await;
    let (_, back) = follow(&browser, &paid).await;
    let path = back.header("location").to_owned();
    assert!(path.starts_with("/orders/M-"), "{path}");
    (browser, path)
}

/// The first address in a page that begins so.
fn address(page: &Answer, start: &str) -> String {
    let found = page.text().split_once(start);
    let (_, rest) = found.unwrap_or_else(|| panic!("{start} in {}", page.text()));
    let (rest, _) = rest.split_once('"').unwrap();
    format!("{start}{rest}").replace("&amp;", "&")
}

#[tokio::test]
async fn a_guest_buys_and_reaches_what_was_bought_by_the_link() {
    each_app(async |app| {
        let (browser, path) = buy(&app).await;
        let (browser, page) = browser.opened(&path).await;
        assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-store"));
        assert!(page.text().contains("Thank you, your order is complete"));
        let invoice = browser.get(&address(&page, "/orders/M-2026-000001/invoices/")).await;
        assert_eq!(invoice.header("content-type"), "application/pdf");
        assert!(invoice.body.starts_with(b"%PDF-"));
        let xml = address(&page, "/orders/M-2026-000001/invoices/").replace(".pdf", ".xml");
        assert!(browser.get(&xml).await.text().contains("CrossIndustryInvoice"));
    })
    .await;
}

#[tokio::test]
async fn what_is_on_its_way_leads_to_its_order_and_is_not_bought_again() {
    each_app(async |app| {
        let (browser, cookie) = guest(&app).await;
        let sandbox = place(&app, &cookie).await;
        browser.post(&sandbox, "action=wait").await;
        let owner = visitor(&cookie).owner().unwrap();
        let view = app
            .state
            .services
            .checkout
            .view(visitor(&cookie).shopper(&owner), None)
            .await;
        let view = view.unwrap();
        let (version, total) = (view.cart.version, view.totals.total);
        let typed = "form[email]=ada%40example.com&form[name]=Ada&form[street]=Street+1&form[city]=Berlin\
            &form[postal_code]=10117&form[country]=DE&form[provider]=sandbox&form[consent]=yes";
        let placed = browser
            .post(
                "/api/fn/checkout_submit",
                &format!("step=place&version={version}&total={total}&{typed}"),
            )
            .await;
        let (path, page) = follow(&browser, &placed).await;
        assert!(
            path.starts_with("/orders/") && page.text().contains("Your payment is on its way"),
            "{path}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_to_an_order_does_not_make_itself_new() {
    each_app(async |app| {
        let (browser, link) = buy(&app).await;
        let (path, own) = link.split_once("?key=").unwrap();
        app.context.clock.set(app.context.clock.now().plus_days(1));
        let opened = browser.get(&link).await;
        assert_eq!((opened.status.as_u16(), opened.header("location")), (303, path));
        let kept = opened.header("set-cookie");
        assert!(
            kept.starts_with(&format!("orders={own};")) && kept.contains("HttpOnly"),
            "{kept}"
        );
        let (_, page) = browser.opened(&link).await;
        assert!(page.text().contains("Thank you"), "{}", page.text());
        assert!(!page.text().contains("key="), "{}", page.text());
        assert!(!page.text().contains(own), "{}", page.text());
        let number = path.trim_start_matches("/orders/");
        let (_, lower) = browser
            .opened(&link.to_lowercase().replace(&own.to_lowercase(), own))
            .await;
        assert!(lower.text().contains("Thank you"), "{}", lower.text());
        let back = browser.get(&format!("/checkout/return/{number}?key={own}")).await;
        assert_eq!(back.header("location"), link);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_made_void_on_its_page() {
    each_app(async |app| {
        let (browser, link) = buy(&app).await;
        let (path, _) = link.split_once('?').unwrap();
        let (browser, page) = browser.opened(&link).await;
        assert!(page.text().contains("Turn off the link"), "{}", page.text());
        let name = path.trim_start_matches("/orders/");
        let stranger = app.anonymous().header("accept", "application/json");
        let refused = stranger
            .post("/api/fn/order_void", &format!("name={name}&key=made.up"))
            .await;
        assert_eq!(refused.status, 404);
        let (led, page) = follow(
            &browser,
            &browser.post("/api/fn/order_void", &format!("name={name}")).await,
        )
        .await;
        assert_eq!((led, page.status.as_u16()), (format!("{path}?void=1"), 404));
        assert!(
            page.text().contains("The old links to this order no longer work."),
            "{}",
            page.text()
        );
        for closed in [&link, path] {
            assert_eq!(browser.get(closed).await.status, 404, "{closed}");
        }
    })
    .await;
}

#[tokio::test]
async fn forged_events_are_told_to_wait() {
    let paypal = [
        ("PAYPAL_CLIENT_ID", "a"),
        ("PAYPAL_CLIENT_SECRET", "b"),
        ("PAYPAL_WEBHOOK_ID", "c"),
        ("PAYPAL_API_URL", "http://127.0.0.1:9"),
    ];
    each_app_with(&paypal, async |app| {
        let forged = app.anonymous();
        for _ in 0..60 {
            forged.post("/webhooks/paypal", "{}").await.problem(400);
        }
        let answer = forged.post("/webhooks/paypal", "{}").await;
        answer.problem(429);
        assert_eq!(answer.header("retry-after"), "600");
    })
    .await;
}

#[tokio::test]
async fn paying_by_a_link_makes_no_new_one_before_it_is_asked_for() {
    each_app(async |app| {
        let (browser, link) = buy(&app).await;
        let (path, key) = link.split_once("?key=").unwrap();
        let form = format!("name={}&key={key}", path.trim_start_matches("/orders/"));
        // As long as it counts, it does not make itself new.
        for (days, status) in [(29, 200), (1, 410)] {
            app.context.clock.set(app.context.clock.now().plus_days(days));
            let pay = browser.post("/api/fn/order_pay", &form).await;
            let (led, page) = follow(&browser, &pay).await;
            assert_eq!((led.as_str(), page.status.as_u16()), (link.as_str(), status));
            assert_eq!(page.text().contains("Mail me a new link"), status == 410);
        }
    })
    .await;
}

#[tokio::test]
async fn an_order_that_nobody_paid_in_time_says_so() {
    each_app(async |app| {
        let (browser, cookie) = guest(&app).await;
        let sandbox = place(&app, &cookie).await;
        let (_, back) = follow(&browser, &browser.post(&sandbox, "action=cancel").await).await;
        let (link, page) = follow(&browser, &back).await;
        assert!(page.text().contains("Go on to payment"), "{}", page.text());

        app.context.clock.set(app.context.clock.now().plus_days(PAYABLE_DAYS));
        let (path, key) = link.split_once("?key=").unwrap();
        let form = format!("name={}&key={key}", path.trim_start_matches("/orders/"));
        let program = app.anonymous().header("accept", "application/json");
        assert_eq!(program.post("/api/fn/order_pay", &form).await.status, 409);
        let (led, page) = follow(&browser, &browser.post("/api/fn/order_pay", &form).await).await;
        assert_eq!(led, link);
        let said = page.text();
        assert!(said.contains("The time to pay this order has run out"), "{said}");
        assert!(!said.contains("/api/fn/order_pay"), "there is nothing to press: {said}");
    })
    .await;
}

#[tokio::test]
async fn an_order_says_what_of_it_was_paid_back() {
    each_app(async |app| {
        let (browser, cookie) = guest(&app).await;
        browser.post("/api/fn/cart_add", "product=valve&plan=pro").await;
        let sandbox = place(&app, &cookie).await;
        let paid = browser.post(&sandbox, "action=pay").await;
        let (_, back) = follow(&browser, &paid).await;
        let link = back.header("location");
        let (name, _) = link.strip_prefix("/orders/").unwrap().split_once('?').unwrap();
        let orders = &app.state.services.orders;
        for (line, head) in [(2, "Paid, and paid back in part"), (1, "This order was paid back")] {
            orders.refund(name, Some(line)).await.unwrap();
            let page = browser.opened(link).await.1;
            assert!(page.text().contains(head), "{}", page.text());
            assert!(!page.text().contains("Thank you"), "{}", page.text());
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_reaches_anothers_order_invoice_or_cart() {
    each_app(async |app| {
        let (_, mine) = buy(&app).await;
        let (stranger, theirs) = buy(&app).await;
        let (name, _) = mine.split_once('?').unwrap();
        let (_, foreign) = theirs.split_once("key=").unwrap();
        let (_, own) = mine.split_once("key=").unwrap();
        let order = name.strip_prefix("/orders/").unwrap();
        let mut turned: Vec<u8> = own.bytes().collect();
        turned[0] ^= 1;
        let turned = String::from_utf8(turned).unwrap();
        for key in [
            "",
            "?key=",
            "?key=made.up",
            &format!("?key={foreign}"),
            &format!("?key={turned}"),
        ] {
            assert_eq!(stranger.get(&format!("{name}{key}")).await.status, 404, "{key}");
            let invoice = format!("{name}/invoices/2026-000001.pdf{key}");
            assert_eq!(stranger.get(&invoice).await.status, 404, "{invoice}");
            let back = stranger.get(&format!("/checkout/return/{order}{key}")).await;
            assert_eq!(back.header("location"), "/orders/unknown", "{key}");
            let pay = format!("name={order}&key={}", key.trim_start_matches("?key="));
            let (_, page) = follow(&stranger, &stranger.post("/api/fn/order_pay", &pay).await).await;
            assert_eq!(page.status, 404, "{key}");
            assert!(page.text().contains("This order opens with its link"), "{key}");
            let program = app.anonymous().header("accept", "application/json");
            assert_eq!(program.post("/api/fn/order_pay", &pay).await.status, 404, "{key}");
        }
        app.get("/downloads/made.up").await.problem(404);
        let (browser, _) = guest(&app).await;
        let other = app.anonymous().header("accept", "text/html");
        assert!(browser.get("/cart").await.text().contains("Ember theme"));
        assert!(other.get("/cart").await.text().contains("Your cart is empty"));
    })
    .await;
}

#[tokio::test]
async fn webhooks_are_believed_by_their_signature_alone() {
    let stripe = [("STRIPE_SECRET_KEY", "sk_test_1"), ("STRIPE_WEBHOOK_SECRET", "whsec_1")];
    each_app_with(&stripe, async |app| {
        let told = app.anonymous().post("/webhooks/stripe", "{}").await;
        told.problem(400);
        let forged = app.anonymous().header("stripe-signature", "t=1,v1=00");
        forged.post("/webhooks/stripe", "{}").await.problem(400);
        app.anonymous().post("/webhooks/paypal", "{}").await.problem(404);
        app.anonymous().post("/webhooks/sandbox", "{}").await.problem(404);
        let large = "x".repeat((1 << 20) + 1);
        app.anonymous().post("/webhooks/stripe", &large).await.problem(413);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_nobody_knows_is_taken_and_ignored() {
    let secret = "whsec_1";
    let stripe = [("STRIPE_SECRET_KEY", "sk_test_1"), ("STRIPE_WEBHOOK_SECRET", secret)];
    each_app_with(&stripe, async |app| {
        let body = r#"{"id":"evt_1","object":"event","type":"climate.order.created","data":{"object":{"id":"x"}}}"#;
        let signed = |at: i64| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
            mac.update(format!("{at}.{body}").as_bytes());
            let signature = hex::encode(mac.finalize().into_bytes());
            format!("t={at},v1={signature}")
        };
        let now = app.context.clock.now().as_seconds();
        // However often it comes.
        for _ in 0..2 {
            let client = app.anonymous().header("stripe-signature", &signed(now));
            assert_eq!(client.post("/webhooks/stripe", body).await.status, 200);
        }
        let stale = app.anonymous().header("stripe-signature", &signed(now - 301));
        stale.post("/webhooks/stripe", body).await.problem(400);
    })
    .await;
}

#[tokio::test]
async fn production_has_no_sandbox() {
    each_app_with(&PRODUCTION, async |app| {
        assert!(app.state.services.orders.providers().is_empty());
        app.get("/sandbox/pay/sandbox-1-1").await.problem(404);
    })
    .await;
}
