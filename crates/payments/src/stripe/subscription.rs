//! What becomes of a subscription after its first payment.

use serde::de::IgnoredAny;

use super::client::Client;
use crate::{Error, http};

/// Ends a subscription at once (<https://docs.stripe.com/api/subscriptions/cancel>). To Stripe, one that has ended is
/// one that is missing.
///
/// # Errors
/// [`Error`].
pub async fn end(client: &Client, subscription: &str) -> Result<(), Error> {
    let path = format!("/v1/subscriptions/{}", http::segment(subscription)?);
    match client.delete::<IgnoredAny>(&path).await {
        Ok(_) | Err(Error::Unknown(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
