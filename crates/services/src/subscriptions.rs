//! Subscriptions end at their provider when what they pay for ends here: as a whole, or a line of several.

use domain::order::ProviderId;
use serde::Deserialize;
use serde_json::json;
use store::Write;

use crate::orders::Named;
use crate::{Internal, Orders};

/// The payload of a subscription of which only some lines go on.
#[derive(Deserialize)]
struct Kept {
    order: String,
    provider: String,
    reference: String,
}

impl Orders {
    /// Writes with a change that a subscription ends at its provider, so that nothing more is collected for it.
    pub(crate) async fn end_subscription(
        &self,
        write: &mut Write,
        provider: ProviderId,
        subscription: &str,
    ) -> Result<(), Internal> {
        let provider = provider.as_str();
        let payload = json!({ "provider": provider, "reference": subscription });
        let key = format!("end:{provider}:{subscription}");
        self.push(write, "end_subscription", &key, payload, 0).await
    }

    /// The job `end_subscription`.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn finish_subscription(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Named { provider, reference } = Named::deserialize(payload)?;
        let ended = self.provider_named(&provider)?.end_subscription(&reference).await;
        ended.map_err(Internal::of)
    }

    /// Writes with the end of a line that its subscription, where others of the order share it, goes on without it.
    pub(crate) async fn take_out(&self, write: &mut Write, order: &str, line: i64) -> Result<(), Internal> {
        let Some((provider, subscription)) = write.shared_subscription(order, line).await? else {
            return Ok(());
        };
        let payload = json!({ "order": order, "provider": provider, "reference": subscription });
        let key = format!("keep:{provider}:{subscription}:{line}");
        self.push(write, "keep_lines", &key, payload, 0).await
    }

    /// The job `keep_lines`. Which lines are left counts now, not when it was written: several may have ended since.
    ///
    /// # Errors
    /// [`Internal`]: the job is tried again.
    pub async fn keep_lines(&self, payload: &serde_json::Value) -> Result<(), Internal> {
        let Kept {
            order,
            provider,
            reference,
        } = Kept::deserialize(payload)?;
        let provider = self.provider_named(&provider)?;
        let stored = self.shared.store.order(&order).await?.ok_or("an order vanished")?;
        let left = self
            .shared
            .store
            .lines_of_subscription(&order, provider.id(), &reference)
            .await?;
        let left: Vec<usize> = left.into_iter().filter_map(|line| usize::try_from(line).ok()).collect();
        if left.is_empty() {
            // Who ended the last line wrote the job that ends the whole.
            return Ok(());
        }
        let kept = provider.keep_lines(&reference, &stored.order, &left).await;
        kept.map_err(Internal::of)
    }
}
