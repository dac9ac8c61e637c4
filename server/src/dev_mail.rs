//! `/dev/mail`: the mails of a development machine, which go to files and nowhere else. Anywhere else there is no such
//! page.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::html;
use services::mail::{MailFolder, ReadMail};

use crate::downloads::attachment;
use crate::path::Path;
use crate::plain::page;
use crate::problem::Problem;
use crate::state::AppState;

/// The HTML of a mail: no scripts, no forms; its links open in another window.
const SANDBOX: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
    style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'";
/// The page around it.
const AROUND: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'";

/// Nothing, where mail is sent or customers are served.
pub fn routes(state: &AppState) -> Router<AppState> {
    let router = Router::new();
    if state.https_only || state.services.mailer.folder().is_none() {
        return router;
    }
    router
        .route("/dev/mail", get(list))
        .route("/dev/mail/{name}", get(show))
        .route("/dev/mail/{name}/html", get(html))
        .route("/dev/mail/{name}/attachments/{number}", get(attached))
}

async fn list(State(state): State<AppState>) -> Result<Response, Problem> {
    let folder = folder(&state)?;
    let mails = folder.list().await?;
    let place = folder.path().display();
    let main = html! {
        h1 { "Mail" }
        @if mails.is_empty() {
            p { "No mail yet. It will be saved in " code { (place) } "." }
        } @else {
            p.faint { "SMTP_URL is not set, so mail is saved in " code { (place) } "." }
            table {
                thead { tr { th { "Subject" } th { "To" } th { "Date" } } }
                tbody {
                    @for mail in &mails {
                        tr {
                            td { a href={ "/dev/mail/" (mail.name) } { (mail.subject) } }
                            td { (mail.to) }
                            td.faint { (mail.header("Date")) }
                        }
                    }
                }
            }
        }
    };
    Ok(answer(AROUND, page("Mail", &main)))
}

async fn show(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let mail = read(&state, &name).await?;
    let path = format!("/dev/mail/{}", mail.name);
    let main = html! {
        p { a href="/dev/mail" { "All mail" } }
        h1 { (mail.subject) }
        table { tbody {
            @for (name, value) in &mail.headers {
                tr { th { (name) } td { (value) } }
            }
        } }
        @if !mail.attachments.is_empty() {
            h2 { "Attachments" }
            ul {
                @for (number, file) in mail.attachments.iter().enumerate() {
                    li {
                        a href={ (path) "/attachments/" (number) } { (file.name) }
                        " "
                        span.faint { (file.content_type) ", " (file.bytes.len()) " bytes" }
                    }
                }
            }
        }
        h2 { "HTML" }
        iframe title="The mail's HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src={ (path) "/html" } {}
        h2 { "Text" }
        pre { (mail.text) }
    };
    Ok(answer(AROUND, page(&mail.subject, &main)))
}

async fn html(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let mail = read(&state, &name).await?;
    // Inside the frame there is no page to go to.
    let html = mail.html.replacen("<head>", "<head><base target=\"_blank\">", 1);
    Ok(answer(SANDBOX, axum::response::Html(html)))
}

async fn attached(
    State(state): State<AppState>,
    Path((name, number)): Path<(String, usize)>,
) -> Result<Response, Problem> {
    let mail = read(&state, &name).await?;
    let file = mail.attachments.into_iter().nth(number).ok_or_else(missing)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
    ];
    Ok(answer(AROUND, (headers, file.bytes)))
}

fn folder(state: &AppState) -> Result<&MailFolder, Problem> {
    state.services.mailer.folder().ok_or_else(missing)
}

async fn read(state: &AppState, name: &str) -> Result<ReadMail, Problem> {
    let found = folder(state)?.read(name).await?;
    found.ok_or_else(missing)
}

fn missing() -> Problem {
    Problem::not_found("This mail does not exist.")
}

fn answer(policy: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
