//! The page of the sandbox provider: it stands in for a provider's own page in development, so it is made here and not
//! by the app. It is never there in production.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::Money;
use serde::Deserialize;
use services::SandboxAction;

use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;

/// Its one address.
pub fn routes() -> Router<AppState> {
    Router::new().route("/sandbox/pay/{reference}", get(page).post(act))
}

async fn page(State(state): State<AppState>, Path(reference): Path<String>) -> Response {
    let Some(sandbox) = &state.sales.sandbox else {
        return Problem::not_found("Test payments are not available here.").into_response();
    };
    match sandbox.payment(&reference).await {
        Ok(Some(payment)) => {
            let amount = Money::new(payment.amount, payment.currency).to_string();
            html(&body(&payment.state, &amount, &payment.done, &payment.canceled, false))
        }
        Ok(None) => Problem::not_found("This payment does not exist.").into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

#[derive(Deserialize)]
struct Choice {
    action: String,
}

async fn act(
    State(state): State<AppState>,
    Path(reference): Path<String>,
    Form(Choice { action }): Form<Choice>,
) -> Response {
    let Some(sandbox) = &state.sales.sandbox else {
        return Problem::not_found("Test payments are not available here.").into_response();
    };
    let payment = match sandbox.payment(&reference).await {
        Ok(Some(payment)) => payment,
        Ok(None) => return Problem::not_found("This payment does not exist.").into_response(),
        Err(error) => return Problem::internal(&error).into_response(),
    };
    if action == "secure" {
        let amount = Money::new(payment.amount, payment.currency).to_string();
        return html(&body(&payment.state, &amount, &payment.done, &payment.canceled, true));
    }
    if action == "cancel" {
        return Redirect::to(&payment.canceled).into_response();
    }
    let Some(action) = SandboxAction::parse(&action) else {
        return Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "action: must be one of the buttons on this page",
        )
        .into_response();
    };
    if let Err(error) = sandbox.act(&reference, action).await {
        return Problem::internal(&error).into_response();
    }
    Redirect::to(&payment.done).into_response()
}

fn html(body: &str) -> Response {
    let mut response = Html(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Test payment</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/favicon.svg\"><style>{STYLE}</style></head><body>{body}</body></html>"
    ))
    .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'",
        ),
    );
    response
}

const STYLE: &str = "body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#f4f4f6,#15151a);\
color:light-dark(#1c1c22,#ececf1)}main{max-width:26rem;margin:8vh auto;padding:2rem;border-radius:1rem;\
background:light-dark(#fff,#1f1f27);box-shadow:0 8px 40px rgb(0 0 0/12%)}h1{margin:0;font-size:2rem}\
p{margin:.5rem 0 1rem}button{display:block;width:100%;min-height:3rem;margin-top:.75rem;border:1px solid \
light-dark(#bbb,#555);border-radius:.6rem;background:light-dark(#fff,#2a2a34);color:inherit;font:inherit;cursor:pointer}\
button:first-of-type{background:light-dark(#4a3fb5,#b6aeff);border-color:transparent;color:light-dark(#fff,#17132f);font-weight:600}\
small{color:light-dark(#5c5c68,#a6a6b3)}@media(max-width:30rem){main{margin:0;border-radius:0;min-height:100vh;box-sizing:border-box}}";

fn body(state: &str, amount: &str, done: &str, canceled: &str, secure: bool) -> String {
    let button = |action: &str, label: &str| format!("<button name=\"action\" value=\"{action}\">{label}</button>");
    let (text, buttons) = match (state, secure) {
        ("open", true) => (
            "<p>Your bank asks you to confirm this payment (3-D Secure).</p>".to_owned(),
            button("pay", "Confirm the payment") + &button("decline", "Reject the payment"),
        ),
        ("open", false) => (
            "<p>This is a test: no money is charged. Choose what should happen.</p>".to_owned(),
            [
                button("pay", "Pay"),
                button("secure", "Pay with 3-D Secure"),
                button("wait", "Pay later (stays pending)"),
                button("decline", "Decline the payment"),
                button("cancel", "Cancel and return to the shop"),
            ]
            .concat(),
        ),
        ("pending", _) => (
            "<p>This payment is pending. Choose what should happen.</p>".to_owned(),
            button("settle", "Complete the payment") + &button("fail", "Fail the payment"),
        ),
        ("paid", _) => (
            format!(
                "<p>This payment is complete. <a href=\"{}\">Return to the shop</a></p>",
                escaped(done)
            ),
            [
                button("dispute", "Dispute the payment"),
                button("end-dispute", "End the dispute"),
                button("lose-dispute", "Lose the dispute"),
            ]
            .concat(),
        ),
        _ => (
            format!(
                "<p>This payment has ended. <a href=\"{}\">Return to the shop</a></p>",
                escaped(canceled)
            ),
            String::new(),
        ),
    };
    format!(
        "<main><small>Sandbox: a test page instead of a real payment provider</small><h1>{}</h1>{text}\
         <form method=\"post\">{buttons}</form></main>",
        escaped(amount)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
