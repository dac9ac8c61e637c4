//! States of what an order brought and of jobs, as words in the database.

use serde::{Deserialize, Serialize};

use crate::order::{OrderStatus, ProviderId};

/// A value that is stored as one of a few words.
pub trait StoredWord: Copy + Sized + 'static {
    /// Every value that this version knows.
    const ALL: &'static [Self];

    /// As stored.
    fn word(self) -> &'static str;

    fn of_word(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == text)
    }
}

macro_rules! states {
    ($($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// As stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl StoredWord for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    )+};
}

states! {
    LicenseStatus {
        Active = "active",
        /// While its payment is disputed.
        Suspended = "suspended",
        /// For good.
        Revoked = "revoked",
    }

    SubscriptionStatus {
        Active = "active",
        /// While its payment is disputed.
        Suspended = "suspended",
        Ended = "ended",
    }

    /// Of an order's right to download a product.
    GrantState {
        Open = "open",
        /// While its payment is disputed.
        Suspended = "suspended",
        /// For good.
        Revoked = "revoked",
    }

    JobState {
        Waiting = "waiting",
        Running = "running",
        Done = "done",
        /// Given up.
        Failed = "failed",
    }
}

impl LicenseStatus {
    /// What becomes of the subscription that pays for such a license.
    pub fn of_subscription(self) -> SubscriptionStatus {
        match self {
            Self::Active => SubscriptionStatus::Active,
            Self::Suspended => SubscriptionStatus::Suspended,
            Self::Revoked => SubscriptionStatus::Ended,
        }
    }
}

impl StoredWord for OrderStatus {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl StoredWord for ProviderId {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: StoredWord + PartialEq + std::fmt::Debug>() {
        for value in T::ALL {
            assert_eq!(T::of_word(value.word()), Some(*value));
        }
        for other in ["", "Active", "active ", "é", "unheard-of"] {
            assert_eq!(T::of_word(other), None);
        }
    }

    #[test]
    fn words_are_read_back() {
        check::<LicenseStatus>();
        check::<SubscriptionStatus>();
        check::<GrantState>();
        check::<JobState>();
        check::<OrderStatus>();
        check::<ProviderId>();
    }
}
