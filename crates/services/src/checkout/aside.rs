//! What is typed into a checkout whose session has ended: it is set aside for the account that the page was made for, and
//! for this browser, until that account logs in again.

use domain::checkout::CheckoutForm;
use sha2::{Digest as _, Sha256};

use super::{Checkout, bounded};
use crate::rate_limits::RateLimitKey;
use crate::{CartOwner, Internal, Limit, LimitError};

/// What the key of a page is for.
const PURPOSE: &str = "a page of the checkout";
/// How long a page that is left open may be sent: longer than any session lasts.
const PAGE_DAYS: u32 = 180;

impl Checkout {
    /// Names an account to the forms of a page that is made for it.
    pub(super) fn page_key(&self, account: i64) -> String {
        let until = self.clock.now().plus_days(PAGE_DAYS);
        self.orders.signer().sign(PURPOSE, &account.to_string(), until)
    }

    /// The account whose session has ended since a page was made: the one that the page's key names, where another or
    /// nobody is logged in by now.
    pub fn ended(&self, page_key: &str, account: Option<i64>) -> Option<i64> {
        let named = self.orders.signer().verify(PURPOSE, page_key, self.clock.now()).ok()?;
        named.parse().ok().filter(|named| Some(*named) != account)
    }

    /// Sets aside what was typed for an account, under a token of the browser. Returns the token for its cookie where it
    /// had none.
    ///
    /// # Errors
    /// [`LimitError`].
    pub async fn set_aside(
        &self,
        network: &str,
        token: Option<&str>,
        account: i64,
        form: &CheckoutForm,
    ) -> Result<Option<String>, LimitError> {
        let known = token.and_then(|token| aside_key(token, account));
        let (key, made) = match known {
            Some(key) => (key, None),
            None => {
                self.limiter
                    .check_all(&[(&Limit::CART, RateLimitKey::Network(network))])
                    .await?;
                let token = self.secrets.token();
                let key = aside_key(&token, account).ok_or(Internal::from("a new token is no token"))?;
                (key, Some(token))
            }
        };
        // Consent is given to what is on the page when the order is placed.
        let form = CheckoutForm {
            consent: String::new(),
            ..bounded(form)
        };
        let put = self.store.put_checkout_form(&key, &form, self.clock.now()).await;
        put.map_err(Internal::from)?;
        Ok(made)
    }

    /// Gives an account that logs in what was set aside for it in this browser; tells whether there was anything.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn take_up(&self, token: &str, account: i64) -> Result<bool, Internal> {
        let (Some(from), Some(to)) = (aside_key(token, account), CartOwner::Account(account).key()) else {
            return Ok(false);
        };
        let Some(form) = self.store.checkout_form(&from).await? else {
            return Ok(false);
        };
        let mut write = self.store.write().await?;
        write.put_checkout_form(&to, &form, self.clock.now()).await?;
        write.delete_checkout_form(&from).await?;
        write.save().await?;
        Ok(true)
    }
}

/// Under which it is kept: nobody finds it without the browser's token, and no other account with it.
fn aside_key(token: &str, account: i64) -> Option<[u8; 32]> {
    CartOwner::Guest(token.to_owned()).key()?;
    Some(Sha256::digest(format!("aside:{account}:{token}")).into())
}
