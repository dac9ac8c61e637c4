//! One request to PayPal's API: access token, request id, errors.

use std::sync::Arc;

use domain::{Clock, Timestamp};
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use super::Settings;
use crate::Error;
use crate::http::{self, Reply};

/// How long before its end a token counts as used up, in microseconds.
const MARGIN: i64 = 60 * 1_000_000;

pub struct Client {
    http: reqwest::Client,
    pub settings: Settings,
    clock: Arc<dyn Clock>,
    /// One request at a time fetches a new one; the others wait for it.
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    value: String,
    until: Timestamp,
}

/// Why a request was not carried out.
pub enum Failure {
    /// No answer, or none that says more than its status.
    Error(Error),
    Problem(Problem),
}

/// An answer that refuses (<https://developer.paypal.com/api/rest/responses/#link-errormessages>).
pub struct Problem {
    pub reply: Reply,
    /// What was asked about.
    what: String,
    issues: Vec<String>,
    message: String,
}

#[derive(Deserialize)]
struct Body {
    name: Option<String>,
    message: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    issue: Option<String>,
    description: Option<String>,
}

impl Problem {
    fn read(reply: Reply, path: &str) -> Self {
        let what = path
            .split('?')
            .next()
            .unwrap_or(path)
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .to_owned();
        let (issues, message) = match reply.read::<Body>() {
            Ok(body) => {
                let told = body.details.first().and_then(|detail| detail.description.clone());
                let message = told.or(body.message).or(body.name).unwrap_or_default();
                (
                    body.details.into_iter().filter_map(|detail| detail.issue).collect(),
                    message,
                )
            }
            Err(_) => (vec![], format!("status {}", reply.status)),
        };
        Self {
            reply,
            what,
            issues,
            message,
        }
    }

    /// Whether one of its issues is this one.
    pub fn is(&self, issue: &str) -> bool {
        self.issues.iter().any(|i| i == issue)
    }

    /// In plain words, with the code that PayPal's support asks for.
    pub fn message(&self) -> String {
        match self.issues.first() {
            Some(issue) => format!("{} ({issue})", self.message),
            None => self.message.clone(),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Error(error) => error,
            Failure::Problem(problem) => problem.reply.refusal(&problem.what, problem.message()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// A request id that follows from what is asked: 32 hex digits, which every one of PayPal's APIs takes.
pub fn request_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        // So that "ab" "c" is not "a" "bc".
        hash.update([0]);
    }
    hex::encode(&hash.finalize()[..16])
}

impl Client {
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        Ok(Self {
            http: http::pool(&settings.api_url, settings.timeout)?,
            settings,
            clock,
            token: Mutex::new(None),
        })
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Failure> {
        let reply = self.call(&|| self.http.get(self.url(path)).query(query), path).await?;
        Ok(reply.read()?)
    }

    /// The same request id again gives the same answer, for hours or days.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value, id: Option<&str>) -> Result<T, Failure> {
        Ok(self.json(Method::POST, path, body.to_string(), id).await?.read()?)
    }

    /// A request with a body as it is, whose answer says nothing more.
    pub async fn json(&self, method: Method, path: &str, body: String, id: Option<&str>) -> Result<Reply, Failure> {
        let request = || {
            let request = self.http.request(method.clone(), self.url(path));
            let request = request.header("Content-Type", "application/json").body(body.clone());
            match id {
                Some(id) => request.header("PayPal-Request-Id", id),
                None => request,
            }
        };
        self.call(&request, path).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.settings.api_url)
    }

    async fn call(
        &self,
        request: &(dyn Fn() -> reqwest::RequestBuilder + Send + Sync),
        path: &str,
    ) -> Result<Reply, Failure> {
        let token = self.token().await?;
        let mut reply = http::send(request().bearer_auth(&token)).await?;
        if reply.status == 401 {
            // Revoked before its time.
            self.forget(&token).await;
            let token = self.token().await?;
            reply = http::send(request().bearer_auth(token)).await?;
        }
        if reply.is_success() {
            Ok(reply)
        } else {
            Err(Failure::Problem(Problem::read(reply, path)))
        }
    }

    async fn token(&self) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Granted {
            access_token: String,
            /// In seconds.
            expires_in: i64,
        }

        let mut kept = self.token.lock().await;
        let now = self.clock.now();
        if let Some(token) = kept.as_ref().filter(|token| now < token.until) {
            return Ok(token.value.clone());
        }
        let request = self
            .http
            .post(self.url("/v1/oauth2/token"))
            .basic_auth(&self.settings.client_id, Some(&self.settings.client_secret))
            .form(&[("grant_type", "client_credentials")]);
        let reply = http::send(request).await?;
        if !reply.is_success() {
            return Err(reply.refusal("token", format!("no access token: status {}", reply.status)));
        }
        let granted: Granted = reply.read()?;
        let lives = granted.expires_in.saturating_mul(1_000_000) - MARGIN;
        let token = kept.insert(Token {
            value: granted.access_token,
            until: Timestamp::from_micros(now.as_micros().saturating_add(lives)),
        });
        Ok(token.value.clone())
    }

    async fn forget(&self, value: &str) {
        self.token.lock().await.take_if(|token| token.value == value);
    }
}

/// A link of an answer.
#[derive(Deserialize)]
pub struct Link {
    href: String,
    rel: String,
}

/// Where a link of one of these relations leads.
pub fn link(links: Vec<Link>, rels: &[&str]) -> Result<String, Error> {
    let found = links.into_iter().find(|link| rels.contains(&link.rel.as_str()));
    found
        .map(|link| link.href)
        .ok_or_else(|| Error::Refused("PayPal gave no page to pay on".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_follow_from_what_is_asked() {
        assert_eq!(request_id(&["a", "1"]), request_id(&["a", "1"]));
        assert_ne!(request_id(&["a", "1"]), request_id(&["a1"]));
        assert_eq!(request_id(&[]).len(), 32);
    }

    #[test]
    fn problems_keep_their_issues() {
        let body = br#"{"name":"UNPROCESSABLE_ENTITY","message":"No.","details":[{"issue":"INSTRUMENT_DECLINED","description":"Declined."}]}"#;
        let reply = |status, body: &[u8]| Reply {
            status,
            body: body.to_vec(),
        };
        let problem = Problem::read(reply(422, body), "/v2/checkout/orders/5O/capture");
        assert!(problem.is("INSTRUMENT_DECLINED") && !problem.is("OTHER"));
        assert_eq!(problem.message(), "Declined. (INSTRUMENT_DECLINED)");
        assert!(matches!(Error::from(Failure::Problem(problem)), Error::Refused(_)));
        let page = Problem::read(reply(502, b"<html>"), "/v2/checkout/orders/5O?fields=x");
        assert_eq!((page.message().as_str(), page.what.as_str()), ("status 502", "5O"));
        assert!(matches!(Error::from(Failure::Problem(page)), Error::Unavailable(_)));
    }
}
