//! Ways to pay, and not to.

use crate::shop::{PayPalShop, monthly, once, order, percent, usd};
use domain::Billing;
use payments::{Error, Payment, Provider as _, State};
use payments_fakes::Fake as _;
use payments_fakes::sample;

#[tokio::test]
async fn an_approved_order_is_captured_to_the_cent() {
    let shop = PayPalShop::open().await;
    let order = order();
    let started = shop.start(&order).await;
    assert!(started.url.contains("/checkoutnow?token="));
    assert_eq!(shop.fetch(&started.reference).await.state, State::Open);

    shop.fake.pay(&started.reference).expect("it can be approved");
    assert!(shop.taken().is_empty(), "approved is not paid");
    let payment = shop.fetch(&started.reference).await;
    let expected = Payment {
        reference: started.reference.clone(),
        order: Some(order.id.clone()),
        state: State::Paid,
        paid: usd(10_496),
        refunded: 0,
        dispute: None,
        subscription: None,
        method: "PayPal".to_owned(),
    };
    assert_eq!(payment, expected);
    assert_eq!(shop.fetch(&started.reference).await, expected);
    assert_eq!((shop.taken(), shop.asked("/capture")), (vec![10_496], 1));
    let kinds = shop.heard(&started.reference).await;
    assert_eq!(kinds, ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]);
}

#[tokio::test]
async fn the_same_attempt_is_the_same_payment() {
    let shop = PayPalShop::open().await;
    for (number, line) in [(7, once(4_900, 1)), (8, monthly(4_900))] {
        let mut order = sample::order(number, vec![line], percent(500), 1_900);
        let first = shop.start(&order).await;
        assert_eq!(shop.start(&order).await, first);
        let second = shop
            .provider
            .start(&order, 2, &sample::back())
            .await
            .expect("it begins");
        assert_ne!(second, first);
        order.buyer.email = "eve@example.com".to_owned();
        assert!(matches!(
            shop.provider.start(&order, 1, &sample::back()).await,
            Err(Error::Refused(_))
        ));
    }
}

#[tokio::test]
async fn a_declined_instrument_means_to_approve_again() {
    let shop = PayPalShop::open().await;
    let started = shop.start(&order()).await;
    shop.fake.decline(&started.reference).expect("it can be approved");
    for _ in 0..2 {
        assert_eq!(shop.fetch(&started.reference).await.state, State::Open);
    }
    // The same page again.
    assert_eq!(shop.start(&order()).await.url, started.url);
    shop.fake.pay(&started.reference).expect("it can be approved again");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Paid);
    assert_eq!(shop.taken(), [10_496]);
}

#[tokio::test]
async fn an_echeck_pends_and_settles_or_bounces() {
    for good in [true, false] {
        for line in [once(4_900, 1), monthly(4_900)] {
            let shop = PayPalShop::open().await;
            let reference = shop.start(&sample::order(7, vec![line], None, 0)).await.reference;
            shop.fake.pay_later(&reference).expect("it can be approved");
            let pending = shop.fetch(&reference).await;
            assert_eq!((pending.state, shop.taken()), (State::Pending, vec![]));
            shop.fake.settle(&reference, good).expect("it is under way");
            let settled = shop.fetch(&reference).await;
            if good {
                assert_eq!((settled.state, shop.taken()), (State::Paid, vec![4_900]));
            } else {
                assert!(matches!(settled.state, State::Failed(_)));
                assert!(shop.taken().is_empty());
            }
            shop.heard(&reference).await;
        }
    }
}

#[tokio::test]
async fn a_payment_that_was_given_up_is_never_captured() {
    let shop = PayPalShop::open().await;
    let order = order();
    let reference = shop.start(&order).await.reference;
    for _ in 0..2 {
        shop.provider
            .cancel(&reference)
            .await
            .expect("it is given up, once and again");
    }
    let payment = shop.fetch(&reference).await;
    assert!(matches!(payment.state, State::Failed(_)));
    assert_eq!(payment.order.as_deref(), Some(order.id.as_str()));
    // The customer approves in a tab that was left open.
    shop.fake.pay(&reference).expect("PayPal lets them");
    assert!(matches!(shop.fetch(&reference).await.state, State::Failed(_)));
    assert!(shop.taken().is_empty());
    // Another attempt is paid, and stays so.
    let second = shop
        .provider
        .start(&order, 2, &sample::back())
        .await
        .expect("it begins")
        .reference;
    shop.fake.pay(&second).expect("it can be approved");
    assert_eq!(shop.fetch(&second).await.state, State::Paid);
    shop.provider
        .cancel(&second)
        .await
        .expect("what is paid stays as it is");
    assert_eq!(shop.fetch(&second).await.state, State::Paid);
}

#[tokio::test]
async fn what_paypal_has_forgotten_is_unknown_and_given_up() {
    let shop = PayPalShop::open().await;
    for (number, line) in [(7, once(4_900, 1)), (8, monthly(4_900))] {
        let reference = shop.start(&sample::order(number, vec![line], None, 0)).await.reference;
        shop.fake.expire(&reference).expect("nobody approved it");
        assert!(matches!(shop.provider.fetch(&reference).await, Err(Error::Unknown(_))));
        shop.provider.cancel(&reference).await.expect("it will never be paid");
    }
    assert!(matches!(shop.provider.fetch("O:../x").await, Err(Error::Unknown(_))));
    assert!(matches!(shop.provider.fetch("cs_test_1").await, Err(Error::Unknown(_))));
}

#[tokio::test]
async fn a_mixed_cart_is_split_and_each_part_paid_in_full() {
    let shop = PayPalShop::open().await;
    let yearly = sample::line("package", Billing::Yearly, 19_900, 1);
    let cart = [once(333, 3), monthly(4_999), yearly, once(1, 7)];
    let groups = shop.provider.group_by_payment(&cart);
    assert_eq!(groups, [vec![0, 3], vec![1], vec![2]]);
    for (number, group) in (1..).zip(groups) {
        let lines = group.iter().map(|i| cart[*i].clone()).collect();
        let order = sample::order(number, lines, percent(1_250), 2_100);
        let reference = shop.start(&order).await.reference;
        shop.fake.pay(&reference).expect("it can be approved");
        let payment = shop.fetch(&reference).await;
        assert_eq!((payment.state, payment.paid), (State::Paid, order.totals.total()));
    }
    assert_eq!(shop.taken().len(), 3);
    let whole = sample::order(9, cart.to_vec(), None, 0);
    assert!(matches!(
        shop.provider.start(&whole, 1, &sample::back()).await,
        Err(Error::Refused(_))
    ));
}
