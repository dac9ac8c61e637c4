//! Outages, forgeries and mistakes.

use std::time::Duration;

use crate::shop::{StripeShop, monthly, order};
use domain::Clock as _;
use payments::stripe::Stripe;
use payments::{Error, Provider as _, WebhookError};
use payments_fakes::{Failure, Fake as _, sample};

#[tokio::test]
async fn a_provider_that_is_down_is_asked_again_later() {
    let shop = StripeShop::open().await;
    let reference = shop.start(&order()).await.reference;
    for failure in [500, 503, 429] {
        shop.fake.fail(vec![Failure::Refused(failure)]);
        assert!(
            matches!(shop.provider.fetch(&reference).await, Err(Error::Unavailable(_))),
            "{failure}"
        );
    }
    let mut settings = shop.fake.settings();
    settings.timeout = Duration::from_millis(50);
    let hasty = Stripe::new(settings.clone()).expect("a client");
    shop.fake.fail(vec![Failure::Hangs(Duration::from_secs(5))]);
    assert!(matches!(hasty.fetch(&reference).await, Err(Error::Unavailable(_))));
    settings.secret_key = "sk_test_other".to_owned();
    let stranger = Stripe::new(settings.clone()).expect("a client");
    assert!(matches!(stranger.fetch(&reference).await, Err(Error::Unavailable(_))));
    // Nobody listens there.
    settings.api_url = "http://127.0.0.1:1".to_owned();
    let lonely = Stripe::new(settings).expect("a client");
    assert!(matches!(lonely.fetch(&reference).await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn only_what_is_signed_and_fresh_is_heard() {
    let shop = StripeShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("the page is open");
    let notice = shop.fake.events().into_iter().next_back().expect("it told");
    let (headers, body) = shop.fake.signed(&notice);
    let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let none = |_: &str| None;

    let hear = async |body: Vec<u8>| shop.provider.event(&header, &body, shop.clock.now()).await;
    assert_eq!(
        hear(body.clone()).await.expect("it is right").reference,
        Some(reference)
    );
    let tampered = String::from_utf8(body.clone())
        .expect("text")
        .replace("complete", "exploded")
        .into_bytes();
    assert_eq!(hear(tampered).await, Err(WebhookError::Signature));
    let unsigned = shop.provider.event(&none, &body, shop.clock.now()).await;
    assert_eq!(unsigned, Err(WebhookError::Signature));
    shop.clock.pass(301);
    assert_eq!(hear(body).await, Err(WebhookError::Stale));
}

#[tokio::test]
async fn an_event_whose_payment_cannot_be_asked_about_comes_again() {
    let shop = StripeShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("the page is open");
    let events = shop.fake.events();
    let charge = events
        .iter()
        .find(|notice| notice.kind == "charge.succeeded")
        .expect("it told");
    shop.fake.fail(vec![Failure::Refused(503)]);
    assert!(matches!(shop.hear(charge).await, Err(WebhookError::Unavailable(_))));
    assert_eq!(shop.hear(charge).await.expect("now").reference, Some(reference));
}

#[tokio::test]
async fn the_fake_refuses_what_stripe_refuses() {
    let shop = StripeShop::open().await;
    let http = reqwest::Client::new();
    let good = [
        ("mode", "payment"),
        ("success_url", "http://shop/"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "100"),
        ("line_items[0][price_data][product_data][name]", "One"),
    ];
    let ask = async |fields: Vec<(&str, &str)>, key: &str| {
        let url = format!("{}/v1/checkout/sessions", shop.fake.url());
        let request = http.post(url).bearer_auth("sk_test_fake").form(&fields);
        let request = request
            .header("stripe-version", payments::stripe::API_VERSION)
            .header("idempotency-key", key);
        request.send().await.expect("the fake answers").status().as_u16()
    };
    let with = |name: &'static str, value: &'static str| {
        let mut fields: Vec<_> = good.iter().copied().filter(|(n, _)| *n != name).collect();
        if !value.is_empty() {
            fields.push((name, value));
        }
        fields
    };
    assert_eq!(ask(good.to_vec(), "a").await, 200);
    assert_eq!(ask(good.to_vec(), "a").await, 200);
    assert_eq!(ask(with("mode", "subscription"), "a").await, 400, "the key came before");
    for (i, (name, value)) in [
        ("mode", "subscription"),
        ("mode", ""),
        ("success_url", ""),
        ("success_url", "/orders"),
        ("line_items[0][quantity]", ""),
        ("line_items[0][price_data][unit_amount]", "1.5"),
        ("line_items[0][price_data][unit_amount]", "-1"),
        ("line_items[0][price_data][unit_amount]", "10"),
        ("line_items[0][price_data][product_data][name]", ""),
        ("line_items[0][price_data][recurring][interval]", "month"),
        ("subscription_data[metadata][order]", "1"),
        ("discounts[0][coupon]", "none"),
        ("customer_email", "ada"),
        ("surprise", "1"),
    ]
    .into_iter()
    .enumerate()
    {
        let status = ask(with(name, value), &i.to_string()).await;
        assert!(matches!(status, 400 | 404), "{name}={value}: {status}");
    }
}

#[tokio::test]
async fn the_fake_refuses_changes_of_a_subscription_that_stripe_refuses() {
    let shop = StripeShop::open().await;
    let order = sample::order(7, vec![monthly(4_900), monthly(1_900)], None, 0);
    let reference = shop.start(&order).await.reference;
    shop.fake.pay(&reference).expect("the page is open");
    let subscription = shop.fetch(&reference).await.subscription.expect("it began one");
    let http = reqwest::Client::new();
    let ask = async |fields: Option<&[(&str, &str)]>| {
        let url = format!("{}/v1/subscriptions/{subscription}", shop.fake.url());
        let request = match fields {
            Some(fields) => http.post(url).form(fields),
            None => http.get(url),
        };
        let request = request.bearer_auth("sk_test_fake");
        let request = request.header("stripe-version", payments::stripe::API_VERSION);
        let answer = request.send().await.expect("the fake answers");
        (
            answer.status().as_u16(),
            answer.json::<serde_json::Value>().await.expect("JSON"),
        )
    };
    let found = ask(None).await.1;
    let item = |at: usize| found["items"]["data"][at]["id"].as_str().expect("two items");
    let product = found["items"]["data"][0]["price"]["product"].as_str().expect("an id");
    let (one, two) = (item(0), item(1));
    let none = ("proration_behavior", "none");
    let costs = |amount: &'static str, currency: &'static str, product| {
        [
            none,
            ("items[0][id]", one),
            ("items[0][price_data][currency]", currency),
            ("items[0][price_data][product]", product),
            ("items[0][price_data][recurring][interval]", "month"),
            ("items[0][price_data][unit_amount]", amount),
        ]
    };
    let ends = ("items[0][deleted]", "true");
    for (status, fields) in [
        (404, &[none, ("items[0][id]", "si_none"), ends][..]),
        (400, &[none, ends]),
        (400, &[none, ("items[0][id]", one)]),
        (
            400,
            &[
                none,
                ("items[0][id]", one),
                ends,
                ("items[1][id]", two),
                ("items[1][deleted]", "true"),
            ],
        ),
        (400, &[none, ("items[0][id]", one), ends, ("surprise", "1")]),
        (400, &[("items[0][id]", one), ends]),
        (400, &costs("-1", "usd", product)),
        (400, &costs("100", "eur", product)),
        (404, &costs("100", "usd", "prod_none")),
    ] {
        let (answered, why) = ask(Some(fields)).await;
        assert_eq!(answered, status, "{fields:?}: {why}");
        assert_eq!(shop.fake.next_amount(&subscription), 6_800, "all of it or nothing");
    }
    assert_eq!(ask(Some(&costs("100", "usd", product))).await.0, 200);
    shop.provider.end_subscription(&subscription).await.expect("it runs");
    assert_eq!(ask(Some(&costs("100", "usd", product))).await.0, 400, "it has ended");
}
