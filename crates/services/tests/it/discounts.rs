//! Discount codes: what they refuse, and that they are used no more often than they may be.

use std::time::Duration;

use domain::order::OrderStatus;
use domain::pricing::{Discount, DiscountError, Off};
use domain::tax::BasisPoints;
use domain::{Clock as _, Slug};
use futures::future::join_all;
use services::discounts::{AddError, CheckError};
use services::testing::shop::{TestShop, form};
use services::testing::{NOW, TestContext, each_database, product, time};
use services::{Access, Discounts, PayError, PlaceError, SandboxAction};

use crate::afterwards::{GEOCODE, NIGHT, PULSE, stock};
use crate::bank::Bank;

pub(crate) fn percent(code: &str, points: u32) -> Discount {
    Discount {
        code: code.to_owned(),
        off: Off::Percent(BasisPoints(points)),
        products: Vec::new(),
        starts_at: None,
        ends_at: None,
        limit: None,
        used: 0,
    }
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

async fn refused(discounts: &Discounts, code: &str, products: &[Slug], now: &str) -> DiscountError {
    match discounts.check(code, products, None, time(now)).await {
        Err(CheckError::Refused(refused)) => refused,
        other => panic!("{code}: {other:?}"),
    }
}

#[tokio::test]
async fn a_code_is_found_however_it_is_typed() {
    each_database(async |context: TestContext| {
        let discounts = context.discounts();
        let made = discounts.add(percent(" spring_26 ", 1_500)).await.unwrap();
        assert_eq!(made.code, "SPRING_26");
        let products = [slug("anything")];
        for typed in ["SPRING_26", " spring_26\n"] {
            assert_eq!(discounts.check(typed, &products, None, time(NOW)).await.unwrap(), made);
        }
        let long = "A".repeat(41);
        for typed in [
            "",
            " ",
            "SPRING",
            "SPRING 26",
            "SPRING_26%",
            "' OR 1=1",
            "ſpring_26",
            &long,
            "\0",
        ] {
            assert_eq!(refused(&discounts, typed, &products, NOW).await, DiscountError::Unknown);
        }
        assert!(discounts.remove("Spring_26").await.unwrap());
        assert!(!discounts.remove("SPRING_26").await.unwrap());
        assert_eq!(
            refused(&discounts, "SPRING_26", &products, NOW).await,
            DiscountError::Unknown
        );
    })
    .await;
}

#[tokio::test]
async fn a_code_keeps_its_dates_its_products_and_its_limit() {
    each_database(async |context: TestContext| {
        context
            .import(&[product("swift-geocode").build(), product("night-theme").build()])
            .await;
        let discounts = context.discounts();
        let made = discounts
            .add(Discount {
                off: Off::Amount(500),
                products: vec![slug("swift-geocode")],
                starts_at: Some(time("2026-02-01T00:00:00.5Z")),
                ends_at: Some(time("2026-03-01T00:00:00Z")),
                limit: Some(1),
                ..percent("FIVE", 1)
            })
            .await
            .unwrap();
        let products = [slug("night-theme"), slug("swift-geocode")];
        assert_eq!(discounts.check("FIVE", &products, None, time(NOW)).await.unwrap(), made);
        assert_eq!(discounts.list(time(NOW)).await.unwrap(), [(made, 0)]);

        let at = async |now| refused(&discounts, "FIVE", &products, now).await;
        assert_eq!(at("2026-02-01T00:00:00Z").await, DiscountError::TooEarly);
        assert_eq!(at("2026-03-01T00:00:00Z").await, DiscountError::Expired);
        assert_eq!(
            refused(&discounts, "FIVE", &products[..1], NOW).await,
            DiscountError::OtherProducts
        );

        let mut write = context.database.store.write().await.unwrap();
        assert!(write.use_discount("FIVE").await.unwrap());
        drop(write);
        assert!(
            discounts.check("FIVE", &products, None, time(NOW)).await.is_ok(),
            "a change that was not saved used nothing"
        );
        let mut write = context.database.store.write().await.unwrap();
        assert!(write.use_discount("FIVE").await.unwrap());
        assert!(!write.use_discount("FIVE").await.unwrap());
        assert!(!write.use_discount("SIX").await.unwrap());
        write.save().await.unwrap();
        assert_eq!(at(NOW).await, DiscountError::UsedUp);
    })
    .await;
}

#[tokio::test]
async fn twenty_at_once_use_a_code_of_five_five_times() {
    each_database(async |context: TestContext| {
        let discounts = context.discounts();
        let five = Discount {
            limit: Some(5),
            ..percent("FIVE", 1_000)
        };
        discounts.add(five).await.unwrap();
        let uses: Vec<_> = (0..20)
            .map(|_| {
                let store = context.database.store.clone();
                tokio::spawn(async move {
                    let mut write = store.write().await.unwrap();
                    let used = write.use_discount("FIVE").await.unwrap();
                    write.save().await.unwrap();
                    used
                })
            })
            .collect();
        let mut used = 0;
        for each in uses {
            used += u32::from(each.await.unwrap());
        }
        assert_eq!(used, 5);
        assert_eq!(discounts.list(time(NOW)).await.unwrap()[0].0.used, 5);
    })
    .await;
}

#[tokio::test]
async fn a_code_that_makes_no_sense_is_not_made() {
    each_database(async |context: TestContext| {
        let discounts = context.discounts();
        let add = async |change: &dyn Fn(&mut Discount)| {
            let mut discount = percent("CODE", 1_000);
            change(&mut discount);
            discounts.add(discount).await
        };
        assert!(matches!(add(&|d| d.code = "50%".into()).await, Err(AddError::Code(_))));
        assert!(matches!(
            add(&|d| d.off = Off::Percent(BasisPoints(0))).await,
            Err(AddError::Percent)
        ));
        assert!(matches!(
            add(&|d| d.off = Off::Percent(BasisPoints(10_001))).await,
            Err(AddError::Percent)
        ));
        assert!(matches!(add(&|d| d.off = Off::Amount(0)).await, Err(AddError::Amount)));
        assert!(matches!(add(&|d| d.off = Off::Amount(-5)).await, Err(AddError::Amount)));
        assert!(matches!(
            add(&|d| d.off = Off::Amount(i64::MAX)).await,
            Err(AddError::Amount)
        ));
        assert!(matches!(add(&|d| d.limit = Some(0)).await, Err(AddError::Limit)));
        let dates = add(&|d| (d.starts_at, d.ends_at) = (Some(time(NOW)), Some(time(NOW)))).await;
        assert!(matches!(dates, Err(AddError::Dates)));
        let product = add(&|d| d.products = vec![slug("nothing")]).await;
        assert!(matches!(product, Err(AddError::Product(p)) if p == slug("nothing")));
        assert_eq!(discounts.list(time(NOW)).await.unwrap(), []);

        add(&|_| ()).await.unwrap();
        assert!(matches!(add(&|d| d.code = "code".into()).await, Err(AddError::Taken(code)) if code == "CODE"));
        assert_eq!(discounts.list(time(NOW)).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_checkout_of_several_payments_uses_a_code_once() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::paypal(&context).await;
        let shop = bank.shop(&context).await;
        let once = |code| Discount {
            limit: Some(1),
            ..percent(code, 1_000)
        };
        let for_pulse = Discount {
            products: vec!["pulse".parse().unwrap()],
            ..once("PULSE")
        };
        // Each of PayPal's subscriptions is a payment of its own.
        for (code, with_code) in [(for_pulse, 1), (once("ALL"), 2)] {
            let name = code.code.clone();
            context.discounts().add(code).await.unwrap();
            let guest = shop.guest(&[PULSE, GEOCODE]).await;
            guest.code(&name).await;
            guest.place(&bank.form()).await.unwrap();
            let orders = guest.orders().await;
            let discounted = orders.iter().filter(|order| order.discount_code.is_some()).count();
            assert_eq!((orders.len(), discounted), (2, with_code), "{name}");
            for order in &orders {
                let key = shop.key(&order.id);
                let access = Access {
                    account: None,
                    key: Some(&key),
                    ..Default::default()
                };
                shop.orders.pay(&order.id, access).await.unwrap();
                bank.fake.pay(&bank.fake.find(&order.id).unwrap()).unwrap();
                bank.hear(&shop).await;
            }
            let paid = guest.orders().await;
            assert!(paid.iter().all(|order| order.status == OrderStatus::Paid), "{paid:?}");
            let codes = context.discounts().list(context.clock.now()).await.unwrap();
            let used = codes.iter().find(|(code, _)| code.code == name).unwrap().0.used;
            assert_eq!(used, 1, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn many_who_pay_with_a_code_at_once_do_not_wait_for_each_other() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        context.discounts().add(percent("ALL", 1_000)).await.unwrap();
        // More than the store has connections.
        let mut urls = Vec::new();
        for _ in 0..30 {
            let guest = shop.guest(&[NIGHT]).await;
            guest.code("ALL").await;
            urls.push(guest.place(&form()).await.unwrap());
        }
        join_all(urls.iter().map(|url| shop.act(url, SandboxAction::Pay))).await;
        assert_eq!(
            context.discounts().list(context.clock.now()).await.unwrap()[0].0.used,
            30
        );
    })
    .await;
}

#[tokio::test]
async fn a_code_is_held_while_its_order_may_be_paid() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        let once = Discount {
            limit: Some(1),
            ..percent("ONCE", 1_000)
        };
        context.discounts().add(once).await.unwrap();
        let (ada, bob) = (shop.guest(&[NIGHT]).await, shop.guest(&[NIGHT]).await);
        ada.code("ONCE").await;
        bob.code("ONCE").await;
        let url = ada.place(&form()).await.unwrap();
        let view = bob.checkout(None).await;
        assert_eq!(view.discount_error.as_deref(), Some("The code ONCE has been used up."));
        assert!(matches!(bob.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        assert!(bob.orders().await.is_empty());
        let (code, held) = context.discounts().list(context.clock.now()).await.unwrap().remove(0);
        assert_eq!((code.used, held), (0, 1));
        assert_eq!(ada.checkout(None).await.discount_error, None, "it is her own order's");

        // What she does not pay holds it no more, until she tries again.
        shop.act(&url, SandboxAction::Decline).await;
        let url = bob.place(&form()).await.unwrap();
        let order = ada.order().await;
        let again = shop.orders.pay(&order.id, ada.access(&order)).await;
        assert!(matches!(again, Err(PayError::UsedUp)), "{again:?}");
        shop.act(&url, SandboxAction::Decline).await;
        let url = shop.orders.pay(&order.id, ada.access(&order)).await.unwrap();
        assert!(matches!(bob.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        shop.act(&url, SandboxAction::Pay).await;
        assert_eq!(ada.stored().await.status, OrderStatus::Paid);
        let (code, held) = context.discounts().list(context.clock.now()).await.unwrap().remove(0);
        assert_eq!((code.used, held), (1, 0));

        // Nor does what was left open.
        let twice = Discount {
            limit: Some(1),
            ..percent("TWICE", 1_000)
        };
        context.discounts().add(twice).await.unwrap();
        let (eve, kim) = (shop.guest(&[NIGHT]).await, shop.guest(&[NIGHT]).await);
        eve.code("TWICE").await;
        kim.code("TWICE").await;
        eve.place(&form()).await.unwrap();
        context.pass(Duration::from_secs(30 * 60 - 1));
        assert!(matches!(kim.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        context.pass(Duration::from_secs(1));
        kim.place(&form()).await.unwrap();
        // What she left open cannot be paid at that price any more.
        shop.jobs().run_due().await.unwrap();
        assert_eq!(eve.stored().await.status, OrderStatus::Failed);
        let order = eve.order().await;
        let again = shop.orders.pay(&order.id, eve.access(&order)).await;
        assert!(matches!(again, Err(PayError::UsedUp)), "{again:?}");
        assert_eq!(kim.stored().await.status, OrderStatus::Open, "hers is held still");
    })
    .await;
}

/// Whoever places orders and pays none blocks a code for half an hour, and what is paid meanwhile counts.
#[tokio::test]
async fn a_code_that_many_left_open_is_free_after_half_an_hour() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        let five = Discount {
            limit: Some(5),
            ..percent("FIVE", 1_000)
        };
        context.discounts().add(five).await.unwrap();
        let mut left_open = Vec::new();
        let kim = shop.guest(&[NIGHT]).await;
        kim.code("FIVE").await;
        for _ in 0..5 {
            let guest = shop.guest(&[NIGHT]).await;
            guest.code("FIVE").await;
            left_open.push((guest.place(&form()).await.unwrap(), guest));
        }
        assert!(matches!(kim.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        // One of them pays, in the last minute.
        context.pass(Duration::from_secs(29 * 60));
        shop.act(&left_open[0].0, SandboxAction::Pay).await;
        context.pass(Duration::from_secs(60));
        shop.jobs().run_due().await.unwrap();
        for (url, guest) in &left_open[1..] {
            assert_eq!(guest.stored().await.status, OrderStatus::Failed);
            assert!(!shop.try_act(url, SandboxAction::Pay).await, "its page is closed");
        }
        for _ in 0..4 {
            let guest = shop.guest(&[NIGHT]).await;
            guest.code("FIVE").await;
            let url = guest.place(&form()).await.unwrap();
            shop.act(&url, SandboxAction::Pay).await;
        }
        let (code, held) = context.discounts().list(context.clock.now()).await.unwrap().remove(0);
        assert_eq!((code.used, held), (5, 0));
        assert!(matches!(kim.place(&form()).await, Err(PlaceError::CartNeedsReview)));
    })
    .await;
}

#[tokio::test]
async fn of_many_who_place_at_once_as_many_have_a_code_as_may() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        let three = Discount {
            limit: Some(3),
            ..percent("THREE", 1_000)
        };
        context.discounts().add(three).await.unwrap();
        let mut guests = Vec::new();
        for _ in 0..9 {
            let guest = shop.guest(&[NIGHT]).await;
            guest.code("THREE").await;
            guests.push((guest.see(&form()).await, guest));
        }
        let form = form();
        let placed = join_all(guests.iter().map(|(seen, guest)| guest.place_at(*seen, &form))).await;
        let refused = placed
            .iter()
            .filter(|placed| matches!(placed, Err(PlaceError::CartNeedsReview | PlaceError::TotalChanged)));
        assert_eq!(refused.count(), 6, "{placed:?}");
        for url in placed.iter().flatten() {
            shop.act(url, SandboxAction::Pay).await;
        }
        assert_eq!(
            context.discounts().list(context.clock.now()).await.unwrap()[0].0.used,
            3
        );
    })
    .await;
}
