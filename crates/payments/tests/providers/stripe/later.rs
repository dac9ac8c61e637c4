//! What becomes of a payment afterwards.

use crate::shop::{StripeShop, monthly, once, order, usd};
use payments::testing::{Failure, Fake as _, sample};
use payments::{Error, Provider as _, State};

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
async fn a_dispute_stands_until_it_is_won() {
    for won in [true, false] {
        let shop = StripeShop::open().await;
        let reference = shop.start(&order()).await.reference;
        shop.fake.pay(&reference).expect("the page is open");
        shop.fake.dispute(&reference).expect("it is paid");
        let payment = shop.fetch(&reference).await;
        assert_eq!((payment.state, payment.disputed), (State::Paid, true));
        shop.fake.end_dispute(&reference, won).expect("there is one");
        assert_eq!(shop.fetch(&reference).await.disputed, !won);
        let kinds = shop.heard(&reference).await;
        assert!(kinds.iter().any(|kind| kind == "charge.dispute.created"), "{kinds:?}");
    }
}
