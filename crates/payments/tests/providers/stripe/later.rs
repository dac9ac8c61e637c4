//! What becomes of a payment afterwards.

use crate::shop::{StripeShop, monthly, once, order, percent, usd};
use domain::order::Order;
use payments::{Dispute, Error, Provider as _, State};
use payments_fakes::{Failure, Fake as _, sample};

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

/// Three subscriptions and a theme, a tenth off at first. The tax of each month is rounded on the sum: 1.91 for one of
/// them, 3.81 for two, 5.72 for all.
fn shared() -> Order {
    let lines = vec![monthly(1_003), once(4_900, 1), monthly(1_003), monthly(1_003)];
    sample::order(7, lines, percent(1_000), 1_900)
}

/// A subscription that an order began.
async fn began(shop: &StripeShop, order: &Order) -> String {
    let reference = shop.start(order).await.reference;
    shop.fake.pay(&reference).expect("the page is open");
    shop.fetch(&reference).await.subscription.expect("it began one")
}

/// How often a subscription was changed.
fn changes(shop: &StripeShop, subscription: &str) -> usize {
    let exchanges = shop.fake.exchanges();
    let changes = |exchange: &&payments_fakes::Exchange| {
        exchange.method == "POST" && exchange.path.ends_with(subscription) && exchange.status == 200
    };
    exchanges.iter().filter(changes).count()
}

#[tokio::test]
async fn lines_are_taken_out_of_a_subscription_and_the_others_go_on_with_their_tax() {
    let shop = StripeShop::open().await;
    let order = shared();
    let subscription = began(&shop, &order).await;
    assert_eq!(shop.fake.next_amount(&subscription), 3 * 1_003 + 572);
    let keep = async |left: &[usize]| shop.provider.keep_lines(&subscription, &order, left).await;
    // What is so already asks for nothing; a line that is out stays out, whatever was known when it was asked.
    for (left, next, changed) in [
        (&[0, 2, 3][..], 3_581, 0),
        (&[0, 3], 2 * 1_003 + 381, 1),
        (&[0, 3], 2_387, 1),
        (&[3], 1_003 + 191, 2),
        (&[0, 3], 1_194, 2),
    ] {
        keep(left).await.expect("it can be changed");
        let now = (shop.fake.next_amount(&subscription), changes(&shop, &subscription));
        assert_eq!(now, (next, changed), "{left:?}");
    }
    assert!(matches!(keep(&[0]).await, Err(Error::Refused(_))), "it is not there");
    let reference = shop.fake.find(&order.id).expect("it was begun");
    let kinds = shop.heard(&reference).await;
    let updated = kinds.iter().filter(|kind| *kind == "customer.subscription.updated");
    assert_eq!((updated.count(), shop.fetch(&reference).await.refunded), (2, 0));

    shop.provider.end_subscription(&subscription).await.expect("it runs");
    keep(&[2]).await.expect("nothing goes on");
    let none = shop.provider.keep_lines("sub_none", &order, &[0]).await;
    none.expect("nothing goes on");
    assert_eq!(
        (shop.fake.next_amount(&subscription), changes(&shop, &subscription)),
        (0, 2)
    );
    let path = shop.provider.keep_lines("../refunds", &order, &[0]).await;
    assert!(matches!(path, Err(Error::Unknown(_))), "it names no other path");
}

#[tokio::test]
async fn a_change_of_a_subscription_whose_answer_was_lost_is_not_made_again() {
    let shop = StripeShop::open().await;
    let order = shared();
    let subscription = began(&shop, &order).await;
    // Down; an item that another change took out meanwhile; done without an answer.
    for (failure, next) in [
        (Failure::Refused(503), 3_581),
        (Failure::Refused(404), 3_581),
        (Failure::Lost(500), 2_387),
    ] {
        shop.fake.fail(vec![Failure::Passes, Failure::Passes, failure]);
        let down = shop.provider.keep_lines(&subscription, &order, &[0, 2]).await;
        assert!(matches!(down, Err(Error::Unavailable(_))), "{down:?}");
        assert_eq!(shop.fake.next_amount(&subscription), next, "{failure:?}");
    }
    let asked = shop.fake.exchanges().len();
    let again = shop.provider.keep_lines(&subscription, &order, &[0, 2]).await;
    again.expect("it is so already");
    assert!(shop.fake.exchanges()[asked..].iter().all(|asked| asked.method == "GET"));
    assert_eq!(shop.fake.next_amount(&subscription), 2_387);
}

