//! Orders as time goes by: what was frozen with them, how long they may be paid, and how long their links count.

use std::sync::Arc;

use domain::Clock as _;
use domain::order::{OrderStatus, PAYABLE_DAYS};
use domain::tax::BasisPoints;
use services::tax::NoopVerifier;
use services::testing::shop::form;
use services::testing::{TestContext, each_database};
use services::{Access, PayError, SandboxAction};

use crate::bank::Bank;
use crate::orders::shop;

#[tokio::test]
async fn an_order_is_paid_at_its_prices_for_a_week() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let first = guest.place(&form()).await.unwrap();
        let taxes = context.taxes(Arc::new(NoopVerifier));
        let germany = form().country.parse().unwrap();
        taxes.set_rate(germany, BasisPoints(2_500), None).await.unwrap();
        // A minute later every shop has the new rate; the order keeps its own.
        let now = context.clock.now();
        context.clock.set(now.plus_seconds(60));
        assert_eq!(guest.checkout(None).await.totals.total, 2_500);
        let order = guest.order().await;
        assert_eq!(shop.orders.pay(&order.id, guest.access(&order)).await.unwrap(), first);
        assert!(order.payable);

        context.clock.set(now.plus_days(PAYABLE_DAYS));
        let late = shop.orders.pay(&order.id, guest.access(&order)).await;
        assert!(matches!(late, Err(PayError::TooOld)), "{late:?}");
        assert!(
            !shop.try_act(&first, SandboxAction::Pay).await,
            "its payment was called off"
        );
        let order = guest.order().await;
        assert_eq!((order.status, order.payable), (OrderStatus::Failed, false));

        // Looking at one, or the hour, calls it off as well.
        let looked_at = shop.guest(&[("rope", "solo", 1)]).await;
        let forgotten = shop.guest(&[("rope", "solo", 1)]).await;
        let urls = [
            looked_at.place(&form()).await.unwrap(),
            forgotten.place(&form()).await.unwrap(),
        ];
        context.clock.set(context.clock.now().plus_days(PAYABLE_DAYS));
        assert_eq!(looked_at.order().await.status, OrderStatus::Failed);
        assert_eq!(shop.orders.give_up_old().await.unwrap(), 1);
        assert_eq!(forgotten.stored().await.status, OrderStatus::Failed);
        for url in urls {
            assert!(!shop.try_act(&url, SandboxAction::Pay).await, "{url}");
        }
        let second = guest.place(&form()).await.unwrap();
        shop.act(&second, SandboxAction::Pay).await;
        assert_eq!(guest.order().await.totals.total, 2_500);
    })
    .await;
}

#[tokio::test]
async fn a_link_leads_to_the_next_payment_for_as_long_as_it_counts() {
    each_database(async |context: TestContext| {
        let bank = Bank::paypal(&context).await;
        shop(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop
            .guest(&[("swift-geocode", "starter", 1), ("rope", "solo", 1)])
            .await;
        guest.place(&bank.form()).await.unwrap();
        let first = guest.orders().await.remove(0);
        let key = shop.key(&first.id);
        let placed = context.clock.now();
        context.clock.set(placed.plus_days(3));
        let access = Access {
            account: None,
            key: Some(&key),
            ..Default::default()
        };
        let page = shop.orders.view(&first.id, access).await.unwrap().unwrap();
        let (next, _, waiting) = page.next.unwrap();
        let (path, next_key) = next.split_once("?key=").unwrap();
        let name = path.strip_prefix("/orders/").unwrap();
        assert_eq!(waiting, 1);
        let opens = async || {
            let access = Access {
                account: None,
                key: Some(next_key),
                ..Default::default()
            };
            shop.orders.view(name, access).await.unwrap().is_some()
        };
        assert!(opens().await);
        context.clock.set(placed.plus_days(30));
        assert!(shop.orders.is_expired(&first.id, &key));
        assert!(!opens().await && shop.orders.is_expired(name, next_key));
    })
    .await;
}

#[tokio::test]
async fn an_invoice_has_the_tax_of_its_order() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        let germany = form().country.parse().unwrap();
        let taxes = context.taxes(Arc::new(NoopVerifier));
        taxes.set_rate(germany, BasisPoints(2_500), None).await.unwrap();
        context.clock.set(context.clock.now().plus_seconds(60));
        shop.act(&url, SandboxAction::Pay).await;
        let id = guest.stored().await.id;
        let invoice = async || context.database.store.invoices_of_order(&id).await.unwrap().remove(0);
        let invoiced = invoice().await;
        assert_eq!((invoiced.totals.tax, invoiced.totals.total), (380, 2_380));
        assert_eq!(invoiced.tax.rate, BasisPoints(1_900));
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_nobody_tells_of_is_looked_at_and_ended() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let paid = shop.guest(&[("rope", "solo", 1)]).await;
        let url = paid.place(&form()).await.unwrap();
        shop.try_act(&url, SandboxAction::Pay).await;
        let left = shop.guest(&[("rope", "solo", 1)]).await;
        left.place(&form()).await.unwrap();
        for _ in 0..9 {
            let now = context.clock.now();
            context.clock.set(now.plus_days(2));
            shop.jobs().run_due().await.unwrap();
        }
        assert_eq!(paid.stored().await.status, OrderStatus::Paid);
        assert_eq!(left.stored().await.status, OrderStatus::Failed);
    })
    .await;
}
