//! What every page needs to know about the marketplace as a whole.

use domain::Currency;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::data::shared;

/// The host gives it by context; the browser finds it in the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Site {
    /// Where the site is reached, without a slash at its end: `https://market.example`.
    pub public_url: String,
    pub currency: Currency,
    /// Changes with every build of the server.
    pub build: String,
    /// The hash of the catalogue's snapshot, and its bytes uncompressed.
    pub snapshot: (String, usize),
}

impl Site {
    pub(super) fn shared() -> Self {
        shared(expect_context::<Self>)
    }

    /// A path of this site, or an address elsewhere, as an address.
    pub(crate) fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') {
            format!("{}{path}", self.public_url)
        } else {
            path.to_owned()
        }
    }
}

/// The marketplace's currency.
pub(crate) fn currency() -> Currency {
    with_context::<Site, _>(|site| site.currency).unwrap_or(Currency::USD)
}
