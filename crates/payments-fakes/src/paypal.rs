//! A fake PayPal: orders, subscriptions with their catalogue, refunds, disputes, and the page where customers approve.

mod act;
mod api;
mod books;
mod catalogue;
mod page;
mod params;

use std::io;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::desk::{Desk, Notice, lock};
use super::server::{self, Api};
use super::wire::{Exchange, Reply};
use super::{Fake, Options, Taken};
use books::Books;
use payments::paypal::Settings;

const CLIENT_ID: &str = "fake-client";
const CLIENT_SECRET: &str = "fake-secret";
/// The webhook for which the fake signs.
pub const WEBHOOK_ID: &str = "1FAKE234567890";

/// The fake; its clones are one.
#[derive(Clone)]
pub struct PayPalFake {
    desk: Arc<Desk>,
    books: Arc<Mutex<Books>>,
}

impl PayPalFake {
    /// Starts it on a socket of this machine.
    ///
    /// # Errors
    /// Where the port is taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let (listener, port) = server::bind(&options).await?;
        let desk = Arc::new(Desk::new(port, &options));
        let books = Arc::new(Mutex::new(Books::new(desk.clone())));
        let fake = Self { desk, books };
        server::spawn(listener, Arc::new(fake.clone()));
        Ok(fake)
    }

    /// How our client reaches it.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new(CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID, "Mintreu Marketplace");
        settings.api_url = self.url();
        settings
    }

    /// Makes all access tokens worthless.
    pub fn revoke_tokens(&self) {
        self.act(|books| books.tokens.clear());
    }

    /// A subscription collects its next payment: what that is called, which [`Fake::refund`] takes too.
    ///
    /// # Errors
    /// Where there is no such subscription.
    pub fn renew(&self, reference: &str) -> Result<String, String> {
        self.act(|books| books.renew(bare(reference)))
    }

    fn act<T>(&self, act: impl FnOnce(&mut Books) -> T) -> T {
        act(&mut lock(&self.books))
    }
}

/// An id without what our references put before it.
fn bare(reference: &str) -> &str {
    reference.split_once(':').map_or(reference, |(_, id)| id)
}

impl Fake for PayPalFake {
    fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    fn pay(&self, reference: &str) -> Result<(), String> {
        self.act(|books| books.approve(bare(reference), books::Funding::Good))
    }

    fn decline(&self, reference: &str) -> Result<(), String> {
        self.act(|books| books.approve(bare(reference), books::Funding::Declined))
    }

    fn pay_later(&self, reference: &str) -> Result<(), String> {
        self.act(|books| books.approve(bare(reference), books::Funding::Later))
    }

    fn settle(&self, reference: &str, good: bool) -> Result<(), String> {
        self.act(|books| books.settle(bare(reference), good))
    }

    fn expire(&self, reference: &str) -> Result<(), String> {
        self.act(|books| books.forget(bare(reference)))
    }

    fn refund(&self, reference: &str, amount: i64) -> Result<(), String> {
        self.act(|books| {
            let of_deal = books.paid(bare(reference));
            let moved = || books.moves.iter().any(|moved| moved.id == reference);
            let capture = of_deal.or_else(|| moved().then(|| reference.to_owned()));
            let capture = capture.ok_or("nothing was paid")?;
            let refunded = books.refund(&capture, Some(amount));
            refunded.map(|_| ()).map_err(ToOwned::to_owned)
        })
    }

    fn dispute(&self, reference: &str) -> Result<(), String> {
        self.act(|books| books.dispute(bare(reference)))
    }

    fn end_dispute(&self, reference: &str, won: bool) -> Result<(), String> {
        self.act(|books| books.end_dispute(bare(reference), won))
    }

    fn charges(&self) -> Vec<Taken> {
        self.act(|books| books.taken())
    }

    fn subscriptions(&self) -> Vec<String> {
        self.act(|books| {
            let goes_on = |deal: &&books::Deal| matches!(deal.status, "ACTIVE" | "SUSPENDED");
            books.deals.iter().filter(goes_on).map(|deal| deal.id.clone()).collect()
        })
    }

    fn find(&self, order: &str) -> Option<String> {
        self.act(|books| books.find(order))
    }

    fn signed(&self, notice: &Notice) -> (Vec<(String, String)>, Vec<u8>) {
        let (id, time) = (format!("t-{:08x}", self.desk.number()), self.desk.now().to_string());
        let signature = sign(&id, &time, notice.body.as_bytes());
        let cert = format!("{}/v1/notifications/certs/CERT-FAKE", self.url());
        let headers = [
            ("paypal-auth-algo", "SHA256withRSA".to_owned()),
            ("paypal-cert-url", cert),
            ("paypal-transmission-id", id),
            ("paypal-transmission-sig", signature),
            ("paypal-transmission-time", time),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
        (headers, notice.body.clone().into_bytes())
    }
}

/// The fake's signature; nobody but its own endpoint checks it.
fn sign(id: &str, time: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(CLIENT_SECRET.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("{id}|{time}|{WEBHOOK_ID}|").as_bytes());
    mac.update(body);
    format!("s{}", BASE64.encode(mac.finalize().into_bytes()))
}

impl Api for PayPalFake {
    fn answer(&self, call: &Exchange) -> Reply {
        if call.path == "/v1/oauth2/token" {
            return self.act(|books| api::token(books, call));
        }
        let bearer = call
            .header("authorization")
            .and_then(|header| header.strip_prefix("Bearer "));
        let now = self.desk.now();
        let known =
            |books: &mut Books| bearer.is_some_and(|token| books.tokens.get(token).is_some_and(|end| now < *end));
        if !self.act(known) {
            return api::problem(401, "AUTHENTICATION_FAILURE", "Authentication failed.");
        }
        // Ids count for one endpoint.
        let key = call.header("paypal-request-id").map(|id| format!("{} {id}", call.path));
        let key = key.filter(|_| call.method == "POST");
        let reused = api::problem(
            400,
            "PAYPAL_REQUEST_ID_PREVIOUSLY_USED",
            "The request id came with another request.",
        );
        let answer = || self.act(|books| api::answer(books, call));
        // A decline is answered again, too, until the request has another id.
        self.desk.once(key.as_deref(), call, reused, 500, answer)
    }

    fn page(&self, call: &Exchange) -> Option<Reply> {
        (call.path == "/checkoutnow").then(|| self.act(|books| page::answer(books, call)))
    }
}
