//! A provider with its fake, and what customers do there.

use std::sync::Arc;

use domain::checkout::CheckoutForm;
use domain::order::ProviderId;
use payments::Provider;
use payments::paypal::PayPal;
use payments::stripe::Stripe;
use payments_fakes::{Fake, Options, PayPalFake, StripeFake};
use services::testing::TestContext;
use services::testing::shop::{Guest, TestShop, form};

pub struct Bank {
    pub id: ProviderId,
    pub fake: Arc<dyn Fake>,
    pub provider: Arc<dyn Provider>,
}

impl Bank {
    pub async fn stripe(context: &TestContext) -> Self {
        Self::of_stripe(StripeFake::start(Options::held(context.clock.clone())).await.unwrap())
    }

    pub fn of_stripe(fake: StripeFake) -> Self {
        Self {
            id: ProviderId::Stripe,
            provider: Arc::new(Stripe::new(fake.settings()).unwrap()),
            fake: Arc::new(fake),
        }
    }

    pub async fn paypal(context: &TestContext) -> Self {
        let fake = PayPalFake::start(Options::held(context.clock.clone())).await.unwrap();
        Self::of_paypal(fake, context)
    }

    pub fn of_paypal(fake: PayPalFake, context: &TestContext) -> Self {
        Self {
            id: ProviderId::Paypal,
            provider: Arc::new(PayPal::new(fake.settings(), context.clock.clone()).unwrap()),
            fake: Arc::new(fake),
        }
    }

    pub async fn both(context: &TestContext) -> [Self; 2] {
        [Self::stripe(context).await, Self::paypal(context).await]
    }

    /// A shop that takes its payments.
    pub async fn shop(&self, context: &TestContext) -> TestShop {
        TestShop::with(context, vec![self.provider.clone()]).await
    }

    pub fn form(&self) -> CheckoutForm {
        CheckoutForm {
            provider: self.id.as_str().to_owned(),
            ..form()
        }
    }

    /// A guest places an order of their cart: its payment's reference.
    pub async fn place(&self, guest: &Guest) -> String {
        guest.place(&self.form()).await.unwrap();
        self.fake.find(&guest.stored().await.id).unwrap()
    }

    /// A guest buys something and pays.
    pub async fn sell(&self, shop: &TestShop, wanted: &[(&str, &str, u32)]) -> (Guest, String) {
        let guest = shop.guest(wanted).await;
        let reference = self.place(&guest).await;
        self.fake.pay(&reference).unwrap();
        self.hear(shop).await;
        (guest, reference)
    }

    /// All events so far arrive.
    pub async fn hear(&self, shop: &TestShop) {
        for notice in self.fake.events() {
            let (headers, body) = self.fake.signed(&notice);
            shop.webhook(self.id, &headers, &body).await.unwrap();
        }
    }

    /// What the bank took and did not give back.
    pub fn kept(&self) -> i64 {
        let charges = self.fake.charges().into_iter();
        charges.map(|charge| charge.amount - charge.returned).sum()
    }
}
