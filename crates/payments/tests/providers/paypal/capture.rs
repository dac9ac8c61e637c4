//! An approved order is captured once, whoever asks.

use crate::shop::{PayPalShop, order};
use payments::{Error, Provider as _, State};
use payments_fakes::{Failure, Fake as _, sample};

#[tokio::test]
async fn a_capture_whose_answer_was_lost_is_found() {
    let shop = PayPalShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("it can be approved");
    // The first request reads, the second captures.
    shop.fake.fail(vec![Failure::Passes, Failure::Lost(502)]);
    assert!(matches!(
        shop.provider.fetch(&reference).await,
        Err(Error::Unavailable(_))
    ));
    assert_eq!(shop.fetch(&reference).await.state, State::Paid);
    assert_eq!(shop.taken(), [10_496]);
}

#[tokio::test]
async fn two_who_capture_at_once_take_the_money_once() {
    let shop = PayPalShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("it can be approved");
    let (one, other) = tokio::join!(shop.provider.fetch(&reference), shop.provider.fetch(&reference));
    assert_eq!(one.expect("it is there").state, State::Paid);
    assert_eq!(other.expect("it is there").state, State::Paid);
    assert_eq!(shop.taken(), [10_496]);
}

#[tokio::test]
async fn an_order_that_was_captured_already_is_paid() {
    let shop = PayPalShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("it can be approved");
    // Its answer is lost after it was carried out.
    let paypal_order = reference.strip_prefix("O:").expect("an order of PayPal's");
    let path = format!("{}/v2/checkout/orders/{paypal_order}/capture", shop.fake.url());
    let token = shop.fake.exchanges().iter().rev().find_map(|exchange| {
        exchange
            .header("authorization")
            .filter(|header| header.starts_with("Bearer "))
            .map(ToOwned::to_owned)
    });
    let capture = reqwest::Client::new()
        .post(path)
        .header("content-type", "application/json")
        .body("{}");
    let captured = capture
        .header("authorization", token.expect("a token"))
        .send()
        .await
        .expect("it answers");
    assert_eq!(captured.status(), 201);
    assert_eq!(shop.fetch(&reference).await.state, State::Paid);
    assert_eq!(shop.taken(), [10_496]);
}

#[tokio::test]
async fn an_order_is_never_paid_by_two_attempts() {
    let shop = PayPalShop::open().await;
    let order = order();
    let first = shop.start(&order).await.reference;
    let second = shop
        .provider
        .start(&order, 2, &sample::back())
        .await
        .expect("it begins")
        .reference;
    for reference in [&first, &second] {
        shop.fake.pay(reference).expect("it can be approved");
    }
    assert_eq!(shop.fetch(&first).await.state, State::Paid);
    assert!(matches!(shop.fetch(&second).await.state, State::Failed(why) if why.contains("paid already")));
    assert_eq!(shop.taken(), [10_496]);
}
