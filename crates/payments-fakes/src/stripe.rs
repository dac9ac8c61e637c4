//! A fake Stripe: Checkout sessions, coupons, subscriptions, refunds, disputes, and the hosted page.

mod act;
mod api;
mod items;
mod objects;
mod page;
mod params;

use std::io;
use std::sync::{Arc, Mutex};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::desk::{Desk, Notice, lock};
use super::server::{self, Api};
use super::wire::{Exchange, Reply};
use super::{Fake, Options, Taken};
use objects::Objects;
use payments::stripe::{API_VERSION, Settings};

/// The key that the fake takes.
pub const SECRET_KEY: &str = "sk_test_fake";
/// What it signs webhooks with.
pub const WEBHOOK_SECRET: &str = "whsec_fake";

/// The fake; its clones are one.
#[derive(Clone)]
pub struct StripeFake {
    desk: Arc<Desk>,
    objects: Arc<Mutex<Objects>>,
}

impl StripeFake {
    /// Starts it on a socket of this machine.
    ///
    /// # Errors
    /// Where the port is taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let (listener, port) = server::bind(&options).await?;
        let desk = Arc::new(Desk::new(port, &options));
        let objects = Arc::new(Mutex::new(Objects::new(desk.clone())));
        let fake = Self { desk, objects };
        server::spawn(listener, Arc::new(fake.clone()));
        Ok(fake)
    }

    /// How our client reaches it.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new(SECRET_KEY, vec![WEBHOOK_SECRET.to_owned()]);
        settings.api_url = self.url();
        settings
    }

    /// The customer disputes a part of a payment, or, in another currency, more or less of it.
    ///
    /// # Errors
    /// Where nothing was paid.
    pub fn dispute_of(&self, reference: &str, amount: i64) -> Result<(), String> {
        self.act(|objects| objects.dispute(reference, Some(amount)))
    }

    /// What the next period of a subscription will collect, in Stripe's smallest unit: nothing, where it has ended.
    pub fn next_amount(&self, subscription: &str) -> i64 {
        self.act(|objects| objects.next_amount(subscription))
    }

    fn act<T>(&self, act: impl FnOnce(&mut Objects) -> T) -> T {
        act(&mut lock(&self.objects))
    }
}

impl Fake for StripeFake {
    fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    fn pay(&self, reference: &str) -> Result<(), String> {
        self.act(|objects| objects.pay(reference, "card"))
    }

    fn decline(&self, reference: &str) -> Result<(), String> {
        self.act(|objects| objects.decline(reference, "Your card was declined.", "card_declined"))
    }

    fn pay_later(&self, reference: &str) -> Result<(), String> {
        self.act(|objects| objects.pay_later(reference))
    }

    fn settle(&self, reference: &str, good: bool) -> Result<(), String> {
        self.act(|objects| objects.settle(reference, good))
    }

    fn expire(&self, reference: &str) -> Result<(), String> {
        self.act(|objects| objects.expire(reference))
    }

    fn refund(&self, reference: &str, amount: i64) -> Result<(), String> {
        self.act(|objects| {
            let intent = objects.intent_of(reference).ok_or("nothing was paid")?;
            objects.refund(&intent, amount, &json!({})).map(|_| ())
        })
    }

    fn dispute(&self, reference: &str) -> Result<(), String> {
        self.act(|objects| objects.dispute(reference, None))
    }

    fn end_dispute(&self, reference: &str, won: bool) -> Result<(), String> {
        self.act(|objects| objects.end_dispute(reference, won))
    }

    fn charges(&self) -> Vec<Taken> {
        self.act(|objects| objects.taken())
    }

    fn subscriptions(&self) -> Vec<String> {
        self.act(|objects| {
            let active = objects.all("subscription", |subscription| subscription["status"] == "active");
            active.iter().map(|active| text(active, "id").to_owned()).collect()
        })
    }

    fn find(&self, order: &str) -> Option<String> {
        self.act(|objects| {
            let sessions = objects.all("checkout.session", |session| session["client_reference_id"] == order);
            let last = sessions.into_iter().next()?;
            last["id"].as_str().map(ToOwned::to_owned)
        })
    }

    fn signed(&self, notice: &Notice) -> (Vec<(String, String)>, Vec<u8>) {
        let at = self.desk.now().as_seconds();
        let mut mac =
            Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(format!("{at}.{}", notice.body).as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        let header = ("stripe-signature".to_owned(), format!("t={at},v1={signature}"));
        (vec![header], notice.body.clone().into_bytes())
    }
}

impl Api for StripeFake {
    fn answer(&self, call: &Exchange) -> Reply {
        if call.header("authorization") != Some(&format!("Bearer {SECRET_KEY}")) {
            return api::problem(401, "invalid_request_error", None, "Invalid API Key provided");
        }
        if call.header("stripe-version") != Some(API_VERSION) {
            return api::problem(400, "invalid_request_error", None, "Invalid Stripe API version");
        }
        let key = call.header("idempotency-key").filter(|_| call.method == "POST");
        let reused =
            "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        let reused = api::problem(400, "idempotency_error", None, reused);
        // What is refused was not begun, and may be asked again.
        self.desk.once(key, call, reused, 300, || {
            self.act(|objects| api::answer(objects, call))
        })
    }

    fn page(&self, call: &Exchange) -> Option<Reply> {
        let ["pay", session] = call.segments()[..] else {
            return None;
        };
        Some(self.act(|objects| page::answer(objects, call, session)))
    }
}

/// A text of an object.
fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name].as_str().unwrap_or_default()
}
