//! Refusals as programs read them: `application/problem+json` (RFC 9457).

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use services::TooMany;

/// A problem. Its type is `about:blank`: the status says the kind, the detail says the rest.
#[derive(Serialize)]
pub struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: Cow<'static, str>,
    /// The query parameter that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// `Retry-After`, in seconds.
    #[serde(skip)]
    retry_after: Option<u32>,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
            retry_after: None,
        }
    }

    /// 400 for a query parameter.
    pub fn parameter(name: String, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            parameter: Some(name),
            ..Self::new(StatusCode::BAD_REQUEST, reason)
        }
    }

    /// 429 for too much of something.
    pub fn too_many(error: TooMany) -> Self {
        Self {
            retry_after: Some(error.seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, error.to_string())
        }
    }

    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 500 that tells the client nothing and the log everything.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = %crate::chain(error), "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong on our side. Please try again.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).expect("made from a StatusCode");
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
