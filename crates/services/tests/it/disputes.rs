//! Disputes: what was bought rests meanwhile, and ends where they are lost.

use domain::invoice::InvoiceKind;
use domain::order::OrderStatus;
use payments_fakes::{Options, StripeFake};
use services::testing::shop::form;
use services::testing::{TestContext, each_database};
use services::{RefundError, SandboxAction};

use crate::afterwards::{PULSE, licenses, stock};
use crate::bank::Bank;
use crate::orders::shop;

#[tokio::test]
async fn a_lost_dispute_revokes_and_a_won_one_restores() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        for bank in Bank::both(&context).await {
            for won in [true, false] {
                let shop = bank.shop(&context).await;
                let (guest, reference) = bank.sell(&shop, &[PULSE]).await;
                let before = (bank.fake.subscriptions().len(), shop.letters().await.len());
                bank.fake.dispute(&reference).unwrap();
                bank.hear(&shop).await;
                assert_eq!(licenses(&guest).await, ["suspended"]);
                bank.fake.end_dispute(&reference, won).unwrap();
                for _ in 0..2 {
                    bank.hear(&shop).await;
                }
                shop.jobs().run_due().await.unwrap();
                let order = guest.order().await;
                let notes: Vec<_> = context
                    .database
                    .store
                    .invoices_of_order(&order.id)
                    .await
                    .unwrap()
                    .into_iter()
                    .filter(|invoice| invoice.kind == InvoiceKind::CreditNote)
                    .map(|note| note.totals.total)
                    .collect();
                let (letters, ended) = (shop.letters().await, bank.fake.subscriptions().len());
                if won {
                    assert_eq!(
                        (order.status, licenses(&guest).await),
                        (OrderStatus::Paid, vec!["active".to_owned()])
                    );
                    assert_eq!((notes, ended), (vec![], before.0));
                    assert_eq!(letters[before.1..], ["Suspended"]);
                } else {
                    let revoked = vec!["revoked".to_owned()];
                    assert_eq!((order.status, licenses(&guest).await), (OrderStatus::Refunded, revoked));
                    assert_eq!((notes, ended), (vec![2_261], before.0 - 1), "{:?}", bank.id);
                    assert_eq!(letters[before.1..], ["Suspended", "DisputeLost"]);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_dispute_that_takes_less_than_all_revokes_all_the_same() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let fake = StripeFake::start(Options::held(context.clock.clone())).await.unwrap();
        let bank = Bank::of_stripe(fake.clone());
        let shop = bank.shop(&context).await;
        let (guest, reference) = bank.sell(&shop, &[PULSE]).await;
        fake.dispute_of(&reference, 2_200).unwrap();
        bank.fake.end_dispute(&reference, false).unwrap();
        bank.hear(&shop).await;
        shop.jobs().run_due().await.unwrap();
        let order = guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Refunded, 2_200));
        assert_eq!(licenses(&guest).await, ["revoked"]);
        assert!(bank.fake.subscriptions().is_empty());
        // A person may give back what is left.
        let number = order.number.unwrap();
        assert!(matches!(
            shop.orders.refund(&number, Some(1)).await,
            Err(RefundError::NotPaid(_))
        ));
        assert_eq!(shop.orders.refund(&number, None).await.unwrap().amount.amount, 61);
        assert_eq!(bank.kept(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_dispute_suspends_until_it_is_settled() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("swift-geocode", "starter", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        shop.act(&url, SandboxAction::Dispute).await;
        shop.look(&url).await;
        let order = guest.order().await;
        assert_eq!(
            (order.status, order.lines[0].licenses[0].1.as_str()),
            (OrderStatus::Disputed, "suspended")
        );
        let closed = async || {
            let grants = context.database.store.grants_of_order(&order.id).await.unwrap();
            grants.iter().all(|grant| grant.is_blocked())
        };
        assert!(closed().await, "its downloads are closed");
        shop.act(&url, SandboxAction::EndDispute).await;
        shop.look(&url).await;
        let order = guest.order().await;
        assert_eq!(
            (order.status, order.lines[0].licenses[0].1.as_str()),
            (OrderStatus::Paid, "active")
        );
        assert!(!closed().await, "its downloads are open again");
        shop.orders.refund(&order.id, None).await.unwrap();
        assert!(closed().await, "what was paid back opens nothing");
        assert_eq!(shop.letters().await, ["OrderPaid", "Suspended", "Refunded"]);
    })
    .await;
}
