//! Why a cart was not changed.

use serde::{Deserialize, Serialize};

use super::{MAX_CODE, MAX_LINES, MAX_QUANTITY, read_code};
use crate::pricing::DiscountError;

/// Why a cart was not changed, as a sentence for the customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum CartError {
    #[error("This plan is no longer available.")]
    NotSold,
    #[error("This plan isn’t in your cart.")]
    NotThere,
    #[error("This plan is already in your cart.")]
    AlreadyThere,
    #[error("You can buy this plan only once per order.")]
    OnlyOne,
    #[error("You can buy up to {MAX_QUANTITY} of one plan.")]
    TooMany,
    #[error("Enter a whole number from 0 to {MAX_QUANTITY}.")]
    NotANumber,
    #[error("Your cart is full. It can hold up to {MAX_LINES} different plans.")]
    Full,
    #[error("A discount code has up to {MAX_CODE} characters and no spaces.")]
    NotACode,
    #[error("This discount code isn’t valid.")]
    CodeUnknown,
    #[error("This discount code isn’t valid yet.")]
    CodeTooEarly,
    #[error("This discount code has expired.")]
    CodeExpired,
    #[error("This discount code has been used up.")]
    CodeUsedUp,
    #[error("This discount code isn’t valid for the products in your cart.")]
    CodeOtherProducts,
    #[error("Too many attempts. Please wait a few minutes and try again.")]
    TooOften,
    /// The change was made from another version, as in another tab.
    #[error("Your cart was changed in another window. Please check it and try again.")]
    Stale,
}

impl CartError {
    pub const ALL: [Self; 15] = [
        Self::NotSold,
        Self::NotThere,
        Self::AlreadyThere,
        Self::OnlyOne,
        Self::TooMany,
        Self::NotANumber,
        Self::Full,
        Self::NotACode,
        Self::CodeUnknown,
        Self::CodeTooEarly,
        Self::CodeExpired,
        Self::CodeUsedUp,
        Self::CodeOtherProducts,
        Self::TooOften,
        Self::Stale,
    ];

    /// What the customer reads: a sentence with its capital and full stop.
    pub fn sentence(self) -> String {
        self.to_string()
    }

    /// As [`CartError::sentence`], with the code where one was refused: `The code SPRING has expired.`
    pub fn sentence_about(self, typed: &str) -> String {
        let reason = match self {
            Self::CodeUnknown => DiscountError::Unknown,
            Self::CodeTooEarly => DiscountError::TooEarly,
            Self::CodeExpired => DiscountError::Expired,
            Self::CodeUsedUp => DiscountError::UsedUp,
            Self::CodeOtherProducts => DiscountError::OtherProducts,
            _ => return self.sentence(),
        };
        match read_code(typed) {
            Ok(Some(code)) => reason.sentence(&code),
            _ => self.sentence(),
        }
    }

    /// As in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSold => "not-sold",
            Self::NotThere => "not-there",
            Self::AlreadyThere => "already-there",
            Self::OnlyOne => "only-one",
            Self::TooMany => "too-many",
            Self::NotANumber => "not-a-number",
            Self::Full => "full",
            Self::NotACode => "not-a-code",
            Self::CodeUnknown => "code-unknown",
            Self::CodeTooEarly => "code-too-early",
            Self::CodeExpired => "code-expired",
            Self::CodeUsedUp => "code-used-up",
            Self::CodeOtherProducts => "code-other-products",
            Self::TooOften => "too-often",
            Self::Stale => "stale",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.as_str() == text)
    }
}

impl From<DiscountError> for CartError {
    fn from(error: DiscountError) -> Self {
        match error {
            DiscountError::Unknown => Self::CodeUnknown,
            DiscountError::TooEarly => Self::CodeTooEarly,
            DiscountError::Expired => Self::CodeExpired,
            DiscountError::UsedUp => Self::CodeUsedUp,
            DiscountError::OtherProducts => Self::CodeOtherProducts,
        }
    }
}
