//! What belongs to orders and is no page: the way back from a provider, and invoices.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visitor::CurrentVisitor;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/checkout/return/{order}", get(return_from_provider))
        .route("/orders/{name}/invoices/{file}", get(invoice))
}

#[derive(Deserialize)]
struct Key {
    key: Option<String>,
}

/// The provider sends the customer here: the payment is asked about, then the order's page shows how it stands. Without
/// an order of this customer that page says what to do.
async fn return_from_provider(
    State(state): State<AppState>,
    order: Result<Path<String>, Problem>,
    Query(Key { key }): Query<Key>,
    CurrentVisitor(visitor): CurrentVisitor,
) -> Result<Response, Problem> {
    let path = match order {
        Ok(Path(order)) => {
            state
                .services
                .orders
                .returned(&order, visitor.access(key.as_deref()))
                .await?
        }
        Err(_) => None,
    };
    let path = path.as_deref().unwrap_or("/orders/unknown");
    Ok(private(Redirect::to(path)))
}

/// An invoice or credit note: `{number}.pdf` or `{number}.xml`.
async fn invoice(
    State(state): State<AppState>,
    Path((name, file)): Path<(String, String)>,
    Query(Key { key }): Query<Key>,
    CurrentVisitor(visitor): CurrentVisitor,
) -> Result<Response, Problem> {
    let (number, format) = file.rsplit_once('.').ok_or_else(missing_invoice)?;
    let access = visitor.access(key.as_deref());
    let found = state.services.orders.invoice(&name, number, access).await?;
    let found = found.ok_or_else(missing_invoice)?;
    let disposition = format!("inline; filename=\"{}.{format}\"", services::invoice_file(&found));
    let (content_type, bytes) = match format {
        "pdf" => (
            "application/pdf",
            services::invoice_pdf(found, state.services.orders.invoice_fonts()).await?,
        ),
        "xml" => (
            "application/xml; charset=utf-8",
            services::invoice_xml(&found).into_bytes(),
        ),
        _ => return Err(missing_invoice()),
    };
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    let mut response = private((headers, bytes));
    // A PDF is shown by the browser's own viewer, which brings styles.
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'",
        ),
    );
    Ok(response)
}

/// In place of an invoice that the visitor may not see, whether there is one or not.
fn missing_invoice() -> Problem {
    Problem::with_heading(
        StatusCode::NOT_FOUND,
        "We can’t find this invoice",
        "Open your order again and use the link there.",
    )
}

/// An answer that no cache keeps.
fn private(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
