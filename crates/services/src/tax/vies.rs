//! Who confirms VAT ids: the EU's VIES, over its REST API.
//!
//! `POST {url}/check-vat-number` with `{"countryCode": "DE", "vatNumber": "136695976"}` answers `{"valid": true, …}`; a
//! member state that is out of order answers without `valid`, with the reason in `errorWrappers`
//! (<https://ec.europa.eu/taxation_customs/vies/#/technical-information>).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::vat::VatId;
use serde::{Deserialize, Serialize};

use crate::Internal;

/// How long a customer waits for it.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Someone who knows which VAT ids are in use.
pub trait VatVerifier: Send + Sync {
    /// Whether the id is confirmed: not where it is unknown, and not where nobody could be asked.
    fn confirms<'a>(&'a self, id: &'a VatId) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>>;
}

/// Confirms nothing: where no service is configured.
pub struct NoopVerifier;

impl VatVerifier for NoopVerifier {
    fn confirms<'a>(&'a self, _: &'a VatId) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(std::future::ready(false))
    }
}

/// The verifier at `url`, such as `https://ec.europa.eu/taxation_customs/vies/rest-api`; without one, [`NoopVerifier`].
///
/// # Errors
/// [`Internal`] where the system's certificates cannot be read.
pub fn verifier(url: Option<&str>) -> Result<Arc<dyn VatVerifier>, Internal> {
    Ok(match url {
        Some(url) => Arc::new(Vies::new(url, TIMEOUT)?),
        None => Arc::new(NoopVerifier),
    })
}

/// The EU's VIES, or what speaks as it does.
pub struct Vies {
    client: reqwest::Client,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    country_code: &'a str,
    vat_number: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    valid: Option<bool>,
    #[serde(default)]
    error_wrappers: Vec<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    /// Such as `MS_UNAVAILABLE`.
    error: String,
}

impl Vies {
    /// Asks at `url`, and gives up after `timeout_after`.
    ///
    /// # Errors
    /// [`Internal`] where the system's certificates cannot be read.
    pub fn new(url: &str, timeout_after: Duration) -> Result<Self, Internal> {
        Ok(Self {
            client: reqwest::Client::builder()
                .timeout(timeout_after)
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
            url: format!("{}/check-vat-number", url.trim_end_matches('/')),
        })
    }

    async fn ask(&self, question: &Question<'_>) -> Result<Reply, reqwest::Error> {
        let answer = self.client.post(&self.url).json(question).send().await?;
        answer.error_for_status()?.json().await
    }
}

impl VatVerifier for Vies {
    fn confirms<'a>(&'a self, id: &'a VatId) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(async move {
            let Some((country_code, vat_number)) = id.in_vies() else {
                return false;
            };
            // The number is a business's, but may be a person's: it stays out of the log.
            match self
                .ask(&Question {
                    country_code,
                    vat_number,
                })
                .await
            {
                Ok(Reply { valid: Some(valid), .. }) => valid,
                Ok(reply) => {
                    let errors: Vec<_> = reply.error_wrappers.into_iter().map(|failure| failure.error).collect();
                    tracing::warn!(country_code, ?errors, "a VAT id could not be verified");
                    false
                }
                Err(error) => {
                    tracing::warn!(country_code, %error, "a VAT id could not be verified");
                    false
                }
            }
        })
    }
}
