//! Beginning a payment, and beginning another where the first came to nothing.

use domain::Timestamp;
use domain::order::{OrderStatus, PAYABLE_DAYS, ProviderId};
use payments::{Payment, ReturnUrls, Started, State};
use serde_json::json;
use store::{CodeHold, StoredOrder, StoredPayment, Write};

use super::{Access, Orders};
use crate::rate_limits::RateLimitKey;
use crate::{Internal, Limit, LimitError, TooMany};

/// Why a payment was not begun.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    #[error("there is no such order")]
    NotFound,
    /// The provider is out of order.
    #[error("the payment provider does not answer at the moment; please try again or choose another way to pay")]
    Unavailable,
    /// The provider refuses the payment.
    #[error("this order cannot be paid this way; please choose another")]
    Refused,
    /// It was placed too long ago.
    #[error("this order was placed too long ago to be paid; please put its products in the cart again")]
    TooOld,
    /// Others have used the code of the order up since its last payment failed.
    #[error("the discount code of this order was used up meanwhile; please place the order anew")]
    UsedUp,
    /// Paying was begun too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<LimitError> for PayError {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::TooMany(error) => Self::TooMany(error),
            LimitError::Internal(error) => Self::Internal(error),
        }
    }
}

impl From<store::Error> for PayError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// How long an order is left open, in seconds.
const LEFT_OPEN: i64 = PAYABLE_DAYS as i64 * 86_400;
/// How long an order that is open holds a use of a code that is limited; then its payment is closed.
pub(crate) const CODE_HELD_SECONDS: i64 = 30 * 60;
/// When the shop asks by itself how a payment stands, for customers who never come back, in seconds.
const FIRST_POLL_DELAY: i64 = 20 * 60;

impl Orders {
    /// Where an order is paid: at its provider; an order that is paid or needs no payment leads to its own page.
    ///
    /// # Errors
    /// [`PayError`].
    pub async fn pay(&self, name: &str, access: Access<'_>) -> Result<String, PayError> {
        let stored = self.find(name, access).await?.ok_or(PayError::NotFound)?;
        let (network, id) = (access.network, &stored.order.id);
        self.shared.limiter.check(&Limit::PAYMENT, network, id).await?;
        if let Some(code) = &stored.order.discount_code
            && !self.shared.store.holds_code(id, self.shared.clock.now()).await?
        {
            self.check_code_hold_limit(network, code).await?;
        }
        let key = self.opening_key(access, &stored).map(str::to_owned);
        self.pay_stored(stored, key.as_deref()).await
    }

    /// Counts an order that will hold a use of a code: nobody shall hold all uses of a code that is limited.
    ///
    /// # Errors
    /// [`LimitError`].
    pub(crate) async fn check_code_hold_limit(&self, network: &str, code: &str) -> Result<(), LimitError> {
        if self.shared.store.is_code_limited(code).await? {
            let of_network = [(&Limit::HELD_CODE, RateLimitKey::Network(network))];
            self.shared.limiter.check_all(&of_network).await?;
        }
        Ok(())
    }

    /// Asks the provider about the newest payment, applies its answer and returns the status of the order.
    pub(crate) async fn refresh_status(&self, stored: &StoredOrder) -> Result<OrderStatus, PayError> {
        match self.shared.store.payment_of_order(&stored.order.id).await? {
            Some(payment) => Ok(self.settle(&payment).await?),
            None => Ok(stored.order.status),
        }
    }

