//! The test that decides: whatever comes first, however often, in whatever order, and wherever the shop dies meanwhile,
//! a sale is one order, one invoice, one set of licenses and one charge.

use std::collections::HashSet;
use std::future::Future;
use std::sync::Arc;

use domain::Clock as _;
use domain::checkout::{CheckoutForm, Seen};
use domain::order::{OrderStatus, ProviderId};
use payments::Provider;
use payments::stripe::Stripe;
use payments::testing::{Fake as _, Options, StripeFake};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use services::Access;
use services::testing::till::{Guest, Till, form};
use services::testing::{TestContext, dropped_at, each_database, product};

/// How many sales; each has its own seed.
const SALES: u64 = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_is_one_sale_in_every_order_of_events() {
    each_database(async |context: TestContext| {
        context
            .import(&[product("rope").build(), product("night-theme").build()])
            .await;
        for seeds in (0..SALES).collect::<Vec<_>>().chunks(A_FAKE) {
            // A new one now and then: it remembers everything, and its tales grow long.
            let fake = StripeFake::start(Options::held(context.clock.clone())).await.unwrap();
            let stripe: Arc<dyn Provider> = Arc::new(Stripe::new(fake.settings()).unwrap());
            for seed in seeds {
                Sale::begin(&context, &fake, &stripe, *seed).await.run().await;
            }
        }
        // No number was left out, and none was given twice.
        let invoices = context.database.store.invoice_numbers().await.unwrap();
        let expected: Vec<String> = (1..=SALES).map(|n| format!("2026-{n:06}")).collect();
        assert_eq!(invoices, expected);
    })
    .await;
}

/// How many sales one fake of the provider sees.
const A_FAKE: usize = 20;

/// One sale, and what may happen to it.
struct Sale<'a> {
    context: &'a TestContext,
    fake: &'a StripeFake,
    stripe: &'a Arc<dyn Provider>,
    seed: u64,
    rng: StdRng,
    till: Till,
    guest: Guest,
    /// What the customer saw when they opened the checkout.
    shown: Seen,
    /// The payments whose pages the customer has seen.
    seen: Vec<String>,
    /// How many events there were before.
    events_before: usize,
}

/// What the customer types.
fn typed() -> CheckoutForm {
    CheckoutForm {
        provider: "stripe".to_owned(),
        ..form()
    }
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
    async fn begin(context: &'a TestContext, fake: &'a StripeFake, stripe: &'a Arc<dyn Provider>, seed: u64) -> Self {
        let till = Till::with(context, vec![stripe.clone()]).await;
        let guest = till.guest(&[("rope", "pro", 2), ("night-theme", "pro", 1)]).await;
        Self {
            shown: guest.see(&typed()).await,
            events_before: fake.events().len(),
            rng: StdRng::seed_from_u64(seed),
            seen: Vec::new(),
            context,
            fake,
            stripe,
            seed,
            till,
            guest,
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
                    self.till = Till::with(self.context, vec![self.stripe.clone()]).await;
                    self.guest = self.guest.at(&self.till);
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
                    self.fake.pay(reference).ok();
                }
            }
            Step::Decline => {
                if let Some(reference) = self.seen.last() {
                    self.fake.decline(reference).ok();
                }
            }
            Step::Retry => {
                let order = self.guest.stored().await;
                let key = self.till.key(&order.id);
                let paid = self.till.orders.pay(&order.id, by(&key)).await;
                self.remember(paid.ok(), &order.id);
            }
            Step::PlaceAgain => self.place().await,
            Step::Webhook | Step::Return | Step::Poll | Step::Look => self.service(step).await,
        }
    }

    /// What happens to the shop without a customer's doing.
    fn service(&mut self, step: Step) -> impl Future<Output = ()> + use<> {
        let till = self.till.clone();
        let cart = self.guest.owner.clone();
        let events = self.fake.events();
        let new = &events[self.events_before..];
        let event = (!new.is_empty()).then(|| new[self.rng.random_range(0..new.len())].clone());
        let signed = event.map(|event| self.fake.signed(&event));
        async move {
            let guest = Guest::of(&till, cart);
            let Some(order) = guest.orders().await.pop() else {
                return;
            };
            let key = till.key(&order.id);
            match step {
                Step::Webhook => {
                    if let Some((headers, body)) = signed {
                        till.webhook(ProviderId::Stripe, &headers, &body).await.unwrap();
                    }
                }
                Step::Return => drop(till.orders.returned(&order.id, by(&key)).await.unwrap()),
                Step::Look => {
                    let look = json!({ "order": order.id, "attempt": 1, "look": 0 });
                    till.orders.look(&look).await.unwrap();
                }
                _ => drop(till.orders.view(&order.id, by(&key)).await.unwrap()),
            }
        }
    }

    async fn place(&mut self) {
        let placed = self.guest.place_at(self.shown, &typed()).await;
        for order in self.guest.orders().await {
            let url = placed.as_ref().ok().cloned();
            self.remember(url, &order.id);
        }
    }

    /// The customer sees a page to pay on.
    fn remember(&mut self, url: Option<String>, order: &str) {
        let (Some(url), Some(reference)) = (url, self.fake.find(order)) else {
            return;
        };
        if url.contains(&reference) && self.seen.last() != Some(&reference) {
            self.seen.push(reference);
        }
    }

    /// The customer pays after all, everything that was sent arrives, and then there is one sale.
    async fn end(mut self) {
        let seed = self.seed;
        let charged = |sale: &Self, ids: &HashSet<String>| {
            let charges = sale.fake.charges().into_iter();
            charges
                .filter(|charge| charge.order.as_ref().is_some_and(|order| ids.contains(order)))
                .count()
        };
        let ids = |orders: &[domain::order::Order]| orders.iter().map(|o| o.id.clone()).collect::<HashSet<_>>();
        let orders = self.guest.orders().await;
        if charged(&self, &ids(&orders)) == 0 {
            self.place().await;
            let reference = self.seen.last().expect("the customer saw a page");
            self.fake
                .pay(reference)
                .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
        for event in self.fake.events().into_iter().skip(self.events_before) {
            let (headers, body) = self.fake.signed(&event);
            self.till
                .webhook(ProviderId::Stripe, &headers, &body)
                .await
                .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
        self.till.jobs().run_due().await.unwrap();
        let orders = self.guest.orders().await;
        let paid: Vec<_> = orders.iter().filter(|o| o.status == OrderStatus::Paid).collect();
        assert_eq!(paid.len(), 1, "seed {seed}: {orders:?}");
        assert_eq!(
            charged(&self, &ids(&orders)),
            1,
            "seed {seed}: charges {:?} of {orders:?}",
            self.fake.charges()
        );
        let store = &self.context.database.store;
        let mut licenses = 0;
        for order in &orders {
            licenses += store.licenses_of_order(&order.id).await.unwrap().len();
            let invoices = store.invoices_of_order(&order.id).await.unwrap().len();
            assert_eq!(invoices, usize::from(order.status == OrderStatus::Paid), "seed {seed}");
        }
        assert_eq!(licenses, 3, "seed {seed}: {orders:?}");
        assert_eq!(self.guest.cart().await.count, 0, "seed {seed}: the cart is empty");
        let now = self.context.clock.now();
        self.context.clock.set(now.plus_seconds(1));
    }
}

fn by(key: &str) -> Access<'_> {
    Access {
        account: None,
        key: Some(key),
    }
}
