//! The test that decides: whatever comes first, however often, in whatever order, and wherever the shop dies meanwhile,
//! a sale is one order, one invoice, one set of licenses, one charge, and at most one subscription.
//!
//! The sandbox is not among the providers: it sends no events, and what is left of the disorder is the shop's own.

use std::collections::HashSet;
use std::future::Future;
use std::ops::Range;

use domain::Billing;
use domain::Clock as _;
use domain::checkout::ExpectedTotals;
use domain::order::{Order, OrderStatus};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use services::Access;
use services::testing::shop::{Guest, TestShop};
use services::testing::{TestContext, dropped_at, each_database, plan, product};

use crate::bank::Bank;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_is_one_sale_in_every_order_of_stripes_events() {
    sell(0..500, Bank::stripe).await;
}

/// The other half, beside the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_is_one_sale_in_every_other_order_of_stripes_events() {
    sell(500..1_000, Bank::stripe).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_is_one_sale_in_every_order_of_paypals_events() {
    sell(0..200, Bank::paypal).await;
}

/// How many sales one fake of the provider sees: it remembers everything, and its tales grow long.
const A_FAKE: usize = 20;

/// A sale for each seed.
async fn sell(seeds: Range<u64>, bank: impl AsyncFn(&TestContext) -> Bank) {
    each_database(async |context: TestContext| {
        let mut monthly = plan("starter", 1_900);
        monthly.billing = Billing::Monthly;
        context
            .import(&[
                product("rope").build(),
                product("night-theme").build(),
                product("pulse").plans(&[monthly]).build(),
            ])
            .await;
        for seeds in seeds.clone().collect::<Vec<_>>().chunks(A_FAKE) {
            let bank = bank(&context).await;
            for seed in seeds {
                Sale::begin(&context, &bank, *seed).await.run().await;
            }
        }
        // No number was left out, and none was given twice.
        let invoices = context.database.store.invoice_numbers().await.unwrap();
        let expected: Vec<String> = (1..=seeds.end - seeds.start).map(|n| format!("2026-{n:06}")).collect();
        assert_eq!(invoices, expected);
    })
    .await;
}

/// One sale, and what may happen to it.
struct Sale<'a> {
    context: &'a TestContext,
    bank: &'a Bank,
    seed: u64,
    rng: StdRng,
    shop: TestShop,
    guest: Guest,
    /// Of a third of all sales: a plan that is paid by the month.
    recurring: bool,
    /// What the customer saw when they opened the checkout.
    shown: ExpectedTotals,
    /// The payments whose pages the customer has seen.
    seen: Vec<String>,
    /// How many events and subscriptions there were before.
    events_before: usize,
    subscriptions_before: usize,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The customer pays on the page they saw last, or on one before.
    Pay,
    Decline,
    /// An event arrives: any so far, so also again and out of order.
    Webhook,
    Return,
    Poll,
    Retry,
    PlaceAgain,
    Look,
}

const STEPS: [Step; 8] = [
    Step::Pay,
    Step::Decline,
    Step::Webhook,
    Step::Return,
    Step::Poll,
    Step::Retry,
    Step::PlaceAgain,
    Step::Look,
];

impl<'a> Sale<'a> {
    async fn begin(context: &'a TestContext, bank: &'a Bank, seed: u64) -> Self {
        let shop = bank.shop(context).await;
        let recurring = seed % 3 == 2;
        let wanted: &[_] = if recurring {
            &[("pulse", "starter", 1)]
        } else {
            &[("rope", "pro", 2), ("night-theme", "pro", 1)]
        };
        let guest = shop.guest(wanted).await;
        Self {
            shown: guest.see(&bank.form()).await,
            events_before: bank.fake.events().len(),
            subscriptions_before: bank.fake.subscriptions().len(),
            rng: StdRng::seed_from_u64(seed),
            seen: Vec::new(),
            context,
            bank,
            seed,
            shop,
            guest,
            recurring,
        }
    }

    async fn run(mut self) {
        self.place().await;
        for _ in 0..self.rng.random_range(4..16) {
            let step = STEPS[self.rng.random_range(0..STEPS.len())];
            match self.rng.random_range(0..5) {
                // The shop dies somewhere in the middle, and is started again.
                0 => {
                    let polls = self.rng.random_range(1..12);
                    dropped_at(polls, self.step(step)).await;
                    self.shop = self.bank.shop(self.context).await;
                    self.guest = self.guest.at(&self.shop);
                }
                // Two things at once.
                1 => {
                    let other = STEPS[self.rng.random_range(2..STEPS.len())];
                    let (first, second) = (self.service(step), self.service(other));
                    tokio::join!(first, second);
                }
                _ => self.step(step).await,
            }
        }
        self.end().await;
    }

    async fn step(&mut self, step: Step) {
        match step {
            Step::Pay => {
                let back = self.rng.random_range(0..=self.seen.len().min(1));
                if let Some(reference) = self.seen.iter().rev().nth(back) {
                    // Refused where the page is closed.
                    self.bank.fake.pay(reference).ok();
                }
            }
            Step::Decline => {
                if let Some(reference) = self.seen.last() {
                    self.bank.fake.decline(reference).ok();
                }
            }
            Step::Retry => {
                let order = self.guest.stored().await;
                let key = self.shop.key(&order.id);
                let paid = self.shop.orders.pay(&order.id, by(&key)).await;
                self.remember(paid.ok(), &order.id);
            }
            Step::PlaceAgain => self.place().await,
            Step::Webhook | Step::Return | Step::Poll | Step::Look => self.service(step).await,
        }
    }

