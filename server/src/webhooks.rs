//! `/webhooks/{provider}`: what payment providers tell. The service checks the signature and asks the provider.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::order::ProviderId;
use services::WebhookRefusal;

use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visitor::Network;

pub fn routes() -> Router<AppState> {
    Router::new().route("/webhooks/{provider}", post(receive))
}

/// Takes an event as it came: its signature is over the bytes. The body's size is bounded for all requests.
async fn receive(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    Network(network): Network,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), Problem> {
    let provider = ProviderId::parse(&provider)
        .filter(|id| matches!(id, ProviderId::Stripe | ProviderId::Paypal))
        .ok_or_else(|| Problem::not_found("Unknown payment provider."))?;
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let received = state.services.orders.webhook(&network, provider, &header, &body);
    received.await.map_err(refused)
}

fn refused(error: WebhookRefusal) -> Problem {
    match error {
        WebhookRefusal::NotOffered => Problem::not_found(error.to_string()),
        WebhookRefusal::Bad(_) => Problem::new(StatusCode::BAD_REQUEST, error.to_string()),
        WebhookRefusal::Later => Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
        WebhookRefusal::TooMany(error) => Problem::too_many("Too many events", error),
        WebhookRefusal::Internal(error) => error.into(),
    }
}
