//! Stateful fakes of both providers' HTTP APIs, on real sockets, with the pages where customers pay and with signed
//! webhooks: for this crate's tests, for those of crates above it, and as a program for the browser suite
//! (`provider-fakes`). They refuse what the real ones refuse: unknown and missing parameters, sums that do not add up,
//! an idempotency key that comes back with something else.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use payments_fakes::{Fake, Options, StripeFake};
//! # async fn test(clock: Arc<dyn domain::Clock>) {
//! let fake = StripeFake::start(Options::held(clock)).await.expect("a free port");
//! let stripe = payments::stripe::Stripe::new(fake.settings()).expect("a client");
//! // … begin a payment, then be the customer:
//! fake.pay("cs_…").expect("the page is open");
//! for notice in fake.events() {
//!     let (headers, body) = fake.signed(&notice);
//! }
//! assert_eq!(fake.charges().len(), 1);
//! # }
//! ```

mod control;
mod desk;
mod page;
mod paypal;
pub mod sample;
mod server;
mod stripe;
mod wire;

use std::sync::Arc;

use domain::Clock;

pub use desk::{Desk, Failure, Notice};
pub use paypal::{PayPalFake, WEBHOOK_ID as PAYPAL_WEBHOOK_ID};
pub use stripe::{SECRET_KEY as STRIPE_SECRET_KEY, StripeFake, WEBHOOK_SECRET as STRIPE_WEBHOOK_SECRET};
pub use wire::Exchange;

/// How a fake is set up.
#[derive(Clone)]
pub struct Options {
    /// 0 takes a free one.
    pub port: u16,
    /// Where the numbers in ids begin: a fake that is started again must not repeat those that the shop knows.
    pub first: u64,
    /// Dates everything that the fake makes and signs.
    pub clock: Arc<dyn Clock>,
    /// Where the shop takes this provider's webhooks. Without it a test takes events by [`Fake::signed`].
    pub webhook_url: Option<String>,
    /// Whether events are sent as they come, again until the shop takes them; else only [`Fake::deliver`] sends.
    pub auto: bool,
}

impl Options {
    /// A free port; events wait for the test.
    pub fn held(clock: Arc<dyn Clock>) -> Self {
        Self {
            port: 0,
            first: 0,
            clock,
            webhook_url: None,
            auto: false,
        }
    }
}

/// Money that a fake has taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The payment, as our crate names it.
    pub reference: String,
    /// The order it was for.
    pub order: Option<String>,
    /// In the provider's smallest unit.
    pub amount: i64,
    /// How much of it went back, by refunds and lost disputes.
    pub returned: i64,
    pub currency: String,
}

/// What the customer, their bank and the provider's staff can do. What makes no sense now is refused with a reason.
pub trait Fake: Send + Sync {
    fn desk(&self) -> &Arc<Desk>;

    /// The customer pays, or approves, on the provider's page.
    fn pay(&self, reference: &str) -> Result<(), String>;

    /// The customer tries something that is declined.
    fn decline(&self, reference: &str) -> Result<(), String>;

    /// The customer pays by a method whose money comes later.
    fn pay_later(&self, reference: &str) -> Result<(), String>;

    /// The money of [`Fake::pay_later`] comes, or does not.
    fn settle(&self, reference: &str, good: bool) -> Result<(), String>;

    /// Nobody paid in time.
    fn expire(&self, reference: &str) -> Result<(), String>;

    /// Somebody pays back so much in the provider's dashboard.
    fn refund(&self, reference: &str, amount: i64) -> Result<(), String>;

    /// The customer disputes the payment.
    fn dispute(&self, reference: &str) -> Result<(), String>;

    /// The dispute ends; `won` by the shop.
    fn end_dispute(&self, reference: &str, won: bool) -> Result<(), String>;

    /// All money that was taken: one for each charge that came through.
    fn charges(&self) -> Vec<Taken>;

    /// The subscriptions that began and have not ended: more may be collected for each.
    fn subscriptions(&self) -> Vec<String>;

    /// The payment that was last begun for an order.
    fn find(&self, order: &str) -> Option<String>;

    /// An event as the provider sends it now: headers and raw body.
    fn signed(&self, notice: &Notice) -> (Vec<(String, String)>, Vec<u8>);

    /// Where the fake answers.
    fn url(&self) -> String {
        self.desk().url().to_owned()
    }

    /// Every event so far, oldest first.
    fn events(&self) -> Vec<Notice> {
        self.desk().events()
    }

    /// Everything the shop asked and was answered, oldest first.
    fn exchanges(&self) -> Vec<Exchange> {
        self.desk().exchanges()
    }

    /// Lets the next requests of the shop fail, one for each.
    fn fail(&self, failures: Vec<Failure>) {
        self.desk().fail(failures);
    }

    /// Sends an event to the shop, whether it was sent before or not; the status of the shop's answer.
    ///
    /// # Errors
    /// Where there is no webhook address, or nobody answers there.
    fn deliver<'a>(&'a self, notice: &'a Notice) -> payments::BoxFuture<'a, Result<u16, String>> {
        let (headers, body) = self.signed(notice);
        Box::pin(self.desk().post(notice, headers, body))
    }
}
