//! Coming back to the checkout after paying: the cart is empty, and what was bought is an order.

use std::time::Duration;

use domain::order::OrderStatus;
use futures::future::join_all;

use super::{Checkout, Shopper};
use crate::{Access, CartOwner, Internal};

/// How long an empty checkout leads to the order that emptied it.
const LEADS_SECONDS: i64 = 24 * 60 * 60;
/// How long the page waits for a provider to say whether an order was paid meanwhile.
const PATIENCE: Duration = Duration::from_secs(2);

impl Checkout {
    /// Asks about payments of a cart that were begun and not heard of: the customer may come back by another way than the
    /// provider's. What cannot be asked about is left as it is.
    pub async fn catch_up(&self, shopper: Shopper<'_>) {
        let Some(key) = shopper.owner.key() else { return };
        let access = Access {
            network: shopper.network,
            ..Access::default()
        };
        let unpaid = match self.store.unpaid_orders_of_cart(&key).await {
            Ok(unpaid) => unpaid,
            Err(error) => {
                tracing::error!(error = ?error, "the orders of a cart cannot be read");
                return;
            }
        };
        let open = unpaid.iter().filter(|stored| stored.order.status == OrderStatus::Open);
        let asked = join_all(open.map(|stored| self.orders.refresh_for(&stored.order, access)));
        if tokio::time::timeout(PATIENCE, asked).await.is_err() {
            tracing::warn!("a provider takes too long to say how a payment stands");
        }
    }

    /// The path of the order that was paid from a cart which is empty since, for whoever placed it.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn paid(&self, owner: &CartOwner) -> Result<Option<String>, Internal> {
        let Some(key) = owner.key() else { return Ok(None) };
        if self.carts.count(Some(owner)).await? > 0 {
            return Ok(None);
        }
        let after = self.clock.now().plus_seconds(-LEADS_SECONDS);
        let order = self.store.last_paid_order_of_cart(&key, after).await?;
        Ok(order.map(|order| self.orders.own_path(&order)))
    }
}
