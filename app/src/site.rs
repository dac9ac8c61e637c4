//! What every page needs to know about the marketplace as a whole.

use domain::Currency;

/// Given to the app by context on the server; the browser reads it from the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SiteConfig {
    /// Where the site is reached, without a slash at its end: `https://market.example`.
    pub public_url: String,
    pub currency: Currency,
}

/// The name of the `<meta>` that tells the browser about the site: `USD https://market.example`.
#[cfg(feature = "ssr")]
pub(crate) const META: &str = "site";

#[cfg(feature = "hydrate")]
impl SiteConfig {
    /// Reads the page's `<meta name="site">`.
    pub(crate) fn of_document() -> Self {
        let content = crate::local::meta("site").unwrap_or_default();
        let (currency, public_url) = content.split_once(' ').unwrap_or_default();
        Self {
            public_url: public_url.to_owned(),
            currency: currency.parse().unwrap_or(Currency::USD),
        }
    }
}

/// The marketplace's currency.
pub(crate) fn currency() -> Currency {
    leptos::prelude::with_context::<SiteConfig, _>(|site| site.currency).unwrap_or(Currency::USD)
}
