//! Statuses of licenses, subscriptions, download grants and jobs, with their text in the database.

use serde::{Deserialize, Serialize};

use crate::order::{OrderStatus, ProviderId};

/// A value that is stored as one of a few words.
pub trait DbEnum: Copy + Sized + 'static {
    /// Every value that this version knows.
    const ALL: &'static [Self];

    /// As stored.
    fn as_db_str(self) -> &'static str;

    fn from_db_str(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_db_str() == text)
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

        impl DbEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn as_db_str(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_db_str())
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
    DownloadGrantStatus {
        Open = "open",
        /// While its payment is disputed.
        Suspended = "suspended",
        /// For good.
        Revoked = "revoked",
    }

    JobStatus {
        Waiting = "waiting",
        Running = "running",
        Done = "done",
        /// Given up.
        Failed = "failed",
    }
}

impl LicenseStatus {
    /// What becomes of the subscription that pays for such a license.
    pub fn subscription_status(self) -> SubscriptionStatus {
        match self {
            Self::Active => SubscriptionStatus::Active,
            Self::Suspended => SubscriptionStatus::Suspended,
            Self::Revoked => SubscriptionStatus::Ended,
        }
    }
}

impl DbEnum for OrderStatus {
    const ALL: &'static [Self] = &Self::ALL;

    fn as_db_str(self) -> &'static str {
        self.as_str()
    }
}

impl DbEnum for ProviderId {
    const ALL: &'static [Self] = &Self::ALL;

    fn as_db_str(self) -> &'static str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: DbEnum + PartialEq + std::fmt::Debug>() {
        for value in T::ALL {
            assert_eq!(T::from_db_str(value.as_db_str()), Some(*value));
        }
        for other in ["", "Active", "active ", "é", "unheard-of"] {
            assert_eq!(T::from_db_str(other), None);
        }
    }

    #[test]
    fn words_are_read_back() {
        check::<LicenseStatus>();
        check::<SubscriptionStatus>();
        check::<DownloadGrantStatus>();
        check::<JobStatus>();
        check::<OrderStatus>();
        check::<ProviderId>();
    }
}
