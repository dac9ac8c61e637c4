//! Subscriptions of one order that Stripe collects as one: a line is given back alone, and the others go on.

use domain::order::OrderStatus;
use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use payments_fakes::{Exchange, Failure, Fake as _, Options, StripeFake};
use services::RefundError;
use services::Refunded;
use services::testing::shop::{Guest, TestShop};
use services::testing::{TestContext, each_database};

use crate::afterwards::{GEOCODE, NIGHT, PULSE, TIDES, count, later, licenses, stock};
use crate::bank::Bank;

/// An order that was paid at Stripe and began a subscription there.
struct Sale {
    fake: StripeFake,
    bank: Bank,
    shop: TestShop,
    guest: Guest,
    number: String,
    subscription: String,
}

impl Sale {
    async fn of(context: &TestContext, wanted: &[(&str, &str, u32)], code: Option<&Discount>) -> Self {
        let fake = StripeFake::start(Options::held(context.clock.clone())).await.unwrap();
        let bank = Bank::of_stripe(fake.clone());
        let shop = bank.shop(context).await;
        let guest = shop.guest(wanted).await;
        if let Some(code) = code {
            shop.put_discount(code).await;
            guest.code(&code.code).await;
        }
        let reference = bank.place(&guest).await;
        fake.pay(&reference).unwrap();
        bank.hear(&shop).await;
        let number = guest.order().await.number.unwrap();
        let subscription = fake.subscriptions().pop().unwrap();
        Self {
            fake,
            bank,
            shop,
            guest,
            number,
            subscription,
        }
    }

    async fn refund(&self, line: u32) -> Result<Refunded, RefundError> {
        self.shop.orders.refund(&self.number, Some(line)).await
    }

    /// Gives lines back; the jobs that this brings wait.
    async fn give_back(&self, lines: &[u32]) {
        for line in lines {
            assert_eq!(self.refund(*line).await.unwrap().amount.amount, 2_261);
        }
    }

    async fn run(&self) {
        self.shop.jobs().run_due().await.unwrap();
    }

    /// What the next month will cost the customer.
    fn next(&self) -> i64 {
        self.fake.next_amount(&self.subscription)
    }

    /// How often the shop asked for a change of the subscription.
    fn changes(&self) -> usize {
        let change =
            |exchange: &Exchange| exchange.method == "POST" && exchange.path.ends_with(self.subscription.as_str());
        self.fake.exchanges().into_iter().filter(change).count()
    }
}

/// How the jobs stand that take lines out.
async fn states(context: &TestContext) -> Vec<String> {
    let jobs = context.database.store.jobs(1_000).await.unwrap().into_iter();
    jobs.filter(|job| job.kind == "keep_lines")
        .map(|job| job.state.to_string())
        .collect()
}

