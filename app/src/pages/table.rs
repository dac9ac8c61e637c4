//! Which page is at an address: for its chunk, which the document names beforehand and a hovered link fetches.

/// The pages of the app.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Page {
    Home,
    Products,
    Product,
    Developer,
    Cart,
    Checkout,
    Order,
    LogIn,
    Register,
    Verify,
    Reset,
    Settings,
    Purchases,
    Help,
    Legal,
    NotFound,
}

impl Page {
    /// The page at a path, as the routes of `App` have it.
    pub(crate) fn at(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        match (first, second, third) {
            (_, _, Some(_)) => Self::NotFound,
            ("", ..) => Self::Home,
            ("products", None, _) => Self::Products,
            ("products", Some(_), _) => Self::Product,
            ("developers", Some(_), _) => Self::Developer,
            ("orders", Some(_), _) => Self::Order,
            ("legal", Some(_), _) => Self::Legal,
            ("verify", ..) => Self::Verify,
            ("reset", ..) => Self::Reset,
            ("account", Some("purchases"), _) => Self::Purchases,
            ("account", None, _) => Self::Settings,
            ("cart", None, _) => Self::Cart,
            ("checkout", None, _) => Self::Checkout,
            ("login", None, _) => Self::LogIn,
            ("register", None, _) => Self::Register,
            ("help", None, _) => Self::Help,
            _ => Self::NotFound,
        }
    }

    /// The name of its chunk in the build's manifest, as its `lazy_page!` has it.
    #[cfg(feature = "ssr")]
    pub(crate) fn chunk(self) -> &'static str {
        match self {
            Self::Home | Self::Developer | Self::NotFound => "browse",
            Self::Products => "results",
            Self::Product => "product",
            Self::Cart => "cart",
            Self::Checkout => "checkout",
            Self::Order | Self::Purchases => "orders",
            Self::LogIn | Self::Register | Self::Verify | Self::Reset | Self::Settings => "account",
            Self::Help | Self::Legal => "texts",
        }
    }

    /// Fetches its chunk, where that is not there yet.
    #[cfg(feature = "hydrate")]
    pub(crate) async fn preload(self) {
        use leptos_router::LazyRoute;

        use super::*;

        match self {
            Self::Home => home::HomeRoute::preload().await,
            Self::Products => products::ProductsRoute::preload().await,
            Self::Product => product::ProductRoute::preload().await,
            Self::Developer => developer::DeveloperRoute::preload().await,
            Self::Cart => cart::CartRoute::preload().await,
            Self::Checkout => checkout::CheckoutRoute::preload().await,
            Self::Order => order::OrderRoute::preload().await,
            Self::LogIn => account::login::LogInRoute::preload().await,
            Self::Register => account::register::RegisterRoute::preload().await,
            Self::Verify => account::verify::VerifyRoute::preload().await,
            Self::Reset => account::reset::ResetRoute::preload().await,
            Self::Settings => account::settings::SettingsRoute::preload().await,
            Self::Purchases => account::purchases::PurchasesRoute::preload().await,
            Self::Help => help::HelpRoute::preload().await,
            Self::Legal => legal::LegalRoute::preload().await,
            Self::NotFound => not_found::NotFoundRoute::preload().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn pages_are_found_by_their_paths() {
        for (path, page) in [
            ("/", Page::Home),
            ("/products", Page::Products),
            ("/products/", Page::Products),
            ("/products/swift-geocode", Page::Product),
            ("/products/a/b", Page::NotFound),
            ("/verify/MTc4.Ab", Page::Verify),
            ("/account", Page::Settings),
            ("/account/purchases", Page::Purchases),
            ("/account/nothing", Page::NotFound),
            ("/orders", Page::NotFound),
            ("/legal/terms", Page::Legal),
            ("/nowhere", Page::NotFound),
        ] {
            assert_eq!(Page::at(path), page, "{path}");
        }
    }
}
