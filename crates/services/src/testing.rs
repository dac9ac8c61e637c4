//! The harness of tests: a catalogue on each database, a clock to set, products by builder, waiting on conditions.

mod smtp;

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use domain::review::Review;
pub mod shop;

use domain::{
    Billing, Clock as _, Currency, Developer, LicenseTerms, Media, MediaKind, Plan, Product, Rating, Slug, Timestamp,
};
use store::{ProductReview, Store};

pub use smtp::{Manner, ReceivedMail, SmtpServer};
pub use store::testing::{Line, Relay, TestDatabase, dropped_at};

use crate::tax::VatVerifier;
use crate::{
    Accounts, Carts, Catalogue, Discounts, FixedClock, Hashing, ImportError, ImportReport, Limiter, Progress, Signer,
    Taxes, TokenGenerator,
};

/// What a test is given: an empty catalogue in US dollars, on a database of its own.
pub struct TestContext {
    pub catalogue: Catalogue,
    /// Stands at [`NOW`] until it is set.
    pub clock: Arc<FixedClock>,
    pub database: TestDatabase,
}

/// What a password costs in tests: next to nothing.
pub const CHEAP: Hashing = Hashing {
    memory_kib: 64,
    passes: 1,
    lanes: 1,
    at_once: 2,
};

/// What tests sign with.
pub const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

/// When tests begin.
pub const NOW: &str = "2026-02-01T12:00:00Z";

/// Runs a test on SQLite, then on PostgreSQL, each time with a fresh database.
///
/// # Panics
/// Where `TEST_POSTGRES_URL` is missing: see [`store::testing::each_database`].
pub async fn each_database<Test: AsyncFn(TestContext)>(test: Test) {
    store::testing::each_database(async |database| {
        let clock = Arc::new(FixedClock::new(time(NOW)));
        let catalogue = open(database.store.clone(), clock.clone()).await;
        test(TestContext {
            catalogue,
            clock,
            database,
        })
        .await;
    })
    .await;
}

/// Runs a test on PostgreSQL alone, behind a relay that can fail.
///
/// # Panics
/// As [`each_database`].
pub async fn behind_relay<Test: AsyncFn(TestContext, Relay)>(test: Test) {
    store::testing::behind_relay(async |database, relay| {
        let clock = Arc::new(FixedClock::new(time(NOW)));
        let catalogue = open(database.store.clone(), clock.clone()).await;
        let context = TestContext {
            catalogue,
            clock,
            database,
        };
        test(context, relay).await;
    })
    .await;
}

async fn open(store: Store, clock: Arc<FixedClock>) -> Catalogue {
    Catalogue::open(store, clock, Currency::USD)
        .await
        .expect("the test's catalogue opens")
}

impl TestContext {
    /// The shop's carts; their tokens are the same in every run.
    pub fn carts(&self) -> Carts {
        let secrets = Arc::new(TokenGenerator::new([7; 32]));
        Carts::new(
            self.database.store.clone(),
            self.catalogue.clone(),
            self.clock.clone(),
            secrets,
            self.limiter(),
        )
    }

    /// What counts how often anybody does anything.
    pub fn limiter(&self) -> Limiter {
        Limiter::new(self.database.store.clone(), self.clock.clone(), Signer::new(SECRET))
    }

    /// The shop's discount codes.
    pub fn discounts(&self) -> Discounts {
        Discounts::new(self.database.store.clone())
    }

    /// The taxes of a seller in Germany.
    pub fn taxes(&self, verifier: Arc<dyn VatVerifier>) -> Taxes {
        let germany = "DE".parse().expect("a country");
        Taxes::new(self.database.store.clone(), self.clock.clone(), verifier, germany)
    }

    /// The shop's accounts, with passwords that cost little.
    pub fn accounts(&self) -> Accounts {
        self.accounts_with(CHEAP)
    }

    /// The shop's accounts, with passwords at a cost.
    pub fn accounts_with(&self, hashing: Hashing) -> Accounts {
        static COUNT: AtomicU8 = AtomicU8::new(0);
        // Two of them never give the same token.
        let secrets = Arc::new(TokenGenerator::new([COUNT.fetch_add(1, Ordering::Relaxed); 32]));
        let store = self.database.store.clone();
        Accounts::new(store, self.clock.clone(), secrets, Signer::new(SECRET), hashing)
    }

    /// Moves the clock on.
    pub fn pass(&self, time: Duration) {
        let micros = i64::try_from(time.as_micros()).expect("a time that a test can wait");
        self.clock
            .set(Timestamp::from_micros(self.clock.now().as_micros() + micros));
    }

    /// The same catalogue as another process has it.
    pub async fn another_process(&self) -> Catalogue {
        let store = Store::open(&self.database.url)
            .await
            .expect("the test's database opens twice");
        open(store, self.clock.clone()).await
    }

