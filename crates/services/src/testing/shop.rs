//! The till: checkout, orders and the sandbox on a test's database, and guests who buy there.

mod guest;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::account::Email;
use domain::cart::CartChange;
use domain::checkout::CheckoutForm;
use domain::exchange::accounting_currency;
use domain::order::{ProviderId, Seller};
use domain::pricing::Discount;
use domain::{Clock as _, Country};
use payments::Provider;
use store::NewAccount;

pub use self::guest::Guest;
use super::TestContext;
use crate::orders::{Parts, Settings};
use crate::tax::NoopVerifier;
use crate::{
    Access, CartOwner, Carts, Checkout, CheckoutParts, Discounts, InvoiceFonts, Jobs, Orders, Releases, Sandbox,
    SandboxAction, Signer, Taxes, TimeZone, TokenGenerator, WebhookRefusal,
};

/// Where the test's shop is reached.
pub const PUBLIC_URL: &str = "https://shop.example";

/// Everything that sells, of one test.
#[derive(Clone)]
pub struct TestShop {
    pub orders: Orders,
    pub checkout: Checkout,
    pub carts: Carts,
    pub sandbox: Sandbox,
    store: store::Store,
    clock: Arc<crate::FixedClock>,
}

impl TestShop {
    /// A shop in Germany that takes the sandbox's payments.
    pub async fn new(context: &TestContext) -> Self {
        let sandbox = Sandbox::new(context.database.store.clone(), PUBLIC_URL.to_owned());
        Self::with(context, vec![Arc::new(sandbox)]).await
    }

    /// The same shop with other providers.
    pub async fn with(context: &TestContext, providers: Vec<Arc<dyn Provider>>) -> Self {
        Self::in_zone(context, providers, TimeZone::UTC).await
    }

    /// The same shop with a seller in another zone.
    pub async fn in_zone(context: &TestContext, providers: Vec<Arc<dyn Provider>>, time_zone: TimeZone) -> Self {
        let store = context.database.store.clone();
        let clock = context.clock.clone();
        let secrets = Arc::new(TokenGenerator::new(another_seed()));
        let signer = Signer::new(b"the secret of the tests");
        let orders = Orders::new(Parts {
            store: store.clone(),
            clock: clock.clone(),
            secrets: secrets.clone(),
            signer: signer.clone(),
            releases: Releases::in_memory(store.clone(), clock.clone(), signer),
            settings: Settings {
                public_url: PUBLIC_URL.to_owned(),
                seller: seller(),
                time_zone,
                seller_currency: accounting_currency(seller().country),
                fonts: InvoiceFonts::default(),
            },
            providers,
        });
        let carts = Carts::new(
            store.clone(),
            context.catalogue.clone(),
            clock.clone(),
            secrets.clone(),
            context.limiter(),
        );
        let checkout = Checkout::new(CheckoutParts {
            store: store.clone(),
            clock: clock.clone(),
            secrets,
            catalogue: context.catalogue.clone(),
            carts: carts.clone(),
            taxes: Taxes::new(store.clone(), clock.clone(), Arc::new(NoopVerifier), seller().country),
            discounts: Discounts::new(store.clone()),
            orders: orders.clone(),
            home: seller().country,
        });
        Self {
            orders,
            checkout,
            carts,
            sandbox: Sandbox::new(store.clone(), PUBLIC_URL.to_owned()),
            store,
            clock,
        }
    }

    /// A guest with this in their cart: product, plan, quantity.
    ///
    /// # Panics
    /// Where the shop does not sell it.
    pub async fn guest(&self, wanted: &[(&str, &str, u32)]) -> Guest {
        let mut owner = None;
        let network = another_network();
        for (product, plan, quantity) in wanted {
            for _ in 0..*quantity {
                let change = CartChange::add(
                    product.parse().expect("a slug of the test"),
                    plan.parse().expect("a slug of the test"),
                );
                let (_, token) = self
                    .carts
                    .change(&network, owner.as_ref(), None, &change)
                    .await
                    .expect("the test's plans are sold");
                owner = token.map(CartOwner::Guest).or(owner);
            }
        }
        Guest {
            network,
            ..Guest::of(self, owner.expect("a guest wants something"))
        }
    }

    /// Does something on the sandbox's page and comes back to the shop.
    ///
    /// # Panics
    /// Where the payment is in no state for it.
    pub async fn act(&self, url: &str, action: SandboxAction) {
        assert!(self.try_act(url, action).await, "{action:?} at {url}");
        self.look(url).await;
    }