#[tokio::test]
async fn a_tax_that_comes_to_nothing_is_taken_out_too() {
    // None at all, and what is left too small for a cent of it.
    for (units, rate, before) in [([4_900, 1_900], 0, 6_800), ([4_900, 2], 1_900, 5_833)] {
        let shop = StripeShop::open().await;
        let order = sample::order(7, units.map(monthly).to_vec(), None, rate);
        let subscription = began(&shop, &order).await;
        assert_eq!(shop.fake.next_amount(&subscription), before);
        for _ in 0..2 {
            let kept = shop.provider.keep_lines(&subscription, &order, &[1]).await;
            kept.expect("it can be changed");
            assert_eq!(shop.fake.next_amount(&subscription), units[1]);
        }
        assert_eq!(changes(&shop, &subscription), 1);
    }
}

#[tokio::test]
async fn a_line_is_found_among_as_many_as_a_subscription_takes() {
    let order = sample::order(7, vec![monthly(1_003); 19], None, 1_900);
    for taken in [0, 18] {
        let shop = StripeShop::open().await;
        let subscription = began(&shop, &order).await;
        let left: Vec<usize> = (0..19).filter(|line| *line != taken).collect();
        let kept = shop.provider.keep_lines(&subscription, &order, &left).await;
        kept.expect("it can be changed");
        assert_eq!(shop.fake.next_amount(&subscription), 18 * 1_003 + 3_430);
    }
}

#[tokio::test]
async fn items_that_are_of_no_line_are_left_to_a_person() {
    let shop = StripeShop::open().await;
    let order = sample::order(7, vec![monthly(4_900), monthly(1_900), once(900, 1)], None, 0);
    // As it was begun before items said of which line they are; of no line; of one that is paid once.
    for line in [None, Some("9"), Some("2")] {
        let mut form = vec![
            ("mode".to_owned(), "subscription"),
            ("success_url".to_owned(), "http://shop/"),
        ];
        for i in 0..2 {
            let name = |rest: &str| format!("line_items[{i}]{rest}");
            form.push((name("[quantity]"), "1"));
            form.push((name("[price_data][currency]"), "usd"));
            form.push((name("[price_data][unit_amount]"), "4900"));
            form.push((name("[price_data][product_data][name]"), "Api"));
            form.push((name("[price_data][recurring][interval]"), "month"));
            if let Some(line) = line {
                form.push((name("[price_data][product_data][metadata][line]"), line));
            }
        }
        let url = format!("{}/v1/checkout/sessions", shop.fake.url());
        let request = reqwest::Client::new().post(url).bearer_auth("sk_test_fake").form(&form);
        let request = request.header("stripe-version", payments::stripe::API_VERSION);
        let session: serde_json::Value = request.send().await.expect("it answers").json().await.expect("JSON");
        let reference = session["id"].as_str().expect("it was begun");
        shop.fake.pay(reference).expect("the page is open");
        let subscription = shop.fetch(reference).await.subscription.expect("it began one");
        let kept = shop.provider.keep_lines(&subscription, &order, &[0]).await;
        assert!(
            matches!(&kept, Err(Error::Refused(why)) if why.contains("si_")),
            "{kept:?}"
        );
        assert_eq!(
            (shop.fake.next_amount(&subscription), changes(&shop, &subscription)),
            (9_800, 0)
        );
    }
}
