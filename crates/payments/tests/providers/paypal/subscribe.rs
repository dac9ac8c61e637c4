//! Subscriptions.

use crate::shop::{PayPalShop, monthly, percent, usd};
use payments::paypal::PayPal;
use payments::{Provider as _, State};
use payments_fakes::Fake as _;
use payments_fakes::sample;

#[tokio::test]
async fn a_subscription_begins_and_its_events_find_it() {
    let shop = PayPalShop::open().await;
    let order = sample::order(7, vec![monthly(4_900)], None, 1_900);
    let started = shop.start(&order).await;
    assert_eq!(shop.fetch(&started.reference).await.state, State::Open);
    shop.fake
        .decline(&started.reference)
        .expect("PayPal says so on its page");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Open);
    shop.fake.pay(&started.reference).expect("it can be approved");
    let payment = shop.fetch(&started.reference).await;
    assert_eq!((payment.state, payment.paid), (State::Paid, usd(5_831)));
    assert_eq!(payment.subscription.as_deref(), started.reference.strip_prefix("S:"));
    assert_eq!(payment.order, Some(order.id));
    let kinds = shop.heard(&started.reference).await;
    let expected = [
        "BILLING.SUBSCRIPTION.CREATED",
        "BILLING.SUBSCRIPTION.ACTIVATED",
        "PAYMENT.SALE.COMPLETED",
    ];
    assert_eq!(kinds, expected);
    shop.provider
        .cancel(&started.reference)
        .await
        .expect("what is paid stays as it is");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Paid);
}

#[tokio::test]
async fn a_plan_is_made_once_for_its_price() {
    let shop = PayPalShop::open().await;
    for number in 1..=3 {
        shop.start(&sample::order(number, vec![monthly(4_900)], None, 1_900))
            .await;
    }
    assert_eq!((shop.asked("/plans"), shop.asked("/products")), (1, 1));
    // Another server: PayPal knows the product, and the plan by its request id.
    let other = PayPal::new(shop.fake.settings(), shop.clock.clone()).expect("a client");
    let back = sample::back();
    other
        .start(&sample::order(4, vec![monthly(4_900)], None, 1_900), 1, &back)
        .await
        .expect("it begins");
    other
        .start(&sample::order(5, vec![monthly(5_900)], None, 1_900), 1, &back)
        .await
        .expect("it begins");
    let plans: std::collections::BTreeSet<_> = shop
        .fake
        .exchanges()
        .iter()
        .filter(|exchange| exchange.path.ends_with("/billing/subscriptions"))
        .map(|exchange| exchange.json()["plan_id"].to_string())
        .collect();
    assert_eq!(plans.len(), 2);
}

#[tokio::test]
async fn a_discounted_first_month_costs_the_total_to_the_cent() {
    for (off, rate) in [(3_333, 1_900), (1, 770), (9_900, 2_100), (10_000, 1_900)] {
        let shop = PayPalShop::open().await;
        let order = sample::order(7, vec![monthly(9_999)], percent(off), rate);
        let reference = shop.start(&order).await.reference;
        shop.fake.pay(&reference).expect("it can be approved");
        let payment = shop.fetch(&reference).await;
        assert_eq!(
            (payment.state, payment.paid),
            (State::Paid, order.totals.total()),
            "{off} {rate}"
        );
        assert_eq!(shop.taken().iter().sum::<i64>(), order.totals.total);
    }
}
