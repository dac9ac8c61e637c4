//! Payments that are on their way while the customer goes on shopping.

use domain::order::OrderStatus;
use services::testing::shop::{TestShop, form};
use services::testing::{TestContext, each_database};
use services::{PlaceError, SandboxAction};

use crate::afterwards::{NIGHT, PULSE, stock, tick};
use crate::bank::Bank;

#[tokio::test]
async fn what_is_on_its_way_is_not_bought_again() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        for known in [true, false] {
            let guest = shop.guest(&[NIGHT]).await;
            let url = guest.place(&form()).await.unwrap();
            shop.try_act(&url, SandboxAction::Wait).await;
            if known {
                shop.look(&url).await;
            }
            let pending = guest.stored().await;
            // Another plan of the same product, and something else.
            guest.put("night-theme", "team").await;
            guest.put("day-theme", "pro").await;
            let refused = guest.place(&form()).await;
            let Err(PlaceError::Pending(path)) = refused else {
                panic!("{refused:?}");
            };
            assert!(path.starts_with(&format!("/orders/{}?key=", pending.id)), "{path}");
            assert_eq!(guest.orders().await.len(), 1);
            assert_eq!(guest.stored().await.status, OrderStatus::Pending);

            guest.take_out("night-theme", "pro").await;
            guest.take_out("night-theme", "team").await;
            tick(&context);
            let other = guest.place(&form()).await.unwrap();
            shop.act(&other, SandboxAction::Pay).await;
            assert_eq!(guest.stored().await.status, OrderStatus::Paid, "something else is fine");

            // Once it is decided, it is in nobody's way.
            let decided = if known {
                SandboxAction::Fail
            } else {
                SandboxAction::Settle
            };
            shop.try_act(&url, decided).await;
            guest.put("night-theme", "pro").await;
            tick(&context);
            let again = guest.place(&form()).await.unwrap();
            let statuses: Vec<_> = guest.orders().await.iter().map(|order| order.status).collect();
            if known {
                assert!(again.contains("/sandbox/pay/"), "{again}");
                assert_eq!(
                    statuses,
                    [OrderStatus::Superseded, OrderStatus::Paid, OrderStatus::Open]
                );
            } else {
                assert!(again.starts_with("/orders/M-2026-"), "it was paid meanwhile: {again}");
                assert_eq!(statuses, [OrderStatus::Paid, OrderStatus::Paid]);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_bank_debit_on_its_way_is_not_bought_again_at_any_provider() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        for bank in Bank::both(&context).await {
            for wanted in [NIGHT, PULSE] {
                let shop = bank.shop(&context).await;
                let guest = shop.guest(&[wanted]).await;
                let reference = bank.place(&guest).await;
                bank.fake.pay_later(&reference).unwrap();
                guest.put("day-theme", "pro").await;
                let before = bank.kept();
                for _ in 0..2 {
                    // Nobody told of it before the first time.
                    let refused = guest.place(&bank.form()).await;
                    assert!(matches!(refused, Err(PlaceError::Pending(_))), "{refused:?}");
                }
                bank.fake.settle(&reference, true).unwrap();
                bank.hear(&shop).await;
                shop.jobs().run_due().await.unwrap();
                let orders = guest.orders().await;
                assert_eq!(
                    (orders.len(), orders[0].status),
                    (1, OrderStatus::Paid),
                    "{:?}",
                    bank.id
                );
                assert_eq!(bank.kept(), before + orders[0].totals.total);
            }
        }
    })
    .await;
}
