//! The legal pages of the shop: what a seller must tell before anybody buys.

use serde::{Deserialize, Serialize};

/// One of the legal pages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalPage {
    Terms,
    Privacy,
    Imprint,
    Refunds,
}

impl LegalPage {
    /// In the order in which they are declared.
    pub const ALL: [Self; 4] = [Self::Terms, Self::Privacy, Self::Imprint, Self::Refunds];

    /// In URLs, and the name of the page's file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::Imprint => "imprint",
            Self::Refunds => "refunds",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.as_str() == text)
    }

    /// The heading of the page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Terms => "Terms of sale",
            Self::Privacy => "Privacy",
            Self::Imprint => "Imprint",
            Self::Refunds => "Refunds and withdrawal",
        }
    }
}

/// The text of a legal page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LegalText {
    pub page: LegalPage,
    /// Sanitised. Its headings begin at `h2`, below the title of the page.
    pub html: String,
    /// Whether it is the built-in sample, which binds nobody.
    pub sample: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_by_their_names() {
        for (at, page) in LegalPage::ALL.into_iter().enumerate() {
            assert_eq!(LegalPage::parse(page.as_str()), Some(page));
            assert_eq!(page as usize, at, "texts are kept in this order");
        }
        for unknown in ["", "Terms", "terms.md", "cookies"] {
            assert_eq!(LegalPage::parse(unknown), None, "{unknown}");
        }
    }
}
