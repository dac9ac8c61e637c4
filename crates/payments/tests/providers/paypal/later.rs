//! What becomes of a payment afterwards.

use crate::shop::{PayPalShop, monthly, once, usd};
use domain::Billing;
use payments::{Dispute, Error, Provider as _, State};
use payments_fakes::{Failure, Fake as _, sample};

#[tokio::test]
async fn refunds_are_made_once_for_each_key() {
    for line in [once(4_900, 1), monthly(4_900)] {
        let shop = PayPalShop::open().await;
        let is_order = line.billing == Billing::OneTime;
        let reference = shop.start(&sample::order(7, vec![line], None, 0)).await.reference;
        let early = shop.provider.refund(&reference, usd(1), "early").await;
        assert!(matches!(early, Err(Error::Refused(_))));
        shop.fake.pay(&reference).expect("it can be approved");
        shop.fetch(&reference).await;

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
        if is_order {
            assert_eq!(shop.fetch(&reference).await.refunded, 900);
        }
        // The answer is lost; the job comes back.
        let reads = if is_order { 1 } else { 2 };
        let mut failures = vec![Failure::Passes; reads];
        failures.push(Failure::Lost(500));
        shop.fake.fail(failures);
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
        let payment = shop.fetch(&reference).await;
        assert_eq!((payment.state, payment.refunded), (State::Paid, 4_900));
        let more = shop.provider.refund(&reference, usd(1), "more").await;
        assert!(matches!(more, Err(Error::Refused(_))));
        let kinds = shop.heard(&reference).await;
        assert_eq!(kinds.iter().filter(|kind| kind.ends_with(".REFUNDED")).count(), 2);
    }
}

#[tokio::test]
async fn a_dispute_runs_until_it_is_resolved() {
    for line in [once(4_900, 1), monthly(4_900)] {
        for won in [true, false] {
            let shop = PayPalShop::open().await;
            let reference = shop
                .start(&sample::order(7, vec![line.clone()], None, 0))
                .await
                .reference;
            shop.fake.pay(&reference).expect("it can be approved");
            shop.fetch(&reference).await;
            shop.fake.dispute(&reference).expect("it is paid");
            let payment = shop.fetch(&reference).await;
            assert_eq!((payment.state, payment.dispute), (State::Paid, Some(Dispute::Open)));
            shop.fake.end_dispute(&reference, won).expect("there is one");
            let payment = shop.fetch(&reference).await;
            let back = if won { 0 } else { 4_900 };
            assert_eq!((payment.dispute, payment.refunded), (None, back));
            let kinds = shop.heard(&reference).await;
            assert!(kinds.iter().any(|kind| kind == "CUSTOMER.DISPUTE.CREATED"), "{kinds:?}");
        }
    }
}

#[tokio::test]
async fn a_part_of_a_subscriptions_payment_that_was_given_back_is_told_by_its_event() {
    let shop = PayPalShop::open().await;
    let reference = shop
        .start(&sample::order(7, vec![monthly(4_900)], None, 0))
        .await
        .reference;
    shop.fake.pay(&reference).expect("it can be approved");
    shop.fake.refund(&reference, 900).expect("it is paid");
    shop.fake.refund(&reference, 100).expect("more is left");
    let mut told = vec![];
    for notice in shop.fake.events() {
        let event = shop.hear(&notice).await.expect("it is signed");
        told.extend(event.refunded.map(|refunded| (event.kind, refunded)));
    }
    // Each says how much it is now, in whatever order they come.
    let all = ("PAYMENT.SALE.REFUNDED".to_owned(), 1_000);
    assert_eq!(told, [all.clone(), all]);
}

#[tokio::test]
async fn a_subscription_is_ended_once_and_its_payment_stays() {
    let shop = PayPalShop::open().await;
    let reference = shop
        .start(&sample::order(7, vec![monthly(4_900)], None, 0))
        .await
        .reference;
    let subscription = shop.fetch(&reference).await.subscription.expect("it will begin one");
    // It can still be approved, so it is not over.
    let early = shop.provider.end_subscription(&subscription).await;
    assert!(matches!(early, Err(Error::Unavailable(_))), "{early:?}");
    shop.fake.pay(&reference).expect("it can be approved");
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
    let ended = kinds.iter().filter(|kind| *kind == "BILLING.SUBSCRIPTION.CANCELLED");
    assert_eq!(ended.count(), 1);
    shop.provider.end_subscription("I-NONE").await.expect("nothing goes on");
}

#[tokio::test]
async fn no_line_is_taken_out_of_a_subscription_that_has_one() {
    let shop = PayPalShop::open().await;
    let order = sample::order(7, vec![monthly(4_900)], None, 0);
    let reference = shop.start(&order).await.reference;
    shop.fake.pay(&reference).expect("it can be approved");
    let subscription = shop.fetch(&reference).await.subscription.expect("it began one");
    let kept = shop.provider.keep_lines(&subscription, &order, &[0]).await;
    assert!(matches!(kept, Err(Error::Refused(_))), "{kept:?}");
    assert_eq!(shop.fake.subscriptions(), [subscription]);
}
