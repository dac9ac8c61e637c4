//! The checkout as a browser without script goes through it: forms, and where they lead.

use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use services::CartOwner;
use services::testing::time;

use crate::accounts::{self, customer};
use crate::browser::{Browser, hidden};
use crate::support::{Answer, PUBLIC_URL, TestApp, each_app, each_app_with};

/// What is typed where a test says nothing else: a customer in Germany, who agrees to immediate delivery.
const TYPED: [(&str, &str); 8] = [
    ("email", "ada@example.com"),
    ("name", "Ada Lovelace"),
    ("street", "Unter den Linden 1"),
    ("postal_code", "10117"),
    ("city", "Berlin"),
    ("country", "DE"),
    ("provider", "sandbox"),
    ("consent", "yes"),
];

/// Puts the theme for 19 dollars into the cart.
pub async fn fill_cart(app: &TestApp, browser: &mut Browser) {
    let added = browser.answer(app, "cart_add", "product=ember-theme&plan=pro").await;
    assert_eq!(added.header("location"), "/cart?added=ember-theme/pro");
}

/// The form as the page has it, with some fields typed otherwise; `step` is the button.
pub fn filled(page: &Answer, other: &[(&str, &str)], step: &str) -> String {
    let mut form = format!(
        "step={step}&version={}&total={}",
        hidden(page, "version"),
        hidden(page, "total")
    );
    let others = other.iter().map(|(name, _)| *name);
    let typed = TYPED
        .iter()
        .filter(|(name, _)| !others.clone().any(|other| other == *name));
    for (name, value) in typed.chain(other) {
        form += &format!("&form%5B{name}%5D={}", value.replace(' ', "+").replace('@', "%40"));
    }
    form
}

/// Types into the checkout's page as it stands and presses a button; gives where that leads. Before the order is placed
/// the page shows its total.
pub async fn submit(app: &TestApp, browser: &mut Browser, other: &[(&str, &str)], step: &str) -> String {
    if step == "place" {
        show_total(app, browser, other).await;
    }
    let page = browser.open(app, "/checkout").await;
    let answer = browser
        .answer(app, "checkout_submit", &filled(&page, other, step))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Types into the checkout's page and has it show what that comes to.
async fn show_total(app: &TestApp, browser: &mut Browser, other: &[(&str, &str)]) {
    let page = browser.open(app, "/checkout").await;
    let form = filled(&page, other, "refresh");
    let answer = browser.answer(app, "checkout_submit", &form).await;
    assert_eq!(answer.header("location"), "/checkout?step=billing#billing");
}

/// Pays on the sandbox's page; gives the path of the order's.
pub async fn pay(app: &TestApp, browser: &mut Browser, sandbox: &str) -> String {
    let path = sandbox.strip_prefix(PUBLIC_URL).unwrap();
    let paid = browser.client(app, path).post(path, "action=pay").await;
    let back = paid.header("location");
    let back = back.strip_prefix(PUBLIC_URL).unwrap_or(back).to_owned();
    let order = browser.open(app, &back).await;
    let order = order.header("location").to_owned();
    assert!(order.starts_with("/orders/M-"), "{order}");
    order
}

/// Buys the theme; gives the path of the order's page.
pub async fn buy(app: &TestApp, browser: &mut Browser, email: &str) -> String {
    fill_cart(app, browser).await;
    let sandbox = submit(app, browser, &[("email", email)], "place").await;
    pay(app, browser, &sandbox).await
}

#[tokio::test]
async fn another_total_is_shown_before_it_is_paid() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        fill_cart(&app, &mut browser).await;
        // No country's tax is in the total until one is chosen; without script nothing says that another changes it.
        let page = browser.open(&app, "/checkout").await;
        assert_eq!(hidden(&page, "total"), "1900", "before tax");
        for shown in ["Total before tax", "depends on your country", "Pay $19.00 plus tax"] {
            assert!(page.text().contains(shown), "{shown} is missing");
        }
        assert!(!page.text().contains("VAT 19%"));
        assert_eq!(
            browser
                .answer(&app, "checkout_submit", &filled(&page, &[], "place"))
                .await
                .header("location"),
            "/checkout?step=payment&notice=total#payment",
        );
        let page = browser.open(&app, "/checkout").await;
        assert_eq!(hidden(&page, "total"), "2261", "19 and 19 % of it");
        let abroad = [("country", "US"), ("region", "NY")];
        for form in [
            filled(&page, &abroad, "place"),
            filled(&page, &abroad, "place").replace("total=2261", "total=1"),
            filled(&page, &abroad, "place").replace("&total=2261", ""),
        ] {
            let answer = browser.answer(&app, "checkout_submit", &form).await;
            assert_eq!(
                answer.header("location"),
                "/checkout?step=payment&notice=total#payment",
                "{form}"
            );
        }
        let page = browser.open(&app, "/checkout?step=payment&notice=total").await;
        assert_eq!((page.status.as_u16(), hidden(&page, "total")), (409, "1900"));
        for shown in [
            "the total is $19.00 (No tax). Nothing was charged",
            "Pay $19.00",
            "Unter den Linden 1",
        ] {
            assert!(page.text().contains(shown), "{shown} is missing");
        }
        let answer = browser
            .answer(&app, "checkout_submit", &filled(&page, &abroad, "place"))
            .await;
        let sandbox = answer.header("location").to_owned();
        let path = sandbox.strip_prefix(PUBLIC_URL).unwrap();
        assert!(browser.open(&app, path).await.text().contains("$19.00"));
        pay(&app, &mut browser, &sandbox).await;
    })
    .await;
}

