//! The security log: a line for each thing that happens to an account or is refused, and nothing secret in it.

use std::io;
use std::sync::{Arc, LazyLock, Mutex};

use serde_json::Value;
use services::accounts::Registration;
use tracing::Dispatch;
use tracing::subscriber::{DefaultGuard, NoSubscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{TestApp, each_app};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// While there is but one subscriber, tracing asks the thread that comes by first whether anybody listens, and that may be
/// another test's.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));

impl Log {
    /// Of this thread, until the guard is dropped.
    fn begin() -> (Self, DefaultGuard) {
        LazyLock::force(&SECOND);
        let log = Self::default();
        let lines = tracing_subscriber::fmt().json().flatten_event(true);
        let lines = lines.with_env_filter(EnvFilter::new("audit=info"));
        let guard = tracing::subscriber::set_default(lines.with_writer(log.clone()).finish());
        (log, guard)
    }

    /// What was written down since this was last asked.
    fn lines(&self) -> Vec<Value> {
        let text = std::mem::take(&mut *self.0.lock().unwrap());
        let text = String::from_utf8(text).unwrap();
        assert!(!text.contains("ada@") && !text.contains("horse"), "{text}");
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn events(&self) -> Vec<String> {
        let lines = self.lines();
        lines
            .iter()
            .map(|line| line["event"].as_str().unwrap().to_owned())
            .collect()
    }
}

async fn log_in(app: &TestApp, password: &str) {
    let form = format!("email=ada%40example.com&password={password}&back=");
    app.anonymous().post("/api/fn/log_in", &form).await;
}

#[tokio::test]
async fn what_happens_to_accounts_is_written_down() {
    let (log, _logging) = Log::begin();
    each_app(async |app| {
        let accounts = &app.state.services.accounts;
        log_in(&app, "horse").await;
        let failed = log.lines().remove(0);
        assert_eq!(
            (failed["event"].as_str(), failed["network"].as_str()),
            (Some("log_in_failed"), Some("0.0.0.0"))
        );
        let account = failed["account"].as_str().unwrap().to_owned();
        assert_eq!(account.len(), 16);
        for _ in 0..10 {
            log_in(&app, "horse").await;
        }
        let lines = log.lines();
        assert_eq!(lines.last().unwrap()["event"], "lock");
        assert!(
            lines.iter().all(|line| line["account"] == account.as_str()),
            "lines of one account belong together"
        );

        let foreign = app.anonymous().header("origin", "https://evil.example");
        foreign.post("/api/fn/log_in", "").await;
        assert_eq!(log.events(), ["refused_origin"]);
        app.get("/downloads/made-up").await;
        assert_eq!(log.events(), ["foreign_key"]);
        accounts.ask_reset("192.0.2.1", "ada@example.com").await.unwrap();
        assert_eq!(log.events(), ["reset_asked"]);
        for _ in 0..25 {
            accounts.ask_reset("192.0.2.9", "ada@example.com").await.ok();
        }
        assert!(log.events().contains(&"limit".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_owners_do_is_written_down() {
    const HERE: &str = "192.0.2.1";
    let (log, _logging) = Log::begin();
    each_app(async |app| {
        let accounts = &app.state.services.accounts;
        let (email, password) = ("ada@example.com", "correct horse");
        let form = Registration {
            email,
            name: "Ada",
            password,
        };
        let browser = accounts.register(HERE, &form).await.unwrap();
        let stored = app.context.database.store.account_of(email).await.unwrap().unwrap();
        let path = accounts.verify_path(stored.id).await.unwrap().unwrap();
        let link = path.strip_prefix("/verify/").unwrap();
        let here = accounts.confirm(HERE, link, Some(&browser), "", None).await.unwrap();
        accounts.log_out(&here.session).await.unwrap();
        let here = accounts.log_in(HERE, email, password, None).await.unwrap();
        accounts
            .log_out_everywhere(HERE, here.account.id, password)
            .await
            .unwrap();
        accounts
            .change_password(HERE, stored.id, "wrong horse", "battery staple")
            .await
            .unwrap_err();
        accounts
            .change_password(HERE, stored.id, password, "battery staple")
            .await
            .unwrap();
        let path = accounts.reset_path(stored.id).await.unwrap().unwrap();
        let link = path.strip_prefix("/reset/").unwrap();
        accounts.reset(HERE, link, password).await.unwrap();
        let events = [
            "confirm",
            "log_out",
            "log_in",
            "log_out_everywhere",
            "log_in_failed",
            "password_change",
            "reset",
        ];
        let lines = log.lines();
        let written: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
        assert_eq!(written, events);
        assert!(lines.iter().all(|line| line["account"] == lines[0]["account"]));
    })
    .await;
}