    /// As [`Orders::pay`]. `key` is the one that opened the order; whoever placed it needs none, and gets one.
    pub(crate) async fn pay_stored(&self, stored: StoredOrder, key: Option<&str>) -> Result<String, PayError> {
        let id = stored.order.id.clone();
        // A payment that was begun before may have come to something meanwhile.
        let last = self.shared.store.payment_of_order(&id).await?;
        if let Some(payment) = &last {
            self.settle(payment).await?;
        }
        // As it stands now: it may have been loaded before another window placed its cart again.
        let stored = self.shared.store.order(&id).await?.ok_or(PayError::NotFound)?;
        let status = stored.order.status;
        match status {
            OrderStatus::Open | OrderStatus::Failed => {}
            _ => return Ok(self.path_by(&stored, key)),
        }
        if !stored.order.is_in_time(self.shared.clock.now()) {
            // Prices and tax may be others by now.
            return match self.abandon(&id, OrderStatus::Failed).await? {
                OrderStatus::Failed => Err(PayError::TooOld),
                _ => Ok(self.path_by(&stored, key)),
            };
        }
        // The same cart may have been placed again in another window: only one of the two can be paid.
        for rival in self.shared.store.competing_orders(&stored).await? {
            // Of two that are placed at once, each is asked to give way: the older one does.
            let newer = (rival.order.placed_at, &rival.order.id) > (stored.order.placed_at, &id);
            let status = match rival.order.status {
                OrderStatus::Open | OrderStatus::Failed if newer => {
                    match Box::pin(self.abandon(&id, OrderStatus::Superseded)).await? {
                        OrderStatus::Superseded => rival.order.status,
                        _ => return Ok(self.path_by(&stored, key)),
                    }
                }
                OrderStatus::Open | OrderStatus::Failed => {
                    Box::pin(self.abandon(&rival.order.id, OrderStatus::Superseded)).await?
                }
                status => status,
            };
            if status != OrderStatus::Superseded {
                // A guest's link opens no order of an account that the cart went to later.
                let theirs = key.is_none() || rival.order.account == stored.order.account;
                return Ok(if theirs {
                    self.path_by(&rival, key)
                } else {
                    self.path(&rival, false)
                });
            }
        }
        if stored.order.totals.total == 0 {
            return self.complete_free_order(stored, key).await;
        }
        if self.provider(stored.order.provider).is_err() {
            // It was offered once; what is paid there now nobody would hear of.
            return Err(PayError::Refused);
        }
        match last {
            // Still open at the provider: the customer goes on there.
            Some(payment) if status == OrderStatus::Open && payment.attempt == stored.attempt => Ok(payment.url),
            last => {
                let attempt = last.map_or(0, |payment| payment.attempt) + 1;
                self.begin(&stored, attempt, key).await
            }
        }
    }

    async fn begin(&self, stored: &StoredOrder, attempt: i64, key: Option<&str>) -> Result<String, PayError> {
        let order = &stored.order;
        let provider = self.provider(order.provider)?;
        let mut write = self.shared.store.write().await?;
        let locked = write.lock_order(&order.id).await?.ok_or(PayError::NotFound)?;
        if !matches!(locked.order.status, OrderStatus::Open | OrderStatus::Failed) {
            return Ok(self.path_by(&locked, key));
        }
        // Since its last payment failed the order held the code's use no more; what another part of its checkout was paid
        // with is used for both.
        if let Some(code) = &order.discount_code
            && !write.has_used_discount(&locked, code).await?
        {
            let now = self.shared.clock.now();
            match write.hold_discount(code, &locked, now).await? {
                CodeHold::UsedUp => return Err(PayError::UsedUp),
                CodeHold::Held => {
                    let until = now.plus_seconds(CODE_HELD_SECONDS);
                    write.hold_code_until(&order.id, until).await?;
                    self.push_release(&mut write, &locked, until).await?;
                }
                CodeHold::Unlimited => {}
            }
        }
        write.begin_attempt(&order.id, attempt).await?;
        if locked.order.status == OrderStatus::Failed {
            write.set_order_status(&order.id, OrderStatus::Open, None).await?;
        }
        write.save().await?;
        let public = &self.shared.settings.public_url;
        let back_key = self.back_key(stored);
        let back = ReturnUrls {
            done: format!("{public}/checkout/return/{}?key={back_key}", order.id),
            canceled: format!("{public}/checkout/return/{}?canceled=1&key={back_key}", order.id),
        };
        let number = u32::try_from(attempt).unwrap_or(u32::MAX);
        let Started { reference, url } = provider.start(order, number, &back).await?;
        let mut write = self.shared.store.write().await?;
        write
            .put_payment(&order.id, attempt, order.provider, &reference, &url)
            .await?;
        let payload = json!({ "order": order.id, "attempt": attempt, "look": 0 });
        let name = format!("look:{}:{attempt}:0", order.id);
        self.push(&mut write, "look", &name, payload, FIRST_POLL_DELAY).await?;
        write.save().await?;
        Ok(url)
    }