    /// What happens to the shop without a customer's doing.
    fn service(&mut self, step: Step) -> impl Future<Output = ()> + use<> {
        let shop = self.shop.clone();
        let cart = self.guest.owner.clone();
        let events = self.bank.fake.events();
        let new = &events[self.events_before..];
        let event = (!new.is_empty()).then(|| new[self.rng.random_range(0..new.len())].clone());
        let signed = event.map(|event| self.bank.fake.signed(&event));
        let provider = self.bank.id;
        async move {
            let guest = Guest::of(&shop, cart);
            let Some(order) = guest.orders().await.pop() else {
                return;
            };
            let key = shop.key(&order.id);
            match step {
                Step::Webhook => {
                    if let Some((headers, body)) = signed {
                        shop.webhook(provider, &headers, &body).await.unwrap();
                    }
                }
                Step::Return => drop(shop.orders.returned(&order.id, by(&key)).await.unwrap()),
                Step::Look => {
                    let look = json!({ "order": order.id, "attempt": 1, "look": 0 });
                    shop.orders.poll_payment(&look).await.unwrap();
                }
                _ => drop(shop.orders.view(&order.id, by(&key)).await.unwrap()),
            }
        }
    }

    async fn place(&mut self) {
        let placed = self.guest.place_at(self.shown, &self.bank.form()).await;
        for order in self.guest.orders().await {
            let url = placed.as_ref().ok().cloned();
            self.remember(url, &order.id);
        }
    }

    /// The customer sees a page to pay on.
    fn remember(&mut self, url: Option<String>, order: &str) {
        let (Some(url), Some(reference)) = (url, self.bank.fake.find(order)) else {
            return;
        };
        // What PayPal's page names is the reference without its kind.
        let id = reference.rsplit(':').next().unwrap_or(&reference);
        if url.contains(id) && self.seen.last() != Some(&reference) {
            self.seen.push(reference);
        }
    }

    /// The customer pays after all, everything that was sent arrives, and then there is one sale.
    async fn end(mut self) {
        let seed = self.seed;
        if self.charged().await.is_empty() {
            self.pay().await;
        }
        self.arrive().await;
        if !self.guest.orders().await.iter().any(is_paid) {
            // What they paid came too late, and went back.
            self.pay().await;
            self.arrive().await;
        }
        let orders = self.guest.orders().await;
        let paid: Vec<_> = orders.iter().filter(|order| is_paid(order)).collect();
        assert_eq!(paid.len(), 1, "seed {seed}: {orders:?}");
        let charged = self.charged().await;
        assert_eq!(
            charged,
            [paid[0].totals.total],
            "seed {seed}: charges {:?} of {orders:?}",
            self.bank.fake.charges()
        );
        let subscriptions = self.bank.fake.subscriptions();
        assert_eq!(
            subscriptions.len() - self.subscriptions_before,
            usize::from(self.recurring),
            "seed {seed}: {subscriptions:?} of {orders:?}"
        );
        let store = &self.context.database.store;
        let mut licenses = 0;
        for order in &orders {
            licenses += store.licenses_of_order(&order.id).await.unwrap().len();
            let invoices = store.invoices_of_order(&order.id).await.unwrap().len();
            assert_eq!(invoices, usize::from(is_paid(order)), "seed {seed}");
        }
        assert_eq!(licenses, if self.recurring { 1 } else { 3 }, "seed {seed}: {orders:?}");
        assert_eq!(self.guest.cart().await.count, 0, "seed {seed}: the cart is empty");
        let now = self.context.clock.now();
        self.context.clock.set(now.plus_seconds(1));
    }

    /// The customer places the order once more and pays.
    async fn pay(&mut self) {
        self.place().await;
        if !self.charged().await.is_empty() {
            // Placing asks about what was approved before, and PayPal collects when it is asked.
            return;
        }
        let reference = self.seen.last().expect("the customer saw a page");
        let seed = self.seed;
        self.bank
            .fake
            .pay(reference)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    }

    /// All events of the sale arrive, and what they bring is done.
    async fn arrive(&self) {
        let mut heard = self.events_before;
        // What arrives may bring further events.
        loop {
            let events = self.bank.fake.events();
            if heard == events.len() {
                break;
            }
            for event in &events[heard..] {
                let (headers, body) = self.bank.fake.signed(event);
                let taken = self.shop.webhook(self.bank.id, &headers, &body).await;
                taken.unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
            }
            heard = events.len();
            self.shop.jobs().run_due().await.unwrap();
        }
    }

    /// What was taken for this sale and not given back, charge by charge.
    async fn charged(&self) -> Vec<i64> {
        let orders = self.guest.orders().await;
        let ids: HashSet<&str> = orders.iter().map(|order| order.id.as_str()).collect();
        let charges = self.bank.fake.charges().into_iter();
        let of_sale = charges.filter(|charge| charge.order.as_deref().is_some_and(|order| ids.contains(order)));
        let kept = of_sale.map(|charge| charge.amount - charge.returned);
        kept.filter(|amount| *amount > 0).collect()
    }
}

fn is_paid(order: &Order) -> bool {
    order.status == OrderStatus::Paid
}

fn by(key: &str) -> Access<'_> {
    Access {
        account: None,
        key: Some(key),
        ..Default::default()
    }
}