#[tokio::test]
async fn a_line_is_given_back_and_the_others_go_on() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let sale = Sale::of(&context, &[PULSE, NIGHT, GEOCODE], None).await;
        assert_eq!((sale.next(), sale.bank.kept()), (4_522, 10_353));
        sale.give_back(&[1]).await;
        sale.run().await;
        assert_eq!(licenses(&sale.guest).await, ["revoked", "active", "active"]);
        assert_eq!((sale.next(), sale.bank.kept()), (2_261, 8_092));
        sale.bank.hear(&sale.shop).await;
        let order = sale.guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Paid, 2_261));
        assert_eq!(order.invoices.iter().filter(|link| link.credit_note).count(), 1);
        let again = sale.refund(1).await;
        assert!(matches!(again, Err(RefundError::LineDone(1))), "{again:?}");

        // The theme was paid once: nothing more is collected for it.
        sale.refund(2).await.unwrap();
        sale.run().await;
        assert_eq!((sale.next(), sale.changes()), (2_261, 1));

        sale.give_back(&[3]).await;
        sale.run().await;
        assert_eq!((sale.fake.subscriptions().len(), sale.bank.kept()), (0, 0));
        assert_eq!(licenses(&sale.guest).await, ["revoked"; 3]);
        assert_eq!(sale.guest.order().await.status, OrderStatus::Refunded);
        assert_eq!(states(&context).await, ["done"]);
        assert_eq!(count(&context, "end_subscription").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_subscription_of_an_order_ends_the_whole_and_leaves_what_was_paid_once() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let sale = Sale::of(&context, &[PULSE, NIGHT, GEOCODE], None).await;
        // Nothing is left when the first one's job comes.
        sale.give_back(&[1, 3]).await;
        sale.run().await;
        assert_eq!((sale.fake.subscriptions().len(), sale.changes()), (0, 0));
        assert_eq!(states(&context).await, ["done"]);
        assert_eq!(licenses(&sale.guest).await, ["revoked", "active", "revoked"]);
        assert_eq!(sale.guest.order().await.status, OrderStatus::Paid);
        assert_eq!(sale.bank.kept(), 5_831);
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_down_takes_lines_out_later_and_once() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let lost = vec![Failure::Passes, Failure::Passes, Failure::Lost(500)];
        for failures in [vec![Failure::Refused(503)], lost] {
            let sale = Sale::of(&context, &[PULSE, GEOCODE, TIDES], None).await;
            assert_eq!(sale.next(), 6_783);
            sale.give_back(&[1, 3]).await;
            sale.fake.fail(failures);
            // Whichever of the two jobs comes through does what both want.
            sale.run().await;
            assert_eq!((sale.next(), sale.changes()), (2_261, 1));
            later(&context, &sale.shop, 600).await;
            assert_eq!((sale.next(), sale.changes()), (2_261, 1));
            assert!(states(&context).await.iter().all(|state| state == "done"));

            // All at once: the refund itself finds nobody.
            sale.fake.fail(vec![Failure::Refused(503)]);
            assert!(matches!(sale.refund(2).await, Err(RefundError::Later(_))));
            assert_eq!(licenses(&sale.guest).await, ["revoked", "active", "revoked"]);
            later(&context, &sale.shop, 61).await;
            assert_eq!((sale.fake.subscriptions().len(), sale.bank.kept()), (0, 0));
        }
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_finds_nobody_takes_its_line_out_when_it_is_made() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let sale = Sale::of(&context, &[PULSE, GEOCODE], None).await;
        sale.fake.fail(vec![Failure::Refused(503)]);
        assert!(matches!(sale.refund(1).await, Err(RefundError::Later(_))));
        sale.run().await;
        assert_eq!((sale.next(), sale.bank.kept()), (4_522, 4_522));
        later(&context, &sale.shop, 61).await;
        assert_eq!((sale.next(), sale.bank.kept()), (2_261, 2_261));
        assert_eq!(licenses(&sale.guest).await, ["revoked", "active"]);
    })
    .await;
}

#[tokio::test]
async fn a_line_that_cost_nothing_is_not_taken_with_the_others() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let free = Discount {
            code: "FIRST".to_owned(),
            off: Off::Percent(BasisPoints(10_000)),
            products: vec!["pulse".parse().unwrap()],
            starts_at: None,
            ends_at: None,
            limit: None,
            used: 0,
        };
        let sale = Sale::of(&context, &[PULSE, GEOCODE], Some(&free)).await;
        assert_eq!((sale.next(), sale.bank.kept()), (4_522, 2_261));
        sale.give_back(&[2]).await;
        sale.run().await;
        assert_eq!(licenses(&sale.guest).await, ["active", "revoked"]);
        assert_eq!((sale.next(), sale.bank.kept()), (2_261, 0));
        assert_eq!(sale.refund(1).await.unwrap().amount.amount, 0);
        sale.run().await;
        assert_eq!(sale.fake.subscriptions(), Vec::<String>::new());
        assert_eq!(sale.guest.order().await.status, OrderStatus::Refunded);
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_is_under_way_counts_only_once_it_is_made() {
    each_database(async |context: TestContext| {
        stock(&context).await;
        let sale = Sale::of(&context, &[PULSE, GEOCODE], None).await;
        sale.fake.fail(vec![Failure::Refused(503)]);
        assert!(matches!(sale.refund(1).await, Err(RefundError::Later(_))));
        sale.give_back(&[2]).await;
        let order = sale.guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Paid, 2_261));
        assert_eq!(licenses(&sale.guest).await, ["active", "revoked"]);
        later(&context, &sale.shop, 61).await;
        let order = sale.guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Refunded, 4_522));
        assert_eq!((sale.fake.subscriptions().len(), sale.bank.kept()), (0, 0));
    })
    .await;
}
