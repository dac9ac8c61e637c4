//! The page of the sandbox provider: it stands in for a provider's own page in development, so it is made here and not
//! by the app. It is never there in production.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::Money;
use maud::{Markup, html};
use serde::Deserialize;
use services::{Sandbox, SandboxAction};
use store::SandboxPayment;

use crate::path::Path;
use crate::plain;
use crate::problem::Problem;
use crate::state::AppState;

/// Its one address.
pub fn routes() -> Router<AppState> {
    Router::new().route("/sandbox/pay/{reference}", get(page).post(act))
}

async fn page(State(state): State<AppState>, Path(reference): Path<String>) -> Result<Response, Problem> {
    let (_, payment) = find(&state, &reference).await?;
    Ok(show(&payment, false))
}

#[derive(Deserialize)]
struct Choice {
    action: String,
}

async fn act(
    State(state): State<AppState>,
    Path(reference): Path<String>,
    Form(Choice { action }): Form<Choice>,
) -> Result<Response, Problem> {
    let (sandbox, payment) = find(&state, &reference).await?;
    match action.as_str() {
        "secure" => return Ok(show(&payment, true)),
        "cancel" => return Ok(Redirect::to(&payment.canceled).into_response()),
        _ => {}
    }
    let action = SandboxAction::parse(&action).ok_or_else(|| {
        let detail = "action: must be one of the buttons on this page";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    })?;
    sandbox.act(&reference, action).await?;
    Ok(Redirect::to(&payment.done).into_response())
}

/// The sandbox and one of its payments.
async fn find<'a>(state: &'a AppState, reference: &str) -> Result<(&'a Sandbox, SandboxPayment), Problem> {
    let sandbox = state
        .services
        .sandbox
        .as_ref()
        .ok_or_else(|| Problem::not_found("Test payments are not available here."))?;
    let payment = sandbox.payment(reference).await?;
    let payment = payment.ok_or_else(|| Problem::not_found("This payment does not exist."))?;
    Ok((sandbox, payment))
}

/// The page of a payment; `secure` is the step in which a bank asks its customer.
fn show(payment: &SandboxPayment, secure: bool) -> Response {
    let amount = Money::new(payment.amount, payment.currency).to_string();
    let main = html! {
        small { "Sandbox: a test page instead of a real payment provider" }
        h1 { (amount) }
        (choices(payment, secure))
    };
    let mut response = plain::styled_page("Test payment", STYLE, &main).into_response();
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

/// What the customer may do now: the value of each button, and its label.
fn choices(payment: &SandboxPayment, secure: bool) -> Markup {
    let buttons: &[(&str, &str)] = match (payment.state.as_str(), secure) {
        ("open", true) => &[("pay", "Confirm the payment"), ("decline", "Reject the payment")],
        ("open", false) => &[
            ("pay", "Pay"),
            ("secure", "Pay with 3-D Secure"),
            ("wait", "Pay later (stays pending)"),
            ("decline", "Decline the payment"),
            ("cancel", "Cancel and return to the shop"),
        ],
        ("pending", _) => &[("settle", "Complete the payment"), ("fail", "Fail the payment")],
        ("paid", _) => &[
            ("dispute", "Dispute the payment"),
            ("end-dispute", "End the dispute"),
            ("lose-dispute", "Lose the dispute"),
        ],
        _ => &[],
    };
    html! {
        p {
            @match (payment.state.as_str(), secure) {
                ("open", true) => { "Your bank asks you to confirm this payment (3-D Secure)." },
                ("open", false) => { "This is a test: no money is charged. Choose what should happen." },
                ("pending", _) => { "This payment is pending. Choose what should happen." },
                ("paid", _) => { "This payment is complete. " a href=(payment.done) { "Return to the shop" } },
                _ => { "This payment has ended. " a href=(payment.canceled) { "Return to the shop" } },
            }
        }
        form method="post" {
            @for (action, label) in buttons {
                button name="action" value=(action) { (label) }
            }
        }
    }
}

const STYLE: &str = ":root{color-scheme:light dark}body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#f4f4f6,#15151a);\
color:light-dark(#1c1c22,#ececf1)}main{max-width:26rem;margin:8vh auto;padding:2rem;border-radius:1rem;\
background:light-dark(#fff,#1f1f27);box-shadow:0 8px 40px rgb(0 0 0/12%)}h1{margin:0;font-size:2rem}\
p{margin:.5rem 0 1rem}button{display:block;width:100%;min-height:3rem;margin-top:.75rem;border:1px solid \
light-dark(#bbb,#555);border-radius:.6rem;background:light-dark(#fff,#2a2a34);color:inherit;font:inherit;cursor:pointer}\
button:first-of-type{background:light-dark(#4a3fb5,#b6aeff);border-color:transparent;color:light-dark(#fff,#17132f);font-weight:600}\
small{color:light-dark(#5c5c68,#a6a6b3)}@media(max-width:30rem){main{margin:0;border-radius:0;min-height:100vh;box-sizing:border-box}}";
