//! One request to Stripe's API: authentication, version, idempotency key, errors.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::form::Form;
use super::{API_VERSION, Settings};
use crate::{Error, http};

pub struct Client {
    http: reqwest::Client,
    api_url: String,
    secret_key: String,
}

/// A list of objects; we ask for what fits on its first page.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub struct List<T> {
    pub data: Vec<T>,
}

impl Client {
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            http: http::pool(&settings.api_url, settings.timeout)?,
            api_url: settings.api_url.clone(),
            secret_key: settings.secret_key.clone(),
        })
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Error> {
        self.send(self.http.get(self.url(path)).query(query), path).await
    }

    /// The same key with the same form again gives the first answer again, for a day.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, form: &Form, key: Option<&str>) -> Result<T, Error> {
        let mut request = self.http.post(self.url(path)).form(form.pairs());
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        self.send(request, path).await
    }

    pub async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        self.send(self.http.delete(self.url(path)), path).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.api_url)
    }

    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder, path: &str) -> Result<T, Error> {
        let request = request
            .bearer_auth(&self.secret_key)
            .header("Stripe-Version", API_VERSION);
        let reply = http::send(request).await?;
        if reply.is_success() {
            return reply.read();
        }
        let what = path.rsplit('/').next().unwrap_or(path);
        let message = reply
            .read::<Problem>()
            .map_or_else(|_| format!("status {}", reply.status), |problem| problem.message());
        Err(reply.refusal(what, message))
    }
}

/// <https://docs.stripe.com/api/errors>
#[derive(Deserialize)]
struct Problem {
    error: ProblemDetails,
}

#[derive(Deserialize)]
struct ProblemDetails {
    #[serde(rename = "type")]
    kind: String,
    code: Option<String>,
    message: Option<String>,
}

impl Problem {
    fn message(self) -> String {
        let ProblemDetails { kind, code, message } = self.error;
        let code = code.unwrap_or(kind);
        message.map_or_else(|| code.clone(), |message| format!("{message} ({code})"))
    }
}
