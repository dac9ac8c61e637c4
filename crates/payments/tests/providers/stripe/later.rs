//! What becomes of a payment afterwards.

use crate::shop::{StripeShop, monthly, once, order, usd};
use payments::testing::{Failure, Fake as _, sample};
use payments::{Dispute, Error, Provider as _, State};

#[tokio::test]
async fn refunds_are_made_once_for_each_key() {
    for lines in [vec![once(4_900, 1)], vec![monthly(4_900)]] {
        let shop = StripeShop::open().await;
        let reference = shop.start(&sample::order(7, lines, None, 0)).await.reference;
        let early = shop.provider.refund(&reference, usd(1), "early").await;
        assert!(matches!(early, Err(Error::Refused(_))));
        shop.fake.pay(&reference).expect("the page is open");

        let first = shop
            .provider
            .refund(&reference, usd(900), "line-1")
            .await
            .expect("it is paid back");
        assert!(!first.pending);
        assert_eq!(
            shop.provider
                .refund(&reference, usd(900), "line-1")
                .await
                .expect("the same"),
            first
        );
        assert_eq!(shop.fetch(&reference).await.refunded, 900);
        // The answer is lost; the job comes back.
        shop.fake
            .fail(vec![Failure::Passes, Failure::Passes, Failure::Lost(500)]);
        assert!(matches!(
            shop.provider.refund(&reference, usd(4_000), "rest").await,
            Err(Error::Unavailable(_))
        ));
        let rest = shop
            .provider
            .refund(&reference, usd(4_000), "rest")
            .await
            .expect("the rest");
        assert_ne!(rest, first);
        assert_eq!(shop.fetch(&reference).await.refunded, 4_900);
        let more = shop.provider.refund(&reference, usd(1), "more").await;
        assert!(matches!(more, Err(Error::Refused(_))));
        let kinds = shop.heard(&reference).await;
        assert_eq!(kinds.iter().filter(|kind| *kind == "charge.refunded").count(), 2);
    }
}

#[tokio::test]
async fn a_refund_in_the_dashboard_is_seen() {
    let shop = StripeShop::open().await;
    let reference = shop.start(&order()).await.reference;
    shop.fake.pay(&reference).expect("the page is open");
    shop.fake.refund(&reference, 496).expect("it is paid");
    assert_eq!(shop.fetch(&reference).await.refunded, 496);
}

#[tokio::test]
async fn a_dispute_stands_until_it_is_won_or_takes_the_money() {
    for won in [true, false] {
        let shop = StripeShop::open().await;
        let reference = shop.start(&order()).await.reference;
        shop.fake.pay(&reference).expect("the page is open");
        shop.fake.dispute(&reference).expect("it is paid");
        let payment = shop.fetch(&reference).await;
        assert_eq!(
            (payment.state, payment.dispute, payment.refunded),
            (State::Paid, Some(Dispute::Open), 0)
        );
        shop.fake.end_dispute(&reference, won).expect("there is one");
        let payment = shop.fetch(&reference).await;
        let end = if won { (None, 0) } else { (Some(Dispute::Lost), 10_496) };
        assert_eq!((payment.dispute, payment.refunded), end);
        let kinds = shop.heard(&reference).await;
        assert!(kinds.iter().any(|kind| kind == "charge.dispute.created"), "{kinds:?}");
    }
}

#[tokio::test]
async fn a_subscription_is_ended_once_and_its_payment_stays() {
    let shop = StripeShop::open().await;
    let reference = shop
        .start(&sample::order(7, vec![monthly(4_900)], None, 0))
        .await
        .reference;
    shop.fake.pay(&reference).expect("the page is open");
    let subscription = shop.fetch(&reference).await.subscription.expect("it began one");
    assert_eq!(shop.fake.subscriptions(), [subscription.as_str()]);
    shop.fake.fail(vec![Failure::Refused(500), Failure::Lost(500)]);
    for _ in 0..2 {
        let down = shop.provider.end_subscription(&subscription).await;
        assert!(matches!(down, Err(Error::Unavailable(_))), "{down:?}");
    }
    // The second try ended it, and the third finds it so.
    shop.provider
        .end_subscription(&subscription)
        .await
        .expect("it has ended");
    assert!(shop.fake.subscriptions().is_empty());
    assert_eq!(shop.fetch(&reference).await.state, State::Paid);
    let kinds = shop.heard(&reference).await;
    let ended = kinds.iter().filter(|kind| *kind == "customer.subscription.deleted");
    assert_eq!(ended.count(), 1);
    shop.provider
        .end_subscription("sub_none")
        .await
        .expect("nothing goes on");
    let path = shop.provider.end_subscription("../refunds").await;
    assert!(matches!(path, Err(Error::Unknown(_))), "it names no other path");
}
