//! The loop that takes connections and serves HTTP on them, within limits: how many there are at once, and how long one
//! may take to send a request, to read an answer, or do nothing. axum's own loop knows none of these.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use self::body::InTime;
use self::stall::Unstalled;

mod body;
mod stall;

/// What one connection may hold of requests and answers that wait, in bytes. Headers must fit in.
const BUFFER: usize = 32 << 10;
/// The pause after a connection could not be taken, as where no file is free.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

/// What connections may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many there are at once. More wait in the kernel until one ends.
    pub connections: usize,
    /// How long a request's headers may take, and how long a connection waits for the next request.
    pub headers: Duration,
    /// How long its body may take.
    pub body: Duration,
    /// How long a client may read nothing of what is there for it.
    pub writing: Duration,
    /// How long nothing may pass in either direction: longer than any answer takes to begin.
    pub idle: Duration,
    /// How long requests under way may take to end once the server was told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_000,
            headers: Duration::from_secs(10),
            body: Duration::from_secs(12),
            writing: Duration::from_secs(12),
            idle: Duration::from_secs(60),
            grace: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` is true, then lets what is under way end within its grace.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stop: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    loop {
        let next = async {
            let slot = slots.clone().acquire_owned().await.expect("it is never closed");
            (accept(&listener).await, slot)
        };
        let ((stream, peer), slot) = tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            serve_one(stream, peer, router, limits, stop).await;
            drop(slot);
        });
    }
    // Nobody is let in any more, and the port is free.
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.grace, ended).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}

/// Waits until the server is told to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    _ = stop.wait_for(|stop| *stop).await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot take a connection");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

/// Whether a client was gone before it was let in.
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn serve_one(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    // A streamed page is many small writes, and the kernel would hold each back for 40 ms.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        let mut request = request.map(|body| Body::new(InTime::new(body, limits.body)));
        request.extensions_mut().insert(ConnectInfo(peer));
        async move { router.oneshot(request).await }
    });
    let stream = Unstalled::new(stream, limits);
    let mut connection = pin!(builder(limits).serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        biased;
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Clients go away, are slow, or send what is no HTTP.
        tracing::debug!(error = %error, "a connection broke off");
    }
}

/// HTTP/1.1 alone: a proxy speaks HTTP/2 with browsers, and hyper has no time-outs for its frames.
fn builder(limits: Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_buf_size(BUFFER);
    builder
}
