//! Discount codes: made by the marketplace's people, typed by customers.

use domain::cart::MAX_CODE;
use domain::pricing::{Discount, DiscountError, Off};
use domain::tax::BasisPoints;
use domain::{Slug, Timestamp};
use store::Store;

use crate::Internal;

/// No amount off is larger: as much as a plan may cost.
const LARGEST: i64 = 10_000_000_000;

/// The discount codes of the marketplace.
#[derive(Clone)]
pub struct Discounts {
    store: Store,
}

/// Why a code was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    Refused(#[from] DiscountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Why a code was not made.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("`{0}` is not a valid code: use 1 to 40 of A-Z, 0-9, - and _")]
    Code(String),
    #[error("the code {0} already exists")]
    Taken(String),
    #[error("the percentage must be more than 0% and at most 100%")]
    Percent,
    #[error("the amount must be more than 0, and no more than the highest price")]
    Amount,
    #[error("the limit must be at least 1")]
    Limit,
    #[error("the end must be after the start")]
    Dates,
    #[error("there is no product `{0}`")]
    Product(Slug),
    #[error(transparent)]
    Internal(#[from] Internal),
}

macro_rules! from_store {
    ($($error:ty),*) => {$(
        impl From<store::Error> for $error {
            fn from(error: store::Error) -> Self {
                Self::Internal(error.into())
            }
        }
    )*};
}

from_store!(CheckError, AddError);

impl Discounts {
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// What a code that a customer typed gives off these products now. `cart` is the key of the cart that it was typed
    /// into: its own unpaid orders do not use the code up.
    ///
    /// # Errors
    /// [`CheckError::Refused`] with the reason, for the customer.
    pub async fn check<'a>(
        &self,
        code: &str,
        products: impl IntoIterator<Item = &'a Slug>,
        cart: Option<[u8; 32]>,
        now: Timestamp,
    ) -> Result<Discount, CheckError> {
        let code = canonical(code).ok_or(DiscountError::Unknown)?;
        let cart = cart.as_ref().map_or(&[][..], |key| &key[..]);
        let found = self.store.discount(&code, cart, now).await?;
        let discount = found.ok_or(DiscountError::Unknown)?;
        discount.check(now, products)?;
        Ok(discount)
    }

    /// All of them, by their code, each with how many uses orders hold now: only those of a code with a limit are held.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn list(&self, now: Timestamp) -> Result<Vec<(Discount, u32)>, Internal> {
        let mut list = Vec::new();
        for discount in self.store.discounts().await? {
            let with_held = self.store.discount(&discount.code, &[], now).await?;
            let held = with_held.map_or(0, |now| now.used.saturating_sub(discount.used));
            list.push((discount, held));
        }
        Ok(list)
    }

    /// Makes a code, unused; it is written in capitals whatever it was typed in. Returns it as it is.
    ///
    /// # Errors
    /// [`AddError`], whose variants say what is wrong with it.
    pub async fn add(&self, discount: Discount) -> Result<Discount, AddError> {
        let code = canonical(&discount.code).ok_or_else(|| AddError::Code(discount.code.chars().take(60).collect()))?;
        match discount.off {
            Off::Percent(percent) if percent == BasisPoints(0) || percent > BasisPoints::WHOLE => {
                return Err(AddError::Percent);
            }
            Off::Amount(amount) if !(1..=LARGEST).contains(&amount) => return Err(AddError::Amount),
            Off::Percent(_) | Off::Amount(_) => {}
        }
        if discount.limit == Some(0) {
            return Err(AddError::Limit);
        }
        if let (Some(start), Some(end)) = (discount.starts_at, discount.ends_at)
            && end <= start
        {
            return Err(AddError::Dates);
        }
        for product in &discount.products {
            if self.store.product(product.as_str()).await?.1.is_none() {
                return Err(AddError::Product(product.clone()));
            }
        }
        let discount = Discount {
            code,
            used: 0,
            ..discount
        };
        let mut write = self.store.write().await?;
        if !write.put_discount(&discount).await? {
            return Err(AddError::Taken(discount.code));
        }
        write.save().await?;
        Ok(discount)
    }

    /// Forgets a code; tells whether there was one. Orders keep what it gave them.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn remove(&self, code: &str) -> Result<bool, Internal> {
        let Some(code) = canonical(code) else {
            return Ok(false);
        };
        let mut write = self.store.write().await?;
        let gone = write.delete_discount(&code).await?;
        write.save().await?;
        Ok(gone)
    }
}

/// A code as it is stored; none for text that no code can be.
fn canonical(code: &str) -> Option<String> {
    let code = code.trim();
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    ((1..=MAX_CODE).contains(&code.len()) && code.bytes().all(fits)).then(|| code.to_ascii_uppercase())
}
