//! What both fakes keep beside their provider's state: what was asked, what is to fail, and the events to send.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Clock, Timestamp};
use serde_json::Value;
use tokio::sync::Notify;

use super::wire::{Exchange, Reply};
use super::{Fake, Options};

/// How often an event is sent to a shop that does not take it, and how long the fake waits in between.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// How a request of the shop fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Not at all: it is a later one that fails.
    Passes,
    /// It is not carried out and answered by this status.
    Refused(u16),
    /// It is carried out, but its answer is lost; this status comes instead.
    Lost(u16),
    /// It is not carried out, and nothing comes for so long.
    Hangs(Duration),
}

/// An event of the provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub id: String,
    pub kind: String,
    /// As it is sent, to the byte.
    pub body: String,
    /// How often the shop took it.
    pub taken: u32,
}

struct Queued {
    notice: Notice,
    tries: u32,
}

/// A fake's desk.
pub struct Desk {
    url: String,
    clock: Arc<dyn Clock>,
    numbers: AtomicU64,
    exchanges: Mutex<Vec<Exchange>>,
    failures: Mutex<VecDeque<Failure>>,
    /// Answers by idempotency key, with what was asked.
    answers: Mutex<HashMap<String, (Vec<u8>, Reply)>>,
    events: Mutex<Vec<Queued>>,
    webhook_url: Option<String>,
    sending: Mutex<Sending>,
    news: Notify,
    http: reqwest::Client,
}

#[derive(Clone, Copy)]
struct Sending {
    auto: bool,
    /// How often each event is sent.
    copies: u32,
}

/// The state is valid whatever happened to a thread that held it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    pub(super) fn new(port: u16, options: &Options) -> Self {
        Self {
            url: format!("http://127.0.0.1:{port}"),
            clock: options.clock.clone(),
            numbers: AtomicU64::new(options.first),
            exchanges: Mutex::default(),
            failures: Mutex::default(),
            answers: Mutex::default(),
            events: Mutex::default(),
            webhook_url: options.webhook_url.clone(),
            sending: Mutex::new(Sending {
                auto: options.auto,
                copies: 1,
            }),
            news: Notify::new(),
            http: reqwest::Client::new(),
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A number that nothing else of this fake has.
    pub fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The port, which tells the ids of one fake from those of another.
    pub fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap_or_default()
    }

    pub fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.exchanges).clone()
    }

    pub fn fail(&self, failures: Vec<Failure>) {
        lock(&self.failures).extend(failures);
    }

    pub(super) fn next_failure(&self) -> Option<Failure> {
        lock(&self.failures).pop_front()
    }

    pub(super) fn record(&self, exchange: Exchange) {
        lock(&self.exchanges).push(exchange);
    }

    /// Answers once for each key: the same question again gets the same answer, another one `reused`. Answers from the
    /// status `forgotten` on are not kept.
    pub(super) fn once(
        &self,
        key: Option<&str>,
        call: &Exchange,
        reused: Reply,
        forgotten: u16,
        answer: impl FnOnce() -> Reply,
    ) -> Reply {
        let Some(key) = key else { return answer() };
        let mut asked = format!("{} {}\n", call.method, call.path).into_bytes();
        asked.extend_from_slice(&call.body);
        if let Some((before, reply)) = lock(&self.answers).get(key) {
            return if *before == asked { reply.clone() } else { reused };
        }
        let reply = answer();
        if reply.status < forgotten {
            lock(&self.answers).insert(key.to_owned(), (asked, reply.clone()));
        }
        reply
    }

    pub fn events(&self) -> Vec<Notice> {
        lock(&self.events).iter().map(|queued| queued.notice.clone()).collect()
    }

    /// Something happened.
    pub(super) fn tell(&self, id: String, kind: &str, body: &Value) {
        let notice = Notice {
            id,
            kind: kind.to_owned(),
            body: body.to_string(),
            taken: 0,
        };
        lock(&self.events).push(Queued { notice, tries: 0 });
        self.news.notify_one();
    }

    /// Sends events as they come, so many times each, or holds them.
    pub fn send(&self, auto: bool, copies: u32) {
        *lock(&self.sending) = Sending { auto, copies };
        self.news.notify_one();
    }

    pub(super) async fn post(
        &self,
        notice: &Notice,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<u16, String> {
        let url = self.webhook_url.as_deref().ok_or("there is no webhook address")?;
        let mut request = self
            .http
            .post(url)
            .body(body)
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let status = request.send().await.map_err(|error| error.to_string())?.status();
        if status.is_success()
            && let Some(queued) = lock(&self.events)
                .iter_mut()
                .find(|queued| queued.notice.id == notice.id)
        {
            queued.notice.taken += 1;
        }
        Ok(status.as_u16())
    }

    /// The oldest event that the shop has not taken often enough.
    fn due(&self) -> Option<Notice> {
        let sending = *lock(&self.sending);
        if !sending.auto {
            return None;
        }
        let mut events = lock(&self.events);
        let due = |queued: &&mut Queued| queued.notice.taken < sending.copies && queued.tries < TRIES;
        let queued = events.iter_mut().filter(due).min_by_key(|queued| queued.tries)?;
        queued.tries += 1;
        Some(queued.notice.clone())
    }
}

/// Sends events for as long as the program runs.
pub async fn send_all(fake: Arc<dyn Fake>) {
    let desk = fake.desk().clone();
    if desk.webhook_url.is_none() {
        return;
    }
    loop {
        desk.news.notified().await;
        while let Some(notice) = desk.due() {
            if !matches!(fake.deliver(&notice).await, Ok(200..300)) {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
