//! Payments that make our clients say all that they can say.

use std::sync::Arc;

use domain::order::{Order, OrderLine};
use domain::pricing::Off;
use domain::tax::BasisPoints;
use domain::{Billing, Clock as _, Currency, Money};
use payments::Provider;
use payments::paypal::PayPal;
use payments::stripe::Stripe;
use payments_fakes::sample::{self, StillClock};
use payments_fakes::{Exchange, Fake, Options, PayPalFake, StripeFake};
use serde_json::Value;

fn clock() -> Arc<StillClock> {
    Arc::new(StillClock::at("2026-02-01T12:00:00Z"))
}

fn orders() -> Vec<Order> {
    let once = || sample::line("theme", Billing::OneTime, 4_900, 2);
    let monthly = || sample::line("api", Billing::Monthly, 1_990, 1);
    let yearly = || sample::line("package", Billing::Yearly, 19_900, 1);
    let long = OrderLine {
        title: "ä long title ".repeat(30),
        ..once()
    };
    let off = Some(Off::Percent(BasisPoints(1_250)));
    vec![
        sample::order(1, vec![once(), long], off, 1_900),
        sample::order(2, vec![monthly()], off, 810),
        sample::order(3, vec![yearly()], None, 0),
        sample::order(4, vec![monthly()], Some(Off::Percent(BasisPoints(10_000))), 1_900),
    ]
}

/// Everything that can happen to a payment.
async fn tell(provider: &dyn Provider, fake: &dyn Fake, clock: &StillClock) {
    let back = sample::back();
    let cent = |amount| Money::new(amount, Currency::USD);
    let mut orders = orders();
    if provider
        .group_by_payment(&[orders[0].lines[0].clone(), orders[1].lines[0].clone()])
        .len()
        == 1
    {
        let lines = vec![orders[0].lines[0].clone(), orders[1].lines[0].clone()];
        orders.push(sample::order(5, lines, Some(Off::Amount(500)), 2_100));
    }
    let monthly = orders[1].lines[0].clone();
    if provider.group_by_payment(&[monthly.clone(), monthly.clone()]).len() == 1 {
        let order = sample::order(8, vec![monthly.clone(), monthly], None, 1_900);
        let paid = provider.start(&order, 1, &back).await.expect("it begins").reference;
        fake.pay(&paid).expect("it can be paid");
        let subscription = provider.fetch(&paid).await.expect("it is there").subscription;
        let subscription = subscription.expect("it began one");
        for _ in 0..2 {
            let kept = provider.keep_lines(&subscription, &order, &[1]).await;
            kept.expect("it can be changed");
        }
    }
    for order in &orders {
        let paid = provider.start(order, 1, &back).await.expect("it begins").reference;
        provider.fetch(&paid).await.expect("it is there");
        fake.decline(&paid).expect("it can be tried");
        provider.fetch(&paid).await.expect("it is there");
        fake.pay(&paid).expect("it can be paid");
        provider.fetch(&paid).await.expect("it is there");
        if order.totals.total > 0 {
            provider
                .refund(&paid, cent(100), "refund:1")
                .await
                .expect("it was paid");
            fake.dispute(&paid).expect("it was paid");
            provider.fetch(&paid).await.expect("it is there");
            fake.end_dispute(&paid, true).expect("it is disputed");
            provider
                .refund(&paid, cent(order.totals.total - 100), "refund:2")
                .await
                .expect("the rest");
            provider.fetch(&paid).await.expect("it is there");
        }
        if let Some(subscription) = provider.fetch(&paid).await.expect("it is there").subscription {
            for _ in 0..2 {
                provider.end_subscription(&subscription).await.expect("it began");
            }
        }
        let left = provider.start(order, 2, &back).await.expect("it begins").reference;
        provider.cancel(&left).await.expect("it is open");
    }
    let pending = sample::order(6, vec![sample::line("theme", Billing::OneTime, 4_900, 1)], None, 0);
    let subscribed = sample::order(7, vec![sample::line("api", Billing::Monthly, 4_900, 1)], None, 0);
    for order in [pending, subscribed] {
        let reference = provider.start(&order, 1, &back).await.expect("it begins").reference;
        fake.pay_later(&reference).expect("it can be paid");
        provider.fetch(&reference).await.expect("it is there");
        provider.cancel(&reference).await.expect("it is given up or too late");
    }
    for notice in fake.events() {
        let (headers, body) = fake.signed(&notice);
        let header = move |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        provider.event(&header, &body, clock.now()).await.expect("it is signed");
    }
}

async fn told_stripe() -> StripeFake {
    let clock = clock();
    let fake = StripeFake::start(Options::held(clock.clone()))
        .await
        .expect("a free port");
    let stripe = Stripe::new(fake.settings()).expect("a client");
    tell(&stripe, &fake, &clock).await;
    fake
}

pub async fn stripe() -> Vec<Exchange> {
    told_stripe().await.exchanges()
}

/// The events of the same stories.
pub async fn stripe_events() -> Vec<Value> {
    let events = told_stripe().await.events();
    events
        .iter()
        .map(|notice| serde_json::from_str(&notice.body).expect("JSON"))
        .collect()
}

pub async fn paypal() -> Vec<Exchange> {
    let clock = clock();
    let fake = PayPalFake::start(Options::held(clock.clone()))
        .await
        .expect("a free port");
    let paypal = PayPal::new(fake.settings(), clock.clone()).expect("a client");
    tell(&paypal, &fake, &clock).await;
    fake.exchanges()
}
