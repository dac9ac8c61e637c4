//! What belongs to orders and is no page: the way back from a provider, webhooks, invoices, and the sandbox's page.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::order::ProviderId;
use serde::Deserialize;
use services::WebhookRefusal;

use crate::middleware::accepts_html;
use crate::path::Path;
use crate::plain;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visitor::Asks;

/// All addresses of this module but the sandbox's.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/checkout/return/{order}", get(returned))
        .route("/orders/{name}/invoices/{file}", get(invoice))
        .route("/webhooks/{provider}", post(webhook))
}

#[derive(Deserialize)]
struct Key {
    key: Option<String>,
}

/// The provider sends the customer here: the payment is asked about, then the order's page shows how it stands.
async fn returned(
    State(state): State<AppState>,
    order: Result<Path<String>, Response>,
    Query(Key { key }): Query<Key>,
    Asks(visitor): Asks,
) -> Response {
    let unknown = || private(Redirect::to("/orders/unknown"));
    // The order's page says what to do without a link.
    let Ok(Path(order)) = order else {
        return unknown();
    };
    let access = visitor.access(key.as_deref());
    match state.sales.orders.returned(&order, access).await {
        Ok(Some(path)) => private(Redirect::to(&path)),
        Ok(None) => unknown(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

/// An invoice or credit note: `{number}.pdf` or `{number}.xml`.
async fn invoice(
    State(state): State<AppState>,
    Path((name, file)): Path<(String, String)>,
    Query(Key { key }): Query<Key>,
    headers: HeaderMap,
    Asks(visitor): Asks,
) -> Response {
    let access = visitor.access(key.as_deref());
    let missing = || missing_invoice(accepts_html(&headers));
    let Some((number, kind)) = file.rsplit_once('.') else {
        return missing();
    };
    let found = match state.sales.orders.invoice(&name, number, access).await {
        Ok(Some(found)) => found,
        Ok(None) => return missing(),
        Err(error) => return Problem::internal(&error).into_response(),
    };
    let disposition = format!("inline; filename=\"{}.{kind}\"", services::invoice_file(&found));
    let (content_type, bytes) = match kind {
        "pdf" => match services::invoice_pdf(found, state.sales.orders.invoice_fonts()).await {
            Ok(bytes) => ("application/pdf", bytes),
            Err(error) => return Problem::internal(&error).into_response(),
        },
        "xml" => (
            "application/xml; charset=utf-8",
            services::invoice_xml(&found).into_bytes(),
        ),
        _ => return missing(),
    };
    let mut response = private((
        [
            (header::CONTENT_TYPE, content_type.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    ));
    // A PDF is shown by the browser's own viewer, which brings styles.
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'",
        ),
    );
    response
}

/// In place of an invoice that the visitor may not see, whether there is one or not.
fn missing_invoice(for_people: bool) -> Response {
    let title = "We can’t find this invoice";
    let detail = "Open your order again and use the link there.";
    if for_people {
        return plain::refusal(StatusCode::NOT_FOUND, title, detail);
    }
    Problem::not_found(format!("{title}. {detail}")).into_response()
}

/// An event of a provider, raw: its signature is over the bytes. The body's size is bounded for all requests.
async fn webhook(
    State(state): State<AppState>,
    Path(provider): Path<String>,
    Asks(visitor): Asks,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let known = ProviderId::parse(&provider).filter(|id| matches!(id, ProviderId::Stripe | ProviderId::Paypal));
    let Some(provider) = known else {
        return Problem::not_found("Unknown payment provider.").into_response();
    };
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let taken = state.sales.orders.webhook(&visitor.network, provider, &header, &body);
    match taken.await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error @ WebhookRefusal::NotOffered) => Problem::not_found(error.to_string()).into_response(),
        Err(error @ WebhookRefusal::Bad(_)) => Problem::new(StatusCode::BAD_REQUEST, error.to_string()).into_response(),
        Err(error @ WebhookRefusal::Later) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response()
        }
        Err(WebhookRefusal::TooMany(error)) => Problem::too_many(error).into_response(),
        Err(WebhookRefusal::Internal(error)) => Problem::internal(&error).into_response(),
    }
}

/// An answer that no cache keeps.
fn private(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
