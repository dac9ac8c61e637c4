//! Webhooks: what a provider tells. It is believed only that something happened; what, its API is asked.

use domain::order::ProviderId;
use payments::WebhookError;

use super::Orders;
use super::settle::SettleError;
use crate::Internal;

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
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for WebhookRefusal {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl Orders {
    /// Takes an event: once, however often it comes. Events that concern no payment of ours are taken and ignored.
    ///
    /// # Errors
    /// [`WebhookRefusal`].
    pub async fn webhook(
        &self,
        provider: ProviderId,
        header: &(dyn Fn(&str) -> Option<String> + Send + Sync),
        body: &[u8],
    ) -> Result<(), WebhookRefusal> {
        let Ok(offered) = self.provider(provider) else {
            return Err(WebhookRefusal::NotOffered);
        };
        let now = self.shared.clock.now();
        let event = match offered.event(header, body, now).await {
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