#[tokio::test]
async fn who_guesses_orders_is_told_to_wait() {
    each_app_with(&[("MINTREU_TRUST_PROXY", "true")], async |app| {
        let mut ada = Browser::at("192.0.2.1");
        let order = buy(&app, &mut ada, "ada@example.com").await;
        let (order, _) = order.split_once('?').unwrap();
        let number = order.strip_prefix("/orders/").unwrap();
        let ask = async |browser: &mut Browser, name: &str| {
            let answer = browser.answer(&app, "order_link", &format!("name={name}")).await;
            (answer.status.as_u16(), answer.header("location").to_owned())
        };
        let letters = async || {
            let jobs = app.context.database.store.jobs(100).await.unwrap();
            jobs.iter().filter(|job| job.payload["letter"] == "OrderLink").count()
        };

        let mut guesser = Browser::at("192.0.2.9");
        for n in 0..20 {
            let name = format!("M-2025-{n:06}");
            assert_eq!(ask(&mut guesser, &name).await, (303, format!("/orders/{name}?sent=1")));
        }
        // The next one is right, and nothing tells.
        guesser.open(&app, order).await;
        assert_eq!(ask(&mut guesser, number).await, (303, order.to_owned()));
        let page = guesser.open(&app, order).await;
        assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "3600"));
        assert!(page.text().contains("Too many attempts. Please try again in an hour."));
        assert!(page.text().contains("Mail me a new link"), "the form is there");
        assert_eq!(guesser.open(&app, order).await.status, 404, "said once");
        let program = app.anonymous().header("x-forwarded-for", "192.0.2.9");
        let told = program.post("/api/fn/order_link", &format!("name={number}")).await;
        assert_eq!((told.status.as_u16(), told.header("retry-after")), (429, "3600"));
        assert_eq!(letters().await, 0);

        // Others are not in the way of anyone.
        assert_eq!(ask(&mut ada, number).await, (303, format!("{order}?sent=1")));
        assert_eq!(letters().await, 1);
        app.context.clock.set(time("2026-02-01T13:00:00Z"));
        assert_eq!(ask(&mut guesser, number).await, (303, format!("{order}?sent=1")));
    })
    .await;
}

