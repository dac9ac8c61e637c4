//! Ways to pay, and not to.

use crate::shop::{StripeShop, monthly, once, order, percent, usd};
use domain::Billing;
use payments::{Error, Payment, Provider as _, State};
use payments_fakes::{Failure, Fake as _, sample};

#[tokio::test]
async fn a_card_pays_the_total_to_the_cent() {
    let shop = StripeShop::open().await;
    let order = order();
    let started = shop.start(&order).await;
    assert!(started.url.contains(&started.reference));
    assert_eq!(shop.fetch(&started.reference).await.state, State::Open);

    shop.fake.pay(&started.reference).expect("the page is open");
    let payment = shop.fetch(&started.reference).await;
    let expected = Payment {
        reference: started.reference.clone(),
        order: Some(order.id.clone()),
        state: State::Paid,
        paid: usd(10_496),
        refunded: 0,
        dispute: None,
        subscription: None,
        method: "Card".to_owned(),
    };
    assert_eq!(payment, expected);
    assert_eq!((order.totals.total, shop.taken()), (10_496, vec![10_496]));
    let kinds = shop.heard(&started.reference).await;
    assert!(
        kinds.iter().any(|kind| kind == "checkout.session.completed"),
        "{kinds:?}"
    );
}

#[tokio::test]
async fn the_same_attempt_is_the_same_payment() {
    let shop = StripeShop::open().await;
    let mut order = sample::order(7, vec![monthly(4_900)], percent(2_500), 0);
    let first = shop.start(&order).await;
    assert_eq!(shop.start(&order).await, first);
    // An answer that was lost on its way: the payment was begun, and is found again.
    shop.fake.fail(vec![Failure::Lost(502)]);
    assert!(matches!(
        shop.provider.start(&order, 2, &sample::back()).await,
        Err(Error::Unavailable(_))
    ));
    let second = shop
        .provider
        .start(&order, 2, &sample::back())
        .await
        .expect("it begins");
    assert_ne!(second, first);
    // An attempt never changes what it asks for.
    order.buyer.email = "eve@example.com".to_owned();
    assert!(matches!(
        shop.provider.start(&order, 1, &sample::back()).await,
        Err(Error::Refused(_))
    ));
}

#[tokio::test]
async fn a_decline_leaves_the_page_open() {
    let shop = StripeShop::open().await;
    let started = shop.start(&order()).await;
    shop.fake.decline(&started.reference).expect("the page is open");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Open);
    shop.fake.pay(&started.reference).expect("the page is still open");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Paid);
    assert_eq!(shop.taken(), [10_496]);
    let kinds = shop.heard(&started.reference).await;
    assert!(
        kinds.iter().any(|kind| kind == "payment_intent.payment_failed"),
        "{kinds:?}"
    );
}

#[tokio::test]
async fn an_expired_or_closed_page_takes_nothing() {
    let shop = StripeShop::open().await;
    let expired = shop.start(&order()).await.reference;
    shop.fake.expire(&expired).expect("it is open");
    assert!(matches!(shop.fetch(&expired).await.state, State::Failed(_)));
    assert_eq!(shop.heard(&expired).await, ["checkout.session.expired"]);

    let other = sample::order(8, vec![once(4_900, 1)], None, 0);
    let closed = shop.start(&other).await.reference;
    for _ in 0..2 {
        shop.provider.cancel(&closed).await.expect("it closes, once and again");
    }
    assert!(matches!(shop.fetch(&closed).await.state, State::Failed(_)));
    assert!(shop.fake.pay(&closed).is_err());

    let another = sample::order(9, vec![once(4_900, 1)], None, 0);
    let paid = shop.start(&another).await.reference;
    shop.fake.pay(&paid).expect("it is open");
    shop.provider.cancel(&paid).await.expect("what is paid stays as it is");
    assert_eq!(shop.fetch(&paid).await.state, State::Paid);
    // Nobody can pay on a page that the account does not know.
    shop.provider.cancel("cs_test_none").await.expect("it is closed");
    assert!(matches!(
        shop.provider.fetch("../v1/charges").await,
        Err(Error::Unknown(_))
    ));
}

#[tokio::test]
async fn a_bank_debit_pends_and_settles_or_bounces() {
    for good in [true, false] {
        for lines in [vec![once(4_900, 1)], vec![monthly(4_900)]] {
            let shop = StripeShop::open().await;
            let reference = shop.start(&sample::order(7, lines, None, 0)).await.reference;
            shop.fake.pay_later(&reference).expect("the page is open");
            let pending = shop.fetch(&reference).await;
            assert_eq!((pending.state, shop.taken()), (State::Pending, vec![]));
            shop.fake.settle(&reference, good).expect("it is under way");
            let settled = shop.fetch(&reference).await;
            if good {
                assert_eq!((settled.state, shop.taken()), (State::Paid, vec![4_900]));
                assert_eq!(settled.method, "Bank debit");
            } else {
                assert!(matches!(&settled.state, State::Failed(why) if why.contains("bank account")));
                assert!(shop.taken().is_empty());
            }
            shop.heard(&reference).await;
        }
    }
}

#[tokio::test]
async fn a_subscription_begins_and_its_events_find_it() {
    let shop = StripeShop::open().await;
    let order = sample::order(7, vec![monthly(4_900)], None, 1_900);
    let reference = shop.start(&order).await.reference;
    shop.fake.pay(&reference).expect("the page is open");
    let payment = shop.fetch(&reference).await;
    assert_eq!((payment.state, payment.paid), (State::Paid, usd(5_831)));
    assert!(payment.subscription.is_some_and(|id| id.starts_with("sub_")));
    let kinds = shop.heard(&reference).await;
    for kind in [
        "customer.subscription.created",
        "invoice.paid",
        "payment_intent.succeeded",
        "charge.succeeded",
    ] {
        assert!(kinds.iter().any(|k| k == kind), "{kind} in {kinds:?}");
    }
}

#[tokio::test]
async fn a_discounted_first_month_costs_the_total_to_the_cent() {
    for (off, rate) in [(3_333, 1_900), (1, 770), (9_900, 2_100), (10_000, 1_900)] {
        let shop = StripeShop::open().await;
        let order = sample::order(7, vec![monthly(9_999)], percent(off), rate);
        let reference = shop.start(&order).await.reference;
        shop.fake.pay(&reference).expect("the page is open");
        let payment = shop.fetch(&reference).await;
        assert_eq!(
            (payment.state, payment.paid),
            (State::Paid, order.totals.total()),
            "{off} {rate}"
        );
        let charged: i64 = shop.taken().iter().sum();
        assert_eq!(charged, order.totals.total);
    }
}

#[tokio::test]
async fn a_mixed_cart_is_split_and_each_part_paid_in_full() {
    let shop = StripeShop::open().await;
    let yearly = sample::line("package", Billing::Yearly, 19_900, 1);
    let cart = [once(333, 3), monthly(4_999), yearly];
    let groups = shop.provider.group_by_payment(&cart);
    assert_eq!(groups, [vec![0, 1], vec![2]]);
    for (number, group) in (1..).zip(groups) {
        let lines = group.iter().map(|i| cart[*i].clone()).collect();
        let order = sample::order(number, lines, percent(1_250), 2_100);
        let reference = shop.start(&order).await.reference;
        shop.fake.pay(&reference).expect("the page is open");
        let payment = shop.fetch(&reference).await;
        assert_eq!((payment.state, payment.paid), (State::Paid, order.totals.total()));
    }
    assert_eq!(shop.taken().len(), 2);
}
