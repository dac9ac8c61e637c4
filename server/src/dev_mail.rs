//! `/dev/mail`: the mails of a development machine, which go to files and nowhere else. Anywhere else there is no such
//! page.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use services::mail::{MailFolder, ReadMail};

use crate::downloads::attachment;
use crate::path::Path;
use crate::plain::{escape, page};
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
    if state.https_only || state.sales.mailer.folder().is_none() {
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
    let mails = folder.list().await.map_err(|e| Problem::internal(&e))?;
    let rows: String = mails
        .iter()
        .map(|mail| {
            format!(
                "<tr><td><a href=\"/dev/mail/{}\">{}</a></td><td>{}</td><td class=\"faint\">{}</td></tr>",
                escape(&mail.name),
                escape(&mail.subject),
                escape(&mail.to),
                escape(mail.header("Date"))
            )
        })
        .collect();
    let place = escape(&folder.path().display().to_string());
    let main = if mails.is_empty() {
        format!("<h1>Mail</h1><p>No mail yet. It will be saved in <code>{place}</code>.</p>")
    } else {
        format!(
            "<h1>Mail</h1><p class=\"faint\">SMTP_URL is not set, so mail is saved in <code>{place}</code>.</p>\
             <table><thead><tr><th>Subject</th><th>To</th><th>Date</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    };
    Ok(answer(AROUND, page("Mail", &main)))
}

async fn show(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let mail = read(&state, &name).await?;
    let headers: String = mail
        .headers
        .iter()
        .map(|(name, value)| format!("<tr><th>{}</th><td>{}</td></tr>", escape(name), escape(value)))
        .collect();
    let name = escape(&mail.name);
    let files: String = mail
        .attachments
        .iter()
        .enumerate()
        .map(|(number, file)| {
            format!(
                "<li><a href=\"/dev/mail/{name}/attachments/{number}\">{}</a> <span class=\"faint\">{}, {} bytes</span></li>",
                escape(&file.name),
                escape(&file.content_type),
                file.bytes.len()
            )
        })
        .collect();
    let files = if files.is_empty() {
        files
    } else {
        format!("<h2>Attachments</h2><ul>{files}</ul>")
    };
    let main = format!(
        "<p><a href=\"/dev/mail\">All mail</a></p><h1>{}</h1><table><tbody>{headers}</tbody></table>{files}\
         <h2>HTML</h2><iframe title=\"The mail's HTML\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" \
         src=\"/dev/mail/{name}/html\"></iframe><h2>Text</h2><pre>{}</pre>",
        escape(&mail.subject),
        escape(&mail.text)
    );
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
    state.sales.mailer.folder().ok_or_else(missing)
}

async fn read(state: &AppState, name: &str) -> Result<ReadMail, Problem> {
    let found = folder(state)?.read(name).await.map_err(|e| Problem::internal(&e))?;
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