#[tokio::test]
async fn names_that_no_order_has_lead_nowhere() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        for name in ["", "..", "a/b", "a%0D%0Ab", "%2F%2Fevil.example", &"1".repeat(65)] {
            let answer = browser.answer(&app, "order_link", &format!("name={name}")).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("location")),
                (303, "/"),
                "{name}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_stands_beside_the_field_and_what_was_typed_is_kept() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        fill_cart(&app, &mut browser).await;
        let bad = [
            ("email", "ada@"),
            ("city", ""),
            ("vat_id", "DE123456780"),
            ("provider", "cash"),
        ];
        let to = submit(&app, &mut browser, &bad, "place").await;
        assert_eq!(to, "/checkout?step=contact&check=payment#wrong");
        let page = browser.open(&app, to.trim_end_matches("#wrong")).await;
        assert_eq!(page.status, 422);
        let text = page.text();
        for shown in [
            "value=\"ada@\"",
            "Enter a valid e-mail address, such as ada@example.com.",
            "Enter your city.",
            "value=\"DE123456780\"",
            "This VAT ID isn’t valid.",
            "Please choose how to pay.",
            "value=\"Unter den Linden 1\"",
        ] {
            assert!(text.contains(shown), "{shown} is missing");
        }
        assert_eq!(text.matches("aria-invalid=\"true\"").count(), 3);
        // Another part is opened, or the log-in, and nothing typed is lost.
        for (button, leads) in [
            ("to-contact", "/checkout?step=contact#contact"),
            ("to-payment", "/checkout?step=payment#payment"),
            ("log_in", "/login?back=/checkout"),
            ("register", "/register?back=/checkout"),
            ("", "/checkout?step=billing#billing"),
            ("to-nowhere", "/checkout?step=billing#billing"),
        ] {
            let typed = [("street", button), ("email", "ada@")];
            assert_eq!(submit(&app, &mut browser, &typed, button).await, leads);
            let page = browser.open(&app, "/checkout").await;
            assert_eq!(page.status, 200, "{button}: nothing is asked for yet");
            assert!(page.text().contains("value=\"ada@\""), "{button}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_logs_in_goes_on_with_what_was_typed() {
    accounts::each_app(async |app| {
        let mut browser = customer(&app, "192.0.2.1", "ada@example.com").await;
        browser.send(&app, "log_out", "").await;
        fill_cart(&app, &mut browser).await;
        let typed = [("street", "12 Privet Drive"), ("email", "")];
        submit(&app, &mut browser, &typed, "log_in").await;
        let log_in = "email=ada@example.com&password=correct+horse&back=/checkout";
        assert_eq!(browser.send(&app, "log_in", log_in).await, "/checkout");
        let page = browser.open(&app, "/checkout").await;
        for shown in ["12 Privet Drive", "value=\"ada@example.com\"", "Ember theme"] {
            assert!(page.text().contains(shown), "{shown} is missing");
        }

        // Whoever comes next in the same browser starts afresh.
        browser.send(&app, "log_out", "").await;
        let mut eve = customer(&app, "192.0.2.2", "eve@example.com").await;
        eve.send(&app, "log_out", "").await;
        for (key, value) in &browser.cookies {
            eve.cookies.insert(key.clone(), value.clone());
        }
        let log_in = log_in.replace("ada@", "eve@");
        eve.send(&app, "log_in", &log_in).await;
        fill_cart(&app, &mut eve).await;
        let page = eve.open(&app, "/checkout").await;
        assert!(page.text().contains("value=\"eve@example.com\""));
        assert!(!page.text().contains("Privet"), "typed by another");
    })
    .await;
}

/// Own pages send none of these.
#[tokio::test]
async fn tampered_checkouts_are_refused_and_change_nothing() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        fill_cart(&app, &mut browser).await;
        show_total(&app, &mut browser, &[]).await;
        let page = browser.open(&app, "/checkout").await;
        let good = filled(&page, &[], "place");
        for (form, status) in [
            (good.replace("total=2261", "total=1"), 409),
            (good.replace("total=2261", "total=-2261"), 409),
            (good.replace("total=2261", "total=one"), 409),
            (good.replace("version=1", "version=9"), 409),
            (good.replace("version=1", "version=one"), 409),
            (filled(&page, &[("provider", "free")], "place"), 422),
            (filled(&page, &[("provider", "stripe")], "place"), 422),
            (filled(&page, &[("country", "XX")], "place"), 422),
            (filled(&page, &[("vat_id", "%F0%9F%8E%89")], "place"), 422),
            (filled(&page, &[("city", &"x".repeat(10_000))], "place"), 422),
            ("step=place".to_owned(), 422),
            ("step=place&form%5Bemail%5D=".to_owned(), 409),
        ] {
            let program = browser.client(&app, "/api/").header("accept", "application/json");
            let answer = program.post("/api/fn/checkout_submit", &form).await;
            assert_eq!(answer.status, status, "{form:.300}: {}", answer.text());
        }
        let token = browser.cookies[&("/".to_owned(), "cart".to_owned())].clone();
        let key = CartOwner::Guest(token).key().unwrap();
        let orders = app.context.database.store.unpaid_orders_of_cart(&key).await.unwrap();
        assert!(orders.is_empty(), "{orders:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_too_late_for_a_code_reads_so_in_the_cart() {
    each_app(async |app| {
        let once = Discount {
            code: "ONCE".to_owned(),
            off: Off::Percent(BasisPoints(1_000)),
            products: Vec::new(),
            starts_at: None,
            ends_at: None,
            limit: Some(1),
            used: 0,
        };
        app.context.discounts().add(once).await.unwrap();
        let (mut ada, mut bob) = (Browser::at("192.0.2.1"), Browser::at("192.0.2.2"));
        for browser in [&mut ada, &mut bob] {
            fill_cart(&app, browser).await;
            let cart = browser.open(&app, "/cart").await;
            let form = format!("version={}&code=once", hidden(&cart, "version"));
            browser.answer(&app, "cart_code", &form).await;
        }
        show_total(&app, &mut bob, &[]).await;
        let seen = bob.open(&app, "/checkout").await;
        assert!(seen.text().contains("Discount ONCE"));
        let sandbox = submit(&app, &mut ada, &[], "place").await;
        assert!(sandbox.starts_with(PUBLIC_URL), "{sandbox}");
        let answer = bob.answer(&app, "checkout_submit", &filled(&seen, &[], "place")).await;
        assert_eq!(answer.header("location"), "/cart?not_placed");
        let cart = bob.open(&app, "/cart?not_placed").await;
        for shown in [
            "Your order was not placed and nothing was charged",
            "The code ONCE has been used up.",
        ] {
            assert!(cart.text().contains(shown), "{shown} is missing");
        }
        // A cart that was paid meanwhile says no such thing.
        pay(&app, &mut ada, &sandbox).await;
        let paid = ada.open(&app, "/cart?not_placed").await;
        assert!(paid.text().contains("Your cart is empty") && !paid.text().contains("not placed"));
    })
    .await;
}

#[tokio::test]
async fn odd_names_of_orders_are_not_found() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        for name in [
            "%00",
            "a%00b",
            "%27%20OR%201=1",
            "%F0%9F%8E%89",
            "-",
            &"9".repeat(3_000),
        ] {
            for path in [
                format!("/orders/{name}"),
                format!("/orders/{name}?key={name}"),
                format!("/orders/{name}/invoices/{name}.pdf"),
                format!("/downloads/{name}"),
            ] {
                let mut answer = browser.open(&app, &path).await;
                if answer.status == 308 {
                    // To an address that is text.
                    let to = answer.header("location").to_owned();
                    answer = browser.open(&app, &to).await;
                }
                assert_eq!(answer.status, 404, "{path:.80}: {:.300}", answer.text());
            }
            let mut back = browser.open(&app, &format!("/checkout/return/{name}?key={name}")).await;
            if back.status == 308 {
                let to = back.header("location").to_owned();
                back = browser.open(&app, &to).await;
            }
            assert_eq!(back.header("location"), "/orders/unknown", "{name:.80}");
            let pay = browser
                .answer(&app, "order_pay", &format!("name={name}&key={name}"))
                .await;
            let page = browser.open(&app, pay.header("location")).await;
            assert_eq!(page.status, 404, "{name:.80}");
        }
    })
    .await;
}

/// A cookie that somebody planted, and that the guest typed their address under.
#[tokio::test]
async fn a_guests_token_is_renewed_as_the_checkout_begins() {
    each_app(async |app| {
        let mut mallory = Browser::at("192.0.2.66");
        fill_cart(&app, &mut mallory).await;
        mallory.open(&app, "/checkout").await;
        let mut ada = Browser::at("192.0.2.1");
        ada.cookies = mallory.cookies.clone();
        let page = ada.open(&app, "/checkout").await;
        assert_eq!(page.status, 200);
        assert_ne!(ada.cookies, mallory.cookies, "the token that was planted");
        submit(&app, &mut ada, &[("street", "12 Privet Drive")], "billing").await;
        for path in ["/checkout", "/api/fn/checkout?checked=", "/login"] {
            let read = mallory.open(&app, path).await;
            assert!(!read.text().contains("Privet"), "{path}");
            assert!(!read.text().contains("ada@example.com"), "{path}");
        }
        assert!(ada.open(&app, "/checkout").await.text().contains("Privet"));
    })
    .await;
}
