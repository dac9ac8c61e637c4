//! The sockets on which a fake answers.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use tokio::net::TcpListener;

use super::control;
use super::desk::{self, Failure};
use super::wire::{Exchange, Reply};
use super::{Fake, Options};

/// Larger than any request of ours.
const MAX_BODY: usize = 1 << 20;

/// A fake as its sockets see it.
pub trait Api: Fake {
    /// Answers a request of the API.
    fn answer(&self, call: &Exchange) -> Reply;

    /// Answers a customer's browser; none where this is no page.
    fn page(&self, call: &Exchange) -> Option<Reply>;
}

/// A socket on this machine and the port it got.
pub async fn bind(options: &Options) -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// Serves until the program ends, and sends webhooks.
pub fn spawn<F: Api + 'static>(listener: TcpListener, fake: Arc<F>) {
    let api: Arc<dyn Api> = fake.clone();
    tokio::spawn(async move {
        let router = Router::new().fallback(handle).with_state(api);
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "a fake provider stopped");
        }
    });
    tokio::spawn(desk::send_all(fake));
}

async fn handle(State(api): State<Arc<dyn Api>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.unwrap_or_default().to_vec();
    let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect();
    let call = Exchange::new(parts.method.as_str(), &parts.uri, headers, body);
    let reply = if call.path.starts_with("/_control/") {
        control::answer(&*api, &call).await
    } else if let Some(page) = api.page(&call) {
        page
    } else {
        serve(&*api, call).await
    };
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response
        .body(Body::from(reply.body))
        .expect("a fake's headers are valid")
}

/// A request of the shop, which may be one that is to fail.
async fn serve(api: &dyn Api, mut call: Exchange) -> Reply {
    let failing = |status| Reply::json(status, &serde_json::json!({"message": "out of order"}));
    let reply = match api.desk().next_failure() {
        None | Some(Failure::Passes) => api.answer(&call),
        Some(Failure::Refused(status)) => failing(status),
        Some(Failure::Lost(status)) => {
            api.answer(&call);
            failing(status)
        }
        Some(Failure::Hangs(time)) => {
            tokio::time::sleep(time).await;
            failing(504)
        }
    };
    call.status = reply.status;
    call.answer.clone_from(&reply.body);
    api.desk().record(call);
    reply
}
