//! What becomes of payments after the customer has paid: refunds, disputes, payments that come too late, and the
//! subscriptions that must not go on.

use domain::order::{OrderStatus, PAYABLE_DAYS};
use domain::{Billing, Clock as _};
use payments_fakes::{Failure, Options, PayPalFake};
use services::SandboxAction;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, plan, product};

use crate::bank::Bank;

/// Three APIs by the month and two themes.
pub async fn stock(context: &TestContext) {
    let mut monthly = plan("starter", 1_900);
    monthly.billing = Billing::Monthly;
    context
        .import(&[
            product("pulse").plans(&[monthly.clone()]).build(),
            product("geocode").plans(&[monthly.clone()]).build(),
            product("tides").plans(&[monthly]).build(),
            product("night-theme")
                .plans(&[plan("pro", 4_900), plan("team", 9_900)])
                .build(),
            product("day-theme").build(),
        ])
        .await;
}

pub const PULSE: (&str, &str, u32) = ("pulse", "starter", 1);
pub const GEOCODE: (&str, &str, u32) = ("geocode", "starter", 1);
pub const TIDES: (&str, &str, u32) = ("tides", "starter", 1);
pub const NIGHT: (&str, &str, u32) = ("night-theme", "pro", 1);

/// Does what is due in so many seconds.
pub async fn later(context: &TestContext, shop: &TestShop, seconds: i64) {
    context.clock.set(context.clock.now().plus_seconds(seconds));
    shop.jobs().run_due().await.unwrap();
}

/// Lets a second pass: what is placed then is the newer one.
pub fn tick(context: &TestContext) {
    context.clock.set(context.clock.now().plus_seconds(1));
}

/// How many jobs there are of a kind.
pub async fn count(context: &TestContext, kind: &str) -> usize {
    let jobs = context.database.store.jobs(1_000).await.unwrap();
    jobs.iter().filter(|job| job.kind == kind).count()
}

/// The licenses of the newest order, by their status.
pub async fn licenses(guest: &Guest) -> Vec<String> {
    let lines = guest.order().await.lines;
    lines
        .into_iter()
        .flat_map(|line| line.licenses)
        .map(|(_, status)| status.to_string())
        .collect()
}

#[tokio::test]
async fn a_refund_ends_the_subscription_at_its_provider() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        for (bank, line) in Bank::both(&context).await.into_iter().zip([None, Some(1)]) {
            let shop = bank.shop(&context).await;
            let (guest, _) = bank.sell(&shop, &[PULSE]).await;
            let number = guest.order().await.number.unwrap();
            assert_eq!((bank.fake.subscriptions().len(), bank.kept()), (1, 2_261));

            shop.orders.refund(&number, line).await.unwrap();
            assert_eq!(bank.kept(), 0);
            // The provider is down, then its answer is lost: a job comes again until it is done.
            for failure in [Failure::Refused(503), Failure::Lost(500)] {
                bank.fake.fail(vec![failure]);
                shop.jobs().run_due().await.unwrap();
                let left = usize::from(failure == Failure::Refused(503));
                assert_eq!(bank.fake.subscriptions().len(), left, "{failure:?}");
                later(&context, &shop, 20).await;
                context.clock.set(context.clock.now().plus_seconds(20));
            }
            later(&context, &shop, 120).await;
            let asked = bank.fake.exchanges().len();
            bank.hear(&shop).await;
            later(&context, &shop, 600).await;
            let ends =
                |exchange: &payments_fakes::Exchange| exchange.method == "DELETE" || exchange.path.ends_with("/cancel");
            assert!(!bank.fake.exchanges()[asked..].iter().any(ends), "it is ended once");
            assert_eq!(guest.order().await.status, OrderStatus::Refunded);
        }
        assert_eq!(count(&context, "end_subscription").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_refund_in_the_dashboard_ends_the_subscription_too() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        for bank in Bank::both(&context).await {
            let shop = bank.shop(&context).await;
            let (guest, reference) = bank.sell(&shop, &[PULSE]).await;
            bank.fake.refund(&reference, 261).unwrap();
            for _ in 0..2 {
                bank.hear(&shop).await;
            }
            // A part of it is for a person to judge; it is seen, once.
            let order = guest.order().await;
            assert_eq!(
                (order.status, order.refunded.amount),
                (OrderStatus::Paid, 261),
                "{:?}",
                bank.id
            );
            let notes = |kind| order.invoices.iter().filter(|link| link.credit_note == kind).count();
            assert_eq!((notes(false), notes(true)), (1, 1));
            shop.jobs().run_due().await.unwrap();
            assert_eq!(bank.fake.subscriptions().len(), 1);

            bank.fake.refund(&reference, 2_000).unwrap();
            bank.hear(&shop).await;
            shop.jobs().run_due().await.unwrap();
            let order = guest.order().await;
            assert_eq!((order.status, order.refunded.amount), (OrderStatus::Refunded, 2_261));
            assert!(bank.fake.subscriptions().is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn a_subscription_that_is_approved_too_late_ends_and_its_payment_goes_back() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        for told in [true, false] {
            let bank = Bank::paypal(&context).await;
            let shop = bank.shop(&context).await;
            let guest = shop.guest(&[PULSE]).await;
            let first = bank.place(&guest).await;
            tick(&context);
            let second = bank.place(&guest).await;
            assert_ne!(first, second, "PayPal's first page stays open");
            bank.fake.pay(&second).unwrap();
            bank.hear(&shop).await;
            assert_eq!(guest.order().await.status, OrderStatus::Paid);
            bank.fake.pay(&first).unwrap();
            assert_eq!((bank.fake.subscriptions().len(), bank.kept()), (2, 4_522));
            if told {
                bank.hear(&shop).await;
            }
            // Else the shop looks by itself.
            later(&context, &shop, 1_300).await;
            let kept = second.trim_start_matches("S:");
            assert_eq!((bank.fake.subscriptions(), bank.kept()), (vec![kept.to_owned()], 2_261));
            let statuses: Vec<_> = guest.orders().await.iter().map(|order| order.status).collect();
            assert_eq!(statuses, [OrderStatus::Superseded, OrderStatus::Paid], "told: {told}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_subscription_that_is_approved_after_the_last_look_is_delivered_where_nothing_else_was_bought() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::paypal(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[PULSE]).await;
        let reference = bank.place(&guest).await;
        // All the looks, which take four of the seven days.
        for hours in [1, 1, 1, 6, 12, 24, 48] {
            later(&context, &shop, hours * 3_600).await;
        }
        assert_eq!(guest.stored().await.status, OrderStatus::Failed);
        bank.fake.pay(&reference).unwrap();
        bank.hear(&shop).await;
        shop.jobs().run_due().await.unwrap();
        assert_eq!(guest.stored().await.status, OrderStatus::Paid);
        assert_eq!(licenses(&guest).await, ["active"]);
        assert_eq!((bank.fake.subscriptions().len(), bank.kept()), (1, 2_261));
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_is_paid_back_is_nothing_of_what_the_order_was_paid_with() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let fake = PayPalFake::start(Options::held(context.clock.clone())).await.unwrap();
        let bank = Bank::of_paypal(fake.clone(), &context);
        let shop = bank.shop(&context).await;
        let (guest, reference) = bank.sell(&shop, &[PULSE]).await;
        context.clock.set(context.clock.now().plus_days(31));
        let renewal = fake.renew(&reference).unwrap();
        bank.fake.refund(&renewal, 2_261).unwrap();
        bank.hear(&shop).await;
        let order = guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Paid, 0));
        assert_eq!(
            (order.invoices.len(), licenses(&guest).await),
            (1, vec!["active".to_owned()])
        );
        bank.fake.refund(&reference, 1_000).unwrap();
        bank.hear(&shop).await;
        assert_eq!(guest.order().await.refunded.amount, 1_000);
    })
    .await;
}