    /// Completes an order of nothing to pay.
    async fn complete_free_order(&self, stored: StoredOrder, key: Option<&str>) -> Result<String, PayError> {
        let id = stored.order.id.clone();
        let payment = Payment {
            reference: id.clone(),
            order: Some(id.clone()),
            state: State::Paid,
            paid: stored.order.totals.total(),
            refunded: 0,
            dispute: None,
            subscription: None,
            method: "Nothing to pay".to_owned(),
        };
        let mut write = self.shared.store.write().await?;
        write.put_payment(&id, 1, ProviderId::Free, &id, "").await?;
        let locked = write.lock_order(&id).await?.ok_or(PayError::NotFound)?;
        if self.is_already_paid_elsewhere(&mut write, &locked).await? {
            write.set_order_status(&id, OrderStatus::Superseded, None).await?;
        } else if matches!(locked.order.status, OrderStatus::Open | OrderStatus::Failed) {
            self.complete(&mut write, &locked, &payment).await?;
            write.set_payment_paid(&id, 1).await?;
        }
        write.save().await?;
        let stored = self.shared.store.order(&id).await?.ok_or(PayError::NotFound)?;
        Ok(self.path_by(&stored, key))
    }

    /// Ends every payment of an order that was not paid, and leaves it in the status `last`. Tells how the order stands
    /// then: one that was paid after all is completed.
    pub(crate) async fn abandon(&self, id: &str, last: OrderStatus) -> Result<OrderStatus, PayError> {
        let payments = self.shared.store.payments_of_order(id).await?;
        for payment in payments {
            self.abandon_payment(&payment).await?;
        }
        let mut write = self.shared.store.write().await?;
        let locked = write.lock_order(id).await?.ok_or(PayError::NotFound)?;
        let status = match locked.order.status {
            OrderStatus::Open | OrderStatus::Failed => {
                let reason = locked.reason.as_deref().unwrap_or("The time to pay ran out.");
                write.set_order_status(id, last, Some(reason)).await?;
                last
            }
            status => status,
        };
        write.save().await?;
        Ok(status)
    }

    /// Gives up what was left open until its time ran out: the second part of a checkout, a payment that could not be
    /// begun or was begun late. Tells how many.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn give_up_old(&self) -> Result<usize, Internal> {
        let before = self.shared.clock.now().plus_seconds(-LEFT_OPEN);
        let mut given_up = 0;
        for id in self.shared.store.open_orders(before).await? {
            match self.abandon(&id, OrderStatus::Failed).await {
                Ok(_) => given_up += 1,
                Err(error) => tracing::warn!(%error, order = id, "an old order cannot be given up"),
            }
        }
        Ok(given_up)
    }

    /// Writes the job that closes the payment of an order when it holds its code no longer.
    pub(crate) async fn push_release(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
        until: Timestamp,
    ) -> Result<(), Internal> {
        let id = &stored.order.id;
        let key = format!("release:{id}:{}", until.as_micros());
        let after = until.as_seconds() - self.shared.clock.now().as_seconds();
        self.push(write, "release_code", &key, json!({ "order": id }), after.max(0))
            .await
    }

    /// Closes the payment of an order that is open and holds its code no longer: it could be paid at a price that was
    /// promised to others meanwhile. It can be paid again while the code has uses left.
    pub(super) async fn release_code(&self, id: &str) -> Result<(), Internal> {
        let held = self.shared.store.holds_code(id, self.shared.clock.now()).await?;
        let stored = self.shared.store.order(id).await?;
        let Some(stored) = stored.filter(|stored| !held && stored.order.status == OrderStatus::Open) else {
            return Ok(());
        };
        // Where another part of its checkout was paid with the code, the use is counted for this part too.
        let code = stored.order.discount_code.as_deref().unwrap_or_default();
        if self
            .shared
            .store
            .write()
            .await?
            .has_used_discount(&stored, code)
            .await?
        {
            return Ok(());
        }
        match self.abandon(&stored.order.id, OrderStatus::Failed).await {
            Ok(_) => Ok(()),
            Err(PayError::Internal(error)) => Err(error),
            Err(error) => Err(Internal::of(error)),
        }
    }

    async fn abandon_payment(&self, payment: &StoredPayment) -> Result<OrderStatus, PayError> {
        // One that is not offered any more cannot be asked to close its page: what it collects goes back.
        if let Ok(provider) = self.provider(payment.provider()) {
            provider.cancel(&payment.reference).await?;
        }
        Ok(self.settle(payment).await?)
    }
}

impl From<payments::Error> for PayError {
    fn from(error: payments::Error) -> Self {
        tracing::warn!(%error, "a payment could not be begun");
        match error {
            payments::Error::Unavailable(_) => Self::Unavailable,
            payments::Error::Refused(_) | payments::Error::Unknown(_) => Self::Refused,
        }
    }
}
