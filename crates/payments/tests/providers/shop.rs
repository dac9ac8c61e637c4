//! A shop whose customers pay at the fake, and what it sells.

use std::sync::Arc;

use domain::order::{Order, OrderLine};
use domain::pricing::Off;
use domain::tax::BasisPoints;
use domain::{Billing, Clock as _, Currency, Money};
use payments::paypal::PayPal;
use payments::stripe::Stripe;
use payments::{Event, Payment, Provider, Started, WebhookError};
use payments_fakes::sample::{self, StillClock};
use payments_fakes::{Fake, Notice, Options, PayPalFake, StripeFake};

pub struct Shop<F, P> {
    pub fake: F,
    pub provider: P,
    pub clock: Arc<StillClock>,
}

pub type StripeShop = Shop<StripeFake, Stripe>;
pub type PayPalShop = Shop<PayPalFake, PayPal>;

fn noon() -> Arc<StillClock> {
    Arc::new(StillClock::at("2026-02-01T12:00:00Z"))
}

impl StripeShop {
    pub async fn open() -> Self {
        let clock = noon();
        let fake = StripeFake::start(Options::held(clock.clone()))
            .await
            .expect("a free port");
        let provider = Stripe::new(fake.settings()).expect("a client");
        Self { fake, provider, clock }
    }
}

impl PayPalShop {
    pub async fn open() -> Self {
        let clock = noon();
        let fake = PayPalFake::start(Options::held(clock.clone()))
            .await
            .expect("a free port");
        let provider = PayPal::new(fake.settings(), clock.clone()).expect("a client");
        Self { fake, provider, clock }
    }
}

impl<F: Fake, P: Provider> Shop<F, P> {
    pub async fn start(&self, order: &Order) -> Started {
        let started = self.provider.start(order, 1, &sample::back()).await;
        started.expect("the payment begins")
    }

    pub async fn fetch(&self, reference: &str) -> Payment {
        self.provider.fetch(reference).await.expect("the payment is there")
    }

    pub async fn hear(&self, notice: &Notice) -> Result<Event, WebhookError> {
        let (headers, body) = self.fake.signed(notice);
        let header = move |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        self.provider.event(&header, &body, self.clock.now()).await
    }

    /// The kinds of all events so far; each is heard, and about this payment.
    pub async fn heard(&self, reference: &str) -> Vec<String> {
        let mut kinds = vec![];
        for notice in self.fake.events() {
            let event = self.hear(&notice).await.expect("it is signed");
            assert_eq!(event.reference.as_deref(), Some(reference), "{}", event.kind);
            assert_eq!((&event.id, &event.kind), (&notice.id, &notice.kind));
            kinds.push(event.kind);
        }
        kinds
    }

    pub fn taken(&self) -> Vec<i64> {
        self.fake.charges().iter().map(|taken| taken.amount).collect()
    }

    /// How many requests went to a path that ends so.
    pub fn asked(&self, end: &str) -> usize {
        self.fake
            .exchanges()
            .iter()
            .filter(|exchange| exchange.path.ends_with(end))
            .count()
    }
}

pub fn usd(amount: i64) -> Money {
    Money::new(amount, Currency::USD)
}

pub fn once(unit: i64, quantity: u32) -> OrderLine {
    sample::line("theme", Billing::OneTime, unit, quantity)
}

pub fn monthly(unit: i64) -> OrderLine {
    sample::line("api", Billing::Monthly, unit, 1)
}

pub fn percent(basis_points: u32) -> Option<Off> {
    Some(Off::Percent(BasisPoints(basis_points)))
}

/// 2 × 49.00, a tenth off, 19 % tax.
pub fn order() -> Order {
    sample::order(7, vec![once(4_900, 2)], percent(1_000), 1_900)
}
