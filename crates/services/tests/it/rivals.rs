//! Orders that get into each other's way: placed at once, brought along at a log-in, begun at a provider that cannot be
//! asked any more; and payments that bought nothing.

use std::sync::Arc;

use domain::order::{OrderStatus, ProviderId};
use futures::future::join_all;
use payments::Provider;
use payments_fakes::Failure;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database};
use services::{CartOwner, PlaceError, Sandbox, SandboxAction};

use crate::afterwards::{NIGHT, PULSE, later, stock, tick};
use crate::bank::Bank;

async fn statuses(guest: &Guest) -> Vec<OrderStatus> {
    guest.orders().await.iter().map(|order| order.status).collect()
}

#[tokio::test]
async fn of_two_that_are_placed_at_once_one_can_be_paid() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        for _ in 0..8 {
            let guest = shop.guest(&[NIGHT]).await;
            let form = form();
            let seen = guest.see(&form).await;
            join_all([guest.place_at(seen, &form), guest.place_at(seen, &form)]).await;
            let orders = guest.orders().await;
            let mut open = orders.iter().filter(|order| order.status == OrderStatus::Open);
            let (Some(open), None) = (open.next(), open.next()) else {
                panic!("{:?}", statuses(&guest).await);
            };
            let key = shop.key(&open.id);
            let access = services::Access {
                account: None,
                key: Some(&key),
                ..Default::default()
            };
            let url = shop.orders.pay(&open.id, access).await.unwrap();
            shop.act(&url, SandboxAction::Pay).await;
            let mut statuses = statuses(&guest).await;
            statuses.retain(|status| *status != OrderStatus::Superseded);
            assert_eq!(statuses, [OrderStatus::Paid]);
        }
    })
    .await;
}

/// A guest may have two payments on their way, of different things; logging in does not make them one.
#[tokio::test]
async fn payments_on_their_way_stay_apart_when_the_guest_logs_in() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::stripe(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[NIGHT]).await;
        let first = bank.place(&guest).await;
        bank.fake.pay_later(&first).unwrap();
        bank.hear(&shop).await;
        guest.take_out("night-theme", "pro").await;
        guest.put("day-theme", "pro").await;
        tick(&context);
        let second = bank.place(&guest).await;
        bank.fake.pay_later(&second).unwrap();
        bank.hear(&shop).await;
        let ids: Vec<_> = guest.orders().await.into_iter().map(|order| order.id).collect();

        let CartOwner::Guest(token) = &guest.owner else {
            panic!("a guest has a token");
        };
        let account = shop.account("ada@example.com").await;
        shop.carts.merge(token, account).await.unwrap();
        for reference in [&first, &second] {
            bank.fake.settle(reference, true).unwrap();
        }
        bank.hear(&shop).await;
        shop.jobs().run_due().await.unwrap();
        for id in &ids {
            let order = context.database.store.order(id).await.unwrap().unwrap().order;
            assert_eq!(order.status, OrderStatus::Paid);
        }
        assert!(bank.kept() > 0);
        assert_eq!(
            shop.letters()
                .await
                .iter()
                .filter(|letter| *letter == "SentBack")
                .count(),
            0
        );
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_not_offered_any_more_holds_nobody_up() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::stripe(&context).await;
        let guest = bank.shop(&context).await.guest(&[NIGHT]).await;
        let before = bank.place(&guest).await;
        tick(&context);
        // The shop goes on with the sandbox alone.
        let shop = TestShop::new(&context).await;
        let guest = guest.at(&shop);
        let old = guest.order().await;
        let pay = shop.orders.pay(&old.id, guest.access(&old)).await;
        assert!(matches!(pay, Err(services::PayError::Refused)), "{pay:?}");
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        assert_eq!(statuses(&guest).await, [OrderStatus::Superseded, OrderStatus::Paid]);

        // What the old page collects all the same goes back once its provider is there again.
        bank.fake.pay(&before).unwrap();
        let shop = TestShop::with(&context, vec![bank.provider.clone()]).await;
        bank.hear(&shop).await;
        shop.jobs().run_due().await.unwrap();
        assert_eq!(bank.kept(), 0);
        assert_eq!(shop.letters().await.last().unwrap(), "SentBack");
    })
    .await;
}

