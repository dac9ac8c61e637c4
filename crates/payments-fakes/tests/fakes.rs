//! The fakes by themselves: webhooks that come again until they are taken, and the controls over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::{Billing, Timestamp};
use payments::Provider as _;
use payments::paypal::PayPal;
use payments::stripe::Stripe;
use payments_fakes::sample::{self, StillClock};
use payments_fakes::{Fake, Options, PayPalFake, StripeFake};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type Heard = (HeaderMap, String);

/// A shop that takes no webhook before the second try.
async fn shop() -> (String, UnboundedReceiver<Heard>) {
    async fn hear(
        State((sender, tries)): State<(UnboundedSender<Heard>, Arc<AtomicU32>)>,
        headers: HeaderMap,
        body: String,
    ) -> StatusCode {
        if tries.fetch_add(1, Ordering::Relaxed) == 0 {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        sender.send((headers, body)).expect("the test listens");
        StatusCode::OK
    }
    let (sender, receiver) = unbounded_channel();
    let router = Router::new()
        .route("/webhook", post(hear))
        .with_state((sender, Arc::default()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/webhook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, receiver)
}

fn options(url: String, auto: bool) -> Options {
    Options {
        webhook_url: Some(url),
        auto,
        ..Options::held(Arc::new(StillClock::at("2026-02-01T12:00:00Z")))
    }
}

async fn control(fake: &dyn Fake, verb: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/_control/{verb}", fake.url());
    let sent = reqwest::Client::new()
        .post(url)
        .body(body.to_string())
        .send()
        .await
        .expect("it answers");
    (sent.status().as_u16(), sent.json().await.expect("JSON"))
}

#[tokio::test]
async fn events_come_until_they_are_taken_as_often_as_wanted() {
    let (url, mut heard) = shop().await;
    let fake = StripeFake::start(options(url, true)).await.expect("a free port");
    fake.desk().send(true, 2);
    let stripe = Stripe::new(fake.settings()).expect("a client");
    let order = sample::order(7, vec![sample::line("theme", Billing::OneTime, 4_900, 1)], None, 0);
    stripe.start(&order, 1, &sample::back()).await.expect("it begins");
    let (status, state) = control(&fake, "pay", json!({"order": order.id})).await;
    assert_eq!((status, state["charges"][0]["amount"].as_i64()), (200, Some(4_900)));
    let now = Timestamp::parse("2026-02-01T12:00:00Z").expect("a time");
    let told = fake.events().len();
    for _ in 0..2 * told {
        let (headers, body) = heard.recv().await.expect("it comes");
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(ToOwned::to_owned)
        };
        let event = stripe.event(&header, body.as_bytes(), now).await.expect("it is signed");
        assert!(
            event
                .reference
                .is_some_and(|reference| reference.starts_with("cs_test_"))
        );
    }
}

#[tokio::test]
async fn held_events_are_delivered_on_demand() {
    let (url, mut heard) = shop().await;
    let fake = PayPalFake::start(options(url, false)).await.expect("a free port");
    let clock = Arc::new(StillClock::at("2026-02-01T12:00:00Z"));
    let paypal = PayPal::new(fake.settings(), clock).expect("a client");
    let order = sample::order(7, vec![sample::line("theme", Billing::OneTime, 4_900, 1)], None, 0);
    let reference = paypal
        .start(&order, 1, &sample::back())
        .await
        .expect("it begins")
        .reference;
    control(&fake, "pay", json!({"reference": reference})).await;
    paypal.fetch(&reference).await.expect("it is captured");
    let ids: Vec<String> = fake.events().into_iter().map(|notice| notice.id).collect();
    assert!(heard.is_empty());
    let (status, refused) = control(&fake, "deliver", json!({"reverse": true})).await;
    assert_eq!(status, 409, "{refused}: the shop takes the second try");
    let (status, state) = control(&fake, "deliver", json!({"reverse": true})).await;
    assert_eq!((status, state["events"][0]["taken"].as_i64()), (200, Some(1)));
    control(&fake, "deliver", json!({"event": ids[0]})).await;
    let mut order = vec![];
    for _ in 0..3 {
        let (_, body) = heard.recv().await.expect("it comes");
        let event: Value = serde_json::from_str(&body).expect("JSON");
        order.push(event["id"].as_str().expect("an id").to_owned());
    }
    assert_eq!(order, [ids[1].clone(), ids[0].clone(), ids[0].clone()]);
}

#[tokio::test]
async fn controls_say_what_makes_no_sense() {
    let (url, _heard) = shop().await;
    let fake = StripeFake::start(options(url, false)).await.expect("a free port");
    for (verb, body) in [
        ("pay", json!({"order": "none"})),
        ("pay", json!({"reference": "cs_test_none"})),
        ("settle", json!({"reference": "cs_test_none", "good": true})),
        ("pay", json!({"surprise": 1})),
        ("dance", json!({})),
    ] {
        assert_eq!(control(&fake, verb, body).await.0, 409, "{verb}");
    }
    let (status, _) = control(&fake, "fail", json!({"count": 2, "status": 503})).await;
    assert_eq!(status, 200);
    let stripe = Stripe::new(fake.settings()).expect("a client");
    for _ in 0..2 {
        assert!(matches!(
            stripe.fetch("cs_test_none").await,
            Err(payments::Error::Unavailable(_))
        ));
    }
    assert!(matches!(
        stripe.fetch("cs_test_none").await,
        Err(payments::Error::Unknown(_))
    ));
}