#[tokio::test]
async fn an_echeck_that_is_approved_too_late_ends_before_its_money_comes() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::paypal(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[PULSE]).await;
        let first = bank.place(&guest).await;
        tick(&context);
        bank.place(&guest).await;
        bank.fake.pay_later(&first).unwrap();
        bank.hear(&shop).await;
        shop.jobs().run_due().await.unwrap();
        assert!(bank.fake.subscriptions().is_empty());
        bank.fake.settle(&first, true).unwrap();
        assert_eq!(bank.kept(), 2_261);
        bank.hear(&shop).await;
        shop.jobs().run_due().await.unwrap();
        assert_eq!(bank.kept(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_first_payment_that_bounces_ends_what_it_began() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        for bank in Bank::both(&context).await {
            let shop = bank.shop(&context).await;
            let guest = shop.guest(&[PULSE]).await;
            let reference = bank.place(&guest).await;
            bank.fake.pay_later(&reference).unwrap();
            bank.hear(&shop).await;
            shop.jobs().run_due().await.unwrap();
            assert_eq!(guest.order().await.status, OrderStatus::Pending);
            assert_eq!(bank.fake.subscriptions().len(), 1, "its money is on its way");
            bank.fake.settle(&reference, false).unwrap();
            bank.hear(&shop).await;
            shop.jobs().run_due().await.unwrap();
            assert_eq!(guest.order().await.status, OrderStatus::Failed);
            assert!(bank.fake.subscriptions().is_empty(), "{:?}", bank.id);
        }
    })
    .await;
}

#[tokio::test]
async fn the_sandbox_ends_and_loses_too() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[PULSE]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        assert!(!shop.try_act(&url, SandboxAction::LoseDispute).await, "there is none");
        shop.act(&url, SandboxAction::Dispute).await;
        assert_eq!(licenses(&guest).await, ["suspended"]);
        shop.act(&url, SandboxAction::LoseDispute).await;
        shop.jobs().run_due().await.unwrap();
        let order = guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Refunded, 2_261));
        let reference = url.rsplit('/').next().unwrap();
        assert!(shop.sandbox.payment(reference).await.unwrap().unwrap().is_ended());
    })
    .await;
}

/// PayPal's page of a subscription cannot be closed.
#[tokio::test]
async fn a_subscription_that_is_approved_after_the_orders_time_ends_and_its_payment_goes_back() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let bank = Bank::paypal(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[PULSE]).await;
        let reference = bank.place(&guest).await;
        context.clock.set(context.clock.now().plus_days(PAYABLE_DAYS));
        assert_eq!(shop.orders.give_up_old().await.unwrap(), 1);
        bank.fake.pay(&reference).unwrap();
        bank.hear(&shop).await;
        later(&context, &shop, 60).await;
        let order = guest.order().await;
        assert_eq!((order.status, bank.kept()), (OrderStatus::Failed, 0));
        let reason = order.reason.unwrap();
        assert!(reason.contains("goes back"), "{reason}");
        assert_eq!(shop.letters().await, ["SentBack"]);
        assert!(licenses(&guest).await.is_empty());
        assert_eq!(bank.fake.subscriptions(), Vec::<String>::new(), "nothing goes on");
    })
    .await;
}
