//! The settings of the payment providers: one is offered where its keys are given.

use std::fmt;

use axum::http::Uri;

use super::{ConfigError, Secret, refuse};

/// Stripe's.
#[derive(Default)]
pub struct StripeConfig {
    pub secret_key: Option<Secret>,
    /// `whsec_…`; several, separated by commas, while one is being replaced.
    pub webhook_secret: Option<Secret>,
    /// Of a stand-in.
    pub api_url: Option<String>,
}

/// PayPal's.
#[derive(Default)]
pub struct PaypalConfig {
    pub client_id: Option<String>,
    pub client_secret: Option<Secret>,
    pub webhook_id: Option<String>,
    /// Of the sandbox, `https://api-m.sandbox.paypal.com`, or of a stand-in.
    pub api_url: Option<String>,
}

impl StripeConfig {
    pub(super) fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let config = Self {
            secret_key: get("STRIPE_SECRET_KEY").map(Secret),
            webhook_secret: get("STRIPE_WEBHOOK_SECRET").map(Secret),
            api_url: api_url("STRIPE_API_URL", get("STRIPE_API_URL"))?,
        };
        if config.secret_key.is_some() && config.webhook_secret.is_none() {
            return refuse(
                "STRIPE_WEBHOOK_SECRET",
                "STRIPE_SECRET_KEY needs it: without it no event can be believed",
            );
        }
        Ok(config)
    }

    /// The secrets that a signature may be made with.
    pub fn webhook_secrets(&self) -> Vec<String> {
        let all = self.webhook_secret.as_ref().map_or("", Secret::reveal);
        all.split(',')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

impl PaypalConfig {
    pub(super) fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let config = Self {
            client_id: get("PAYPAL_CLIENT_ID"),
            client_secret: get("PAYPAL_CLIENT_SECRET").map(Secret),
            webhook_id: get("PAYPAL_WEBHOOK_ID"),
            api_url: api_url("PAYPAL_API_URL", get("PAYPAL_API_URL"))?,
        };
        if config.client_id.is_some() {
            if config.client_secret.is_none() {
                return refuse("PAYPAL_CLIENT_SECRET", "PAYPAL_CLIENT_ID needs it");
            }
            if config.webhook_id.is_none() {
                return refuse(
                    "PAYPAL_WEBHOOK_ID",
                    "PAYPAL_CLIENT_ID needs it: without it no event can be believed",
                );
            }
        }
        Ok(config)
    }
}

/// Takes `http(s)://host[:port]`.
fn api_url(variable: &'static str, value: Option<String>) -> Result<Option<String>, ConfigError> {
    let Some(url) = value else { return Ok(None) };
    let known = url
        .parse::<Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
    if known {
        Ok(Some(url.trim_end_matches('/').to_owned()))
    } else {
        refuse(
            variable,
            format!("`{url}` is not an address such as https://api.example"),
        )
    }
}

/// One `NAME = value` a line, without secrets.
pub(super) fn show(stripe: &StripeConfig, paypal: &PaypalConfig, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let set = |secret: &Option<Secret>| if secret.is_some() { "(set)" } else { "(none)" };
    writeln!(f, "STRIPE_SECRET_KEY = {}", set(&stripe.secret_key))?;
    writeln!(f, "STRIPE_WEBHOOK_SECRET = {}", set(&stripe.webhook_secret))?;
    writeln!(
        f,
        "STRIPE_API_URL = {}",
        stripe.api_url.as_deref().unwrap_or("(Stripe's)")
    )?;
    writeln!(
        f,
        "PAYPAL_CLIENT_ID = {}",
        paypal.client_id.as_deref().unwrap_or("(none)")
    )?;
    writeln!(f, "PAYPAL_CLIENT_SECRET = {}", set(&paypal.client_secret))?;
    writeln!(
        f,
        "PAYPAL_WEBHOOK_ID = {}",
        paypal.webhook_id.as_deref().unwrap_or("(none)")
    )?;
    writeln!(
        f,
        "PAYPAL_API_URL = {}",
        paypal.api_url.as_deref().unwrap_or("(PayPal's)")
    )
}
