//! Connections: how long each may take for what, how many there are, and how they end.

use std::io::ErrorKind;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use bytes::Bytes;
use server::connections::{Limits, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Much less than in production.
const LIMITS: Limits = Limits {
    connections: 4,
    headers: Duration::from_millis(200),
    body: Duration::from_millis(200),
    writing: Duration::from_millis(200),
    idle: Duration::from_millis(600),
    grace: Duration::from_millis(300),
};
/// When it is too late for a test.
const LATE: Duration = Duration::from_secs(10);
const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

struct Site {
    address: String,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Site {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = watch::channel(false);
        // More than the kernel's buffers take.
        let bytes = Bytes::from(vec![b'x'; 32 << 20]);
        let large = async move || Body::from(bytes.clone());
        let router = Router::new()
            .route("/hello", get(async || "hello"))
            .route("/large", get(large))
            .route("/hang", get(std::future::pending::<()>))
            .route("/body", post(async |body: Bytes| body.len().to_string()));
        let serving = tokio::spawn(serve(listener, router, LIMITS, stopped));
        Self { address, stop, serving }
    }

    async fn send(&self, text: &str) -> TcpStream {
        let mut client = TcpStream::connect(&self.address).await.unwrap();
        client.write_all(text.as_bytes()).await.unwrap();
        client
    }

    /// Whether somebody new is answered.
    async fn answers(&self) -> bool {
        let mut client = self
            .send(&HELLO.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
            .await;
        read(&mut client).await.ends_with("hello")
    }
}

/// All that the server sends until it ends the connection.
async fn read(client: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match timeout(LATE, client.read_to_end(&mut bytes))
        .await
        .expect("the server ends it")
    {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn what_is_sent_by_halves_or_not_at_all_ends() {
    let site = Site::start().await;
    let head = "POST /body HTTP/1.1\r\nHost: a\r\n";
    for (what, sent, answer) in [
        ("nothing", String::new(), ""),
        ("a letter", "G".to_owned(), ""),
        ("half of HTTP/2's preface", "PRI * HTTP/2.0\r\n".to_owned(), ""),
        (
            "half of the headers",
            "GET /hello HTTP/1.1\r\nHost: a\r\n".to_owned(),
            "",
        ),
        (
            "half of a body",
            format!("{head}Content-Length: 100\r\n\r\nhalf"),
            "HTTP/1.1 400",
        ),
        (
            "half of a chunk",
            format!("{head}Transfer-Encoding: chunked\r\n\r\n9\r\nhalf"),
            "HTTP/1.1 400",
        ),
        (
            "a whole request, and nothing after it",
            HELLO.to_owned(),
            "HTTP/1.1 200",
        ),
        (
            "HTTP/2, and nothing after it",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_owned(),
            "",
        ),
    ] {
        let mut client = site.send(&sent).await;
        let mut bytes = Vec::new();
        let ended = timeout(LATE, client.read_to_end(&mut bytes)).await;
        assert!(ended.is_ok(), "{what}: the connection stays");
        assert!(
            String::from_utf8_lossy(&bytes).starts_with(answer),
            "{what}: {:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

/// A byte now and then does not help.
#[tokio::test]
async fn what_trickles_ends() {
    let site = Site::start().await;
    for head in [
        "GET /hello HTTP/1.1\r\nX: ",
        "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
    ] {
        let mut client = site.send(head).await;
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        let trickle = async {
            while client.write_all(b"x").await.is_ok() {
                pace.tick().await;
            }
        };
        assert!(timeout(LATE, trickle).await.is_ok(), "{head}");
    }
}

/// All connections there may be are held by who does nothing, or reads nothing: somebody new is answered all the same.
#[tokio::test]
async fn nobody_is_shut_out_by_idle_or_unread_connections() {
    let site = Site::start().await;
    for request in ["", "GET", HELLO, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"] {
        let mut held = Vec::new();
        for _ in 0..3 * LIMITS.connections {
            held.push(site.send(request).await);
        }
        let answered = timeout(LATE, site.answers()).await;
        assert_eq!(answered, Ok(true), "{request:?}");
    }
}

#[tokio::test]
async fn stopping_ends_within_the_grace_whatever_hangs() {
    let site = Site::start().await;
    let mut waiting = site.send(HELLO).await;
    let mut first = [0; 12];
    waiting.read_exact(&mut first).await.unwrap();
    let _hanging = site.send("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let _silent = site.send("").await;
    site.stop.send_replace(true);
    assert!(timeout(LATE, site.serving).await.is_ok(), "it waits for what hangs");
    let refused = TcpStream::connect(&site.address).await.map(drop);
    assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::ConnectionRefused));
}
