//! Outages, forgeries and mistakes.

use std::time::Duration;

use crate::shop::{PayPalShop, order};
use domain::Clock as _;
use payments::paypal::PayPal;
use payments::{Error, Provider as _, WebhookError};
use payments_fakes::{Failure, Fake as _};

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let shop = PayPalShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fetch(&reference).await;
    shop.fetch(&reference).await;
    assert_eq!(shop.asked("/oauth2/token"), 1);
    shop.clock.pass(32_400 - 61);
    shop.fetch(&reference).await;
    assert_eq!(shop.asked("/oauth2/token"), 1);
    shop.clock.pass(2);
    shop.fetch(&reference).await;
    assert_eq!(shop.asked("/oauth2/token"), 2);
    shop.fake.revoke_tokens();
    shop.fetch(&reference).await;
    assert_eq!(shop.asked("/oauth2/token"), 3);
}

#[tokio::test]
async fn a_provider_that_is_down_is_asked_again_later() {
    let shop = PayPalShop::open().await;
    let reference = shop.start(&order()).await.reference;
    for failure in [500, 503, 429] {
        shop.fake.fail(vec![Failure::Refused(failure)]);
        assert!(
            matches!(shop.provider.fetch(&reference).await, Err(Error::Unavailable(_))),
            "{failure}"
        );
    }
    let client = |settings| PayPal::new(settings, shop.clock.clone()).expect("a client");
    let mut settings = shop.fake.settings();
    settings.timeout = Duration::from_millis(50);
    shop.fake.fail(vec![Failure::Hangs(Duration::from_secs(5))]);
    assert!(matches!(
        client(settings.clone()).fetch(&reference).await,
        Err(Error::Unavailable(_))
    ));
    settings.client_secret = "other".to_owned();
    assert!(matches!(
        client(settings.clone()).fetch(&reference).await,
        Err(Error::Unavailable(_))
    ));
    // Nobody listens there.
    settings.api_url = "http://127.0.0.1:1".to_owned();
    assert!(matches!(
        client(settings).fetch(&reference).await,
        Err(Error::Unavailable(_))
    ));
}

#[tokio::test]
async fn only_what_paypal_signed_is_heard() {
    let shop = PayPalShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("it can be approved");
    let notice = shop.fake.events().into_iter().next_back().expect("it told");
    let (headers, body) = shop.fake.signed(&notice);
    let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let hear = async |body: &[u8]| shop.provider.event(&header, body, shop.clock.now()).await;

    assert_eq!(hear(&body).await.expect("it is right").reference, Some(reference));
    // The same JSON in other bytes.
    let mut spaced = body.clone();
    spaced.push(b' ');
    spaced.insert(1, b' ');
    assert_eq!(hear(&spaced).await, Err(WebhookError::Signature));
    let text = String::from_utf8(body.clone()).expect("text");
    assert_eq!(
        hear(text.replace("APPROVED", "DECLINED").as_bytes()).await,
        Err(WebhookError::Signature)
    );
    for junk in [
        &b"[]"[..],
        b"{",
        b"\xff",
        b"{\"id\":1}",
        b"{\"id\":\"1\",\"event_type\":\"a\"},\"x\":{}",
    ] {
        assert!(matches!(hear(junk).await, Err(WebhookError::Malformed(_))));
    }
    let none = |_: &str| None;
    let unsigned = shop.provider.event(&none, &body, shop.clock.now()).await;
    assert_eq!(unsigned, Err(WebhookError::Signature));
    shop.fake.fail(vec![Failure::Refused(503)]);
    assert!(matches!(hear(&body).await, Err(WebhookError::Unavailable(_))));
    shop.clock.pass(301);
    assert_eq!(hear(&body).await, Err(WebhookError::Stale));
}

#[tokio::test]
async fn the_fake_refuses_what_paypal_refuses() {
    let shop = PayPalShop::open().await;
    shop.start(&order()).await;
    let exchange = shop
        .fake
        .exchanges()
        .into_iter()
        .find(|exchange| exchange.path == "/v2/checkout/orders");
    let exchange = exchange.expect("an order was begun");
    let http = reqwest::Client::new();
    let ask = async |body: &serde_json::Value, id: &str| {
        let url = format!("{}{}", shop.fake.url(), exchange.path);
        let request = http
            .post(url)
            .header("content-type", "application/json")
            .body(body.to_string());
        let request = request
            .header("authorization", exchange.header("authorization").expect("a token"))
            .header("paypal-request-id", id);
        request.send().await.expect("it answers").status().as_u16()
    };
    let good = exchange.json();
    assert_eq!(ask(&good, "a").await, 201);
    assert_eq!(ask(&good, "a").await, 201);
    let cent = serde_json::json!({"currency_code": "USD", "value": "0.01"});
    for (i, (pointer, value)) in [
        ("/intent", "SELL".into()),
        ("/purchase_units/0/amount/value", "104.95".into()),
        ("/purchase_units/0/amount/currency_code", "EUR".into()),
        ("/purchase_units/0/amount/breakdown/item_total", cent.clone()),
        ("/purchase_units/0/amount/breakdown/tax_total", cent.clone()),
        ("/purchase_units/0/amount/breakdown/discount", cent.clone()),
        ("/purchase_units/0/items/0/quantity", "0".into()),
        ("/purchase_units/0/items/0/unit_amount/value", "98.001".into()),
        ("/payment_source/paypal/experience_context/return_url", "/orders".into()),
        ("/payment_source/paypal/email_address", "ada".into()),
    ]
    .into_iter()
    .enumerate()
    {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is there")) = value;
        let status = ask(&bad, &i.to_string()).await;
        assert!(matches!(status, 400 | 422), "{pointer}: {status}");
        assert_eq!(ask(&bad, "a").await, 400, "the id came before");
    }
    let mut bad = good.clone();
    bad["surprise"] = 1.into();
    assert_eq!(ask(&bad, "b").await, 400);
}
