//! Written reviews, and the orders in which they are read.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Review {
    pub author: String,
    /// 1 to 5.
    pub rating: u8,
    pub title: String,
    pub body: String,
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer_reply: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewSort {
    #[default]
    Newest,
    Highest,
    Lowest,
}

impl ReviewSort {
    pub const ALL: [Self; 3] = [Self::Newest, Self::Highest, Self::Lowest];

    /// The value in a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Highest => "highest",
            Self::Lowest => "lowest",
        }
    }

    /// Reads the value of a URL.
    pub fn parse(s: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == s)
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Highest => "Highest rated",
            Self::Lowest => "Lowest rated",
        }
    }
}