    /// Imports products as a file of them.
    ///
    /// # Panics
    /// Where they are refused.
    pub async fn import(&self, products: &[Product]) -> ImportReport {
        self.import_text(&lines(products))
            .await
            .expect("the test's products are valid")
    }

    /// Imports the text of a file.
    ///
    /// # Errors
    /// As [`Catalogue::import`].
    pub async fn import_text(&self, text: &str) -> Result<ImportReport, ImportError> {
        self.catalogue.import(Cursor::new(text.to_owned())).await
    }

    /// Writes reviews of one product.
    pub async fn review(&self, product: &str, reviews: impl IntoIterator<Item = Review>) {
        let product = slug(product);
        let reviews = reviews
            .into_iter()
            .map(|review| ProductReview {
                product: product.clone(),
                review,
            })
            .collect();
        self.catalogue
            .change(Vec::new(), reviews, &Progress::default())
            .await
            .expect("the test's reviews are valid");
    }
}

/// Waits until a condition holds.
///
/// # Panics
/// Where it does not within ten seconds.
pub async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let waiting = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(10), waiting).await;
    assert!(done.is_ok(), "waited ten seconds until {what}");
}

/// The products of the demo.
///
/// # Panics
/// Where they cannot be read.
pub fn demo() -> Vec<Product> {
    crate::catalogue::demo_products().expect("the demo can be read")
}

/// Products as a file of the catalogue import.
pub fn lines(products: &[Product]) -> String {
    products
        .iter()
        .map(|p| serde_json::to_string(p).expect("products are JSON") + "\n")
        .collect()
}

/// A time by its RFC 3339 text.
pub fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a time of the test")
}

/// A valid product: `swift-geocode` is titled `Swift geocode`, in `apis`, by Acme, with a plan `pro` for 49 dollars.
pub fn product(name: &str) -> ProductBuilder {
    let acme = developer("acme");
    ProductBuilder(Product {
        slug: slug(name),
        title: slug(name).label(),
        summary: "One line".to_owned(),
        description: "Some **markdown**.".to_owned(),
        category: slug("apis"),
        tags: vec![slug("maps")],
        developer: acme,
        compatibility: vec![slug("rust")],
        media: Vec::new(),
        specifications: [("Runtime".to_owned(), "any".to_owned())].into(),
        published_at: time("2026-01-31T00:00:00Z"),
        popularity: 100,
        collections: Vec::new(),
        rating: None,
        plans: vec![plan("pro", 4_900)],
    })
}

/// A developer named after their slug.
pub fn developer(name: &str) -> Developer {
    Developer {
        slug: slug(name),
        name: slug(name).label(),
        website: None,
        support_email: None,
    }
}

/// A plan, paid once, for `amount` cents.
pub fn plan(name: &str, amount: i64) -> Plan {
    Plan {
        slug: slug(name),
        name: slug(name).label(),
        amount,
        currency: Currency::USD,
        billing: Billing::OneTime,
        features: vec!["Updates".to_owned()],
        license: LicenseTerms::default(),
    }
}

/// A review of `rating` stars.
pub fn review(author: &str, rating: u8, created_at: &str) -> Review {
    let (title, body) = (format!("{rating} stars"), format!("What {author} thinks."));
    Review {
        author: author.to_owned(),
        rating,
        title,
        body,
        created_at: time(created_at),
        developer_reply: None,
    }
}

fn slug(text: &str) -> Slug {
    text.parse().expect("a slug of the test")
}

/// Changes what a test is about; the rest stays as [`product`] makes it.
#[must_use]
pub struct ProductBuilder(Product);

impl ProductBuilder {
    pub fn build(self) -> Product {
        self.0
    }

    /// Changes anything.
    pub fn with(mut self, change: impl FnOnce(&mut Product)) -> Self {
        change(&mut self.0);
        self
    }

    pub fn title(self, title: &str) -> Self {
        self.with(|p| p.title = title.to_owned())
    }

    pub fn description(self, markdown: &str) -> Self {
        self.with(|p| p.description = markdown.to_owned())
    }

    pub fn category(self, category: &str) -> Self {
        self.with(|p| p.category = slug(category))
    }

    pub fn tags(self, tags: &[&str]) -> Self {
        self.with(|p| p.tags = tags.iter().map(|tag| slug(tag)).collect())
    }

    pub fn developer(self, developer: Developer) -> Self {
        self.with(|p| p.developer = developer)
    }

    pub fn picture(self, url: &str) -> Self {
        let (url, alt) = (url.to_owned(), "A picture".to_owned());
        self.with(|p| {
            p.media.push(Media {
                kind: MediaKind::Image,
                url,
                alt,
            })
        })
    }

    pub fn popularity(self, popularity: u64) -> Self {
        self.with(|p| p.popularity = popularity)
    }

    pub fn rating(self, average: f64, count: u32) -> Self {
        self.with(|p| p.rating = Some(Rating { average, count }))
    }

    pub fn plans(self, plans: &[Plan]) -> Self {
        self.with(|p| p.plans = plans.to_vec())
    }
}
