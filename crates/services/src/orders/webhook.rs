//! Webhooks: what a provider tells. It is believed only that something happened; what, its API is asked.

use domain::order::ProviderId;
use payments::WebhookError;

use super::Orders;
use super::settle::SettleError;
use crate::rate_limits::RateLimitKey;
use crate::{Internal, Limit, LimitError, TooMany};

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WebhookRefusal {
    #[error("this provider is not in use here")]
    NotOffered,
    #[error(transparent)]
    Bad(WebhookError),
    /// Not now: the provider sends it again.
    #[error("the event could not be handled now")]
    Later,
    /// Too many forged ones came from there.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for WebhookRefusal {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<LimitError> for WebhookRefusal {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::TooMany(error) => Self::TooMany(error),
            LimitError::Internal(error) => Self::Internal(error),
        }
    }
}

impl Orders {
    /// Takes an event: once, however often it comes. Events that concern no payment of ours are taken and ignored. Whoever
    /// sends forged ones in PayPal's name is stopped: PayPal is asked about each, while Stripe's are checked here.
    ///
    /// # Errors
    /// [`WebhookRefusal`].
    pub async fn webhook(
        &self,
        network: &str,
        provider: ProviderId,
        header: &(dyn Fn(&str) -> Option<String> + Send + Sync),
        body: &[u8],
    ) -> Result<(), WebhookRefusal> {
        let Ok(offered) = self.provider(provider) else {
            return Err(WebhookRefusal::NotOffered);
        };
        let now = self.shared.clock.now();
        let limiter = &self.shared.limiter;
        let is_limited = provider == ProviderId::Paypal;
        // Counted before it is looked at, as many may come at once; what is genuine is taken back.
        if is_limited {
            limiter
                .check_all(&[(&Limit::WEBHOOK, RateLimitKey::Network(network))])
                .await?;
        }
        let event = offered.event(header, body, now).await;
        if is_limited && event.is_ok() {
            limiter.take_back(&Limit::WEBHOOK, network).await?;
        }
        let event = match event {
            Ok(event) => event,
            Err(WebhookError::Unavailable(_)) => return Err(WebhookRefusal::Later),
            Err(error) => return Err(WebhookRefusal::Bad(error)),
        };
        if self.shared.store.knows_event(provider, &event.id).await? {
            return Ok(());
        }
        let payment = match &event.reference {
            Some(reference) => self.shared.store.payment(provider, reference).await?,
            None => None,
        };
        let Some(payment) = payment else {
            tracing::info!(
                provider = provider.as_str(),
                kind = event.kind,
                "an event of no payment of ours"
            );
            return Ok(());
        };
        match self.settle_event(&payment, Some(&event)).await {
            Ok(status) => {
                tracing::info!(
                    kind = event.kind,
                    order = payment.order_id,
                    ?status,
                    "an event was taken"
                );
                Ok(())
            }
            Err(SettleError::Provider(error)) => {
                tracing::warn!(%error, kind = event.kind, "an event could not be followed up");
                Err(WebhookRefusal::Later)
            }
            Err(SettleError::Internal(error)) => Err(error.into()),
        }
    }
}