#[tokio::test]
async fn another_account_at_the_provider_holds_nobody_up() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let old = Bank::stripe(&context).await;
        let guest = old.shop(&context).await.guest(&[NIGHT]).await;
        old.place(&guest).await;
        tick(&context);
        let new = Bank::stripe(&context).await;
        let shop = new.shop(&context).await;
        let guest = guest.at(&shop);
        let reference = new.place(&guest).await;
        new.fake.pay(&reference).unwrap();
        new.hear(&shop).await;
        assert_eq!(statuses(&guest).await, [OrderStatus::Superseded, OrderStatus::Paid]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_closed_for_now_is_said() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::paypal(&context).await;
        let sandbox = Sandbox::new(
            context.database.store.clone(),
            services::testing::shop::PUBLIC_URL.to_owned(),
        );
        let sandbox: Arc<dyn Provider> = Arc::new(sandbox);
        let shop = TestShop::with(&context, vec![bank.provider.clone(), sandbox]).await;
        let guest = shop.guest(&[NIGHT]).await;
        bank.place(&guest).await;
        tick(&context);
        bank.fake.fail(vec![Failure::Refused(503); 9]);
        let mut refused = 0;
        while let Err(error) = guest.place(&form()).await {
            assert!(matches!(error, PlaceError::EarlierPaymentOpen), "{error:?}");
            assert_eq!(statuses(&guest).await, [OrderStatus::Open]);
            refused += 1;
        }
        assert!(refused > 0);
        assert_eq!(statuses(&guest).await, [OrderStatus::Superseded, OrderStatus::Open]);
    })
    .await;
}

#[tokio::test]
async fn a_bank_that_takes_weeks_is_asked_for_as_long() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::stripe(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[PULSE]).await;
        let reference = bank.place(&guest).await;
        bank.fake.pay_later(&reference).unwrap();
        for _ in 0..10 {
            later(&context, &shop, 48 * 3_600).await;
        }
        assert_eq!(guest.stored().await.status, OrderStatus::Pending);
        // Nobody tells that it came.
        bank.fake.settle(&reference, true).unwrap();
        later(&context, &shop, 48 * 3_600).await;
        assert_eq!(guest.stored().await.status, OrderStatus::Paid);
    })
    .await;
}

#[tokio::test]
async fn a_payment_of_another_amount_can_be_given_back() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[NIGHT]).await;
        guest.place(&form()).await.unwrap();
        let order = guest.stored().await;
        let (due, store) = (order.totals.total(), &context.database.store);
        let mut write = store.write().await.unwrap();
        let url = "https://shop.example/sandbox/pay/odd";
        let back = format!("https://shop.example/?key={}", shop.key(&order.id));
        write
            .put_sandbox_payment("odd", &order.id, due.amount - 1, due.currency, false, &back, &back)
            .await
            .unwrap();
        write.begin_attempt(&order.id, 2).await.unwrap();
        write
            .put_payment(&order.id, 2, ProviderId::Sandbox, "odd", url)
            .await
            .unwrap();
        write.save().await.unwrap();
        shop.act(url, SandboxAction::Pay).await;
        assert_eq!(guest.order().await.status, OrderStatus::Pending);

        let line = shop.orders.refund(&order.id, Some(1)).await;
        assert!(matches!(line, Err(services::RefundError::NotPaid(_))), "{line:?}");
        let refunded = shop.orders.refund(&order.id, None).await.unwrap();
        assert_eq!(
            (refunded.amount.amount, refunded.credit_note.as_str()),
            (due.amount - 1, "")
        );
        later(&context, &shop, 60).await;
        let failed = guest.order().await;
        assert_eq!(
            (failed.status, failed.payable, failed.invoices.len()),
            (OrderStatus::Failed, true, 0)
        );
        assert_eq!(shop.letters().await, ["SentBack"]);
        // It can be paid as it is due.
        let url = shop.orders.pay(&order.id, guest.access(&failed)).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        assert_eq!(guest.stored().await.status, OrderStatus::Paid);
    })
    .await;
}
