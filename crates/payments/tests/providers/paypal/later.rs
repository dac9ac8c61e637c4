//! What becomes of a payment afterwards.

use crate::shop::{PayPalShop, monthly, once, usd};
use domain::Billing;
use payments::testing::{Failure, Fake as _, sample};
use payments::{Error, Provider as _, State};

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
            assert_eq!((payment.state, payment.disputed), (State::Paid, true));
            shop.fake.end_dispute(&reference, won).expect("there is one");
            let payment = shop.fetch(&reference).await;
            let back = if won { 0 } else { 4_900 };
            assert_eq!((payment.disputed, payment.refunded), (false, back));
            let kinds = shop.heard(&reference).await;
            assert!(kinds.iter().any(|kind| kind == "CUSTOMER.DISPUTE.CREATED"), "{kinds:?}");
        }
    }
}