    /// Does something on the sandbox's page and does not come back; tells whether it could be done.
    pub async fn try_act(&self, url: &str, action: SandboxAction) -> bool {
        self.sandbox
            .act(reference(url), action)
            .await
            .expect("the test's database answers")
    }

    /// The customer comes back from the sandbox.
    pub async fn look(&self, url: &str) {
        let payment = self.sandbox.payment(reference(url)).await;
        let payment = payment.expect("the test's database answers").expect("a payment");
        let key = payment
            .done
            .split_once("key=")
            .expect("the way back has a key")
            .1
            .to_owned();
        let access = Access {
            account: None,
            key: Some(&key),
            ..Access::default()
        };
        self.orders
            .returned(&payment.order_id, access)
            .await
            .expect("the test's database answers")
            .expect("the key opens the order");
        // A paid order is asked about only when its provider tells of something.
        self.orders.poll_newest_payment(&payment.order_id).await;
    }

    /// The key that opens an order, while its links were never made void.
    pub fn key(&self, order: &str) -> String {
        self.orders.first_key(order)
    }

    /// A provider's event arrives.
    ///
    /// # Errors
    /// As [`Orders::webhook`].
    pub async fn webhook(
        &self,
        provider: ProviderId,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<(), WebhookRefusal> {
        let header = |name: &str| {
            let found = headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone())
        };
        self.orders.webhook("192.0.2.200", provider, &header, body).await
    }

    /// The names of the letters that were written, in their order.
    pub async fn letters(&self) -> Vec<String> {
        let mut jobs = self.store.jobs(100).await.expect("the test's database answers");
        jobs.sort_by_key(|job| job.id);
        let mails = jobs.into_iter().filter(|job| job.kind == "mail");
        mails
            .map(|job| job.payload["letter"].as_str().expect("a letter has a name").to_owned())
            .collect()
    }

    /// The jobs of orders, on the test's clock. E-mails stay unsent.
    pub fn jobs(&self) -> Jobs {
        self.orders.on_jobs(Jobs::new(self.store.clone(), self.clock.clone()))
    }

    /// Adds a discount code.
    pub async fn put_discount(&self, discount: &Discount) {
        let mut write = self.store.write().await.expect("the test's database answers");
        write.put_discount(discount).await.expect("a valid code");
        write.save().await.expect("the test's database answers");
    }

    /// An account with a verified address, which nobody can log in to.
    pub async fn account(&self, email: &str) -> i64 {
        let email = Email::parse(email).expect("an address of the test");
        let now = self.clock.now();
        let new = NewAccount {
            email: &email,
            name: "Somebody",
            password: "",
        };
        let registered = async {
            let mut write = self.store.write().await?;
            let id = write.register(&new, now).await?.expect("a new address");
            write.verify_account(id, "", now).await?;
            write.save().await?;
            Ok::<_, store::Error>(id)
        };
        registered.await.expect("the test's database answers")
    }
}

/// Every shop of a test has tokens of its own, also one that stands for the same shop started again.
fn another_seed() -> [u8; 32] {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut seed = [11; 32];
    seed[..8].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    seed
}

/// Everybody is somewhere else, so that nobody's attempts count for others.
fn another_network() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("network {}", COUNT.fetch_add(1, Ordering::Relaxed))
}

fn reference(url: &str) -> &str {
    url.rsplit('/').next().expect("a text has a last part")
}

/// A whole form of a customer in Germany, who agrees to immediate delivery.
pub fn form() -> CheckoutForm {
    let text = |s: &str| s.to_owned();
    CheckoutForm {
        email: text("ada@example.com"),
        name: text("Ada Lovelace"),
        street: text("Unter den Linden 1"),
        city: text("Berlin"),
        postal_code: text("10117"),
        country: text("DE"),
        provider: text("sandbox"),
        consent: text("yes"),
        ..CheckoutForm::default()
    }
}

/// The test's marketplace.
pub fn seller() -> Seller {
    let text = |s: &str| s.to_owned();
    Seller {
        name: text("Mintreu Marketplace GmbH"),
        street: text("Marktplatz 1"),
        city: text("Hamburg"),
        postal_code: text("20095"),
        country: "DE".parse::<Country>().expect("a country"),
        email: text("billing@shop.example"),
        vat_id: Some(text("DE136695976")),
        tax_number: None,
    }
}
