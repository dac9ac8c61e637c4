//! Refusals. Programs read them as `application/problem+json` (RFC 9457), people as a page: the middleware knows who asks
//! and makes the page of what stands in the answer's extensions.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use services::{CatalogueError, Internal, LimitError, TooMany};

use crate::plain;

/// Why a request gets no other answer. Its type is `about:blank`: the status says the kind, the detail says the rest.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    /// What happened, in a few words; programs read it before the detail.
    heading: Option<&'static str>,
    /// What to do, or what exactly is wrong.
    detail: Cow<'static, str>,
    /// The query parameter that was refused.
    parameter: Option<String>,
    /// `Retry-After`, in seconds.
    retry_after: Option<u32>,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            heading: None,
            detail: detail.into(),
            parameter: None,
            retry_after: None,
        }
    }

    /// What happened, and what to do.
    pub fn with_heading(status: StatusCode, heading: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            heading: Some(heading),
            ..Self::new(status, detail)
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
    pub fn too_many(heading: &'static str, error: TooMany) -> Self {
        Self {
            retry_after: Some(error.seconds),
            ..Self::with_heading(StatusCode::TOO_MANY_REQUESTS, heading, error.to_string())
        }
    }

    /// 429 for too much of something, 500 where nobody could count.
    pub fn limited(heading: &'static str, error: LimitError) -> Self {
        match error {
            LimitError::TooMany(error) => Self::too_many(heading, error),
            LimitError::Internal(error) => error.into(),
        }
    }

    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 503 that names when to try again.
    pub fn unavailable(heading: &'static str, detail: &'static str, retry_after: u32) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::with_heading(StatusCode::SERVICE_UNAVAILABLE, heading, detail)
        }
    }

    /// 500 that tells the client nothing and the log everything.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = %crate::chain(error), "request failed");
        Self::panicked()
    }

    /// 500 for what is in the log already.
    pub fn panicked() -> Self {
        Self::with_heading(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong",
            "The problem is on our side. Please try again in a moment.",
        )
    }

    /// The refusal as people read it.
    pub fn page(&self) -> Response {
        let heading = self.heading.unwrap_or(match self.status {
            StatusCode::NOT_FOUND => "There is nothing at this address",
            status => status.canonical_reason().unwrap_or("Something went wrong"),
        });
        let mut response = plain::refusal(self.status, heading, &self.detail);
        self.add_retry_after(&mut response);
        response
    }

    fn json(&self) -> Response {
        let body = Json(ProblemJson {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: match self.heading {
                Some(heading) => format!("{heading}. {}", self.detail).into(),
                None => self.detail.as_ref().into(),
            },
            parameter: self.parameter.as_deref(),
        });
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        self.add_retry_after(&mut response);
        response
    }

    fn add_retry_after(&self, response: &mut Response) {
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
    }
}

impl From<Internal> for Problem {
    fn from(error: Internal) -> Self {
        Self::internal(&error)
    }
}

impl From<CatalogueError> for Problem {
    fn from(error: CatalogueError) -> Self {
        Self::internal(&error)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.json();
        response.extensions_mut().insert(self);
        response
    }
}
