//! `/downloads/{token}`: a release, by a signed link, which an account's own page binds to that account. Parts can be
//! asked for, so that a download that broke off goes on where it was.

mod range;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use services::releases::{Download, DownloadError};

use self::range::{Wanted, wanted};
use crate::http_cache::{Preconditions, precondition_failed};
use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visitor::CurrentVisitor;

pub fn routes() -> Router<AppState> {
    Router::new().route("/downloads/{token}", get(download))
}

async fn download(
    State(state): State<AppState>,
    Path(token): Path<String>,
    CurrentVisitor(visitor): CurrentVisitor,
    request: Request,
) -> Result<Response, Problem> {
    let (method, headers) = (request.method().clone(), request.headers());
    let releases = &state.services.releases;
    let download = releases.open(&token, visitor.account_id()).await.map_err(refused)?;
    let size = download.release.size;
    let tag = format!("\"{}\"", download.release.sha256);
    // Before a download is begun and counted.
    if !Preconditions::of(&request).hold(Some(&tag), None) {
        return Ok(precondition_failed());
    }
    let (status, part) = match wanted(headers, size, &tag) {
        Wanted::Whole => (StatusCode::OK, None),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, Some(part)),
        Wanted::Nothing => return Ok(not_satisfiable(size)),
    };
    // What goes on with a download that was begun is none of its own.
    let begins = part.as_ref().is_none_or(|part| part.start == 0);
    let sent = part.clone().unwrap_or(0..size);
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        let admitted = releases.check_limit(&visitor.network, &download, begins).await;
        admitted.map_err(|error| Problem::limited("Too many downloads", error))?;
        begin(&state, &download, part.clone(), begins).await?
    };
    let mut response = (status, described(&download, &tag), body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, (sent.end - sent.start).into());
    if part.is_some() {
        let range = format!("bytes {}-{}/{size}", sent.start, sent.end - 1);
        headers.insert(header::CONTENT_RANGE, value(&range));
    }
    Ok(response)
}

/// The bytes; what begins at the first one is counted as a download.
async fn begin(
    state: &AppState,
    download: &Download,
    part: Option<std::ops::Range<u64>>,
    begins: bool,
) -> Result<Body, Problem> {
    let releases = &state.services.releases;
    let stream = releases.read(download, part).await?;
    if begins {
        releases.count(download).await?;
    }
    Ok(Body::from_stream(stream))
}

/// What is said about a file, whole or in part.
fn described(download: &Download, tag: &str) -> HeaderMap {
    let file = &download.release.file;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file)));
    headers.insert(header::CONTENT_DISPOSITION, value(&attachment(file)));
    headers.insert(header::ETAG, value(tag));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers
}

fn not_satisfiable(size: u64) -> Response {
    let detail = "The requested range is past the end of the file.";
    let mut response = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, detail).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_RANGE, value(&format!("bytes */{size}")));
    response
}

fn refused(error: DownloadError) -> Problem {
    let (status, title, detail) = match error {
        DownloadError::Invalid => (
            StatusCode::NOT_FOUND,
            "This link doesn’t work",
            "Part of it may be missing. Open your order again and use the link there.",
        ),
        DownloadError::Expired => (
            StatusCode::GONE,
            "This link has expired",
            "Download links work for 24 hours. Open your order again to get new ones.",
        ),
        DownloadError::Foreign => (
            StatusCode::FORBIDDEN,
            "This download belongs to another account",
            "Log in with the account that bought it and open the order again. To download with a program, use the links \
             in the order’s e-mail.",
        ),
        DownloadError::Withdrawn => (
            StatusCode::FORBIDDEN,
            "This download is no longer available",
            "The payment was refunded or is disputed. See your order for details.",
        ),
        DownloadError::Internal(error) => return error.into(),
    };
    Problem::with_heading(status, title, detail)
}

/// By the end of the name; nothing that a browser would show or run.
fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, end)| end) {
        Some("zip") => "application/zip",
        Some("gz" | "tgz") => "application/gzip",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// What may stand as it is in an extended parameter, beside letters and digits (RFC 8187, 3.2.1).
const ATTR_CHARS: &str = "!#$&+-.^_`|~";
const NOT_ATTR_CHARS: AsciiSet = NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// `Content-Disposition` with the name as it is, and once more for programs that read ASCII only (RFC 6266).
pub fn attachment(file: &str) -> String {
    let plain: String = file
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == ' ' || ATTR_CHARS.contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded = utf8_percent_encode(file, &NOT_ATTR_CHARS);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::try_from(text).expect("made of digits and of letters that were made safe")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_their_header() {
        assert_eq!(
            attachment("kit-1.0.zip"),
            "attachment; filename=\"kit-1.0.zip\"; filename*=UTF-8''kit-1.0.zip"
        );
        let odd = attachment("a\"; x=\r\n für 100%.zip");
        assert_eq!(
            odd,
            "attachment; filename=\"a__ x___ f_r 100_.zip\"; \
             filename*=UTF-8''a%22%3B%20x%3D%0D%0A%20f%C3%BCr%20100%25.zip"
        );
        assert!(HeaderValue::try_from(odd).is_ok());
    }
}
