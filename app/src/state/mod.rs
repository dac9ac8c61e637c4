//! What pages share while a visitor goes from one to the next, each a context: the catalogue's snapshot, the cart, the
//! session, toasts, the theme, navigation. State knows server functions, but no page and no component.

mod cart;
mod catalog;
mod form_key;
mod kept;
mod navigation;
mod refused;
mod scroll;
mod session;
mod site;
mod theme;
mod toasts;
mod version;
#[cfg(feature = "hydrate")]
pub(crate) use version::Newest;

pub(crate) use cart::Cart;
pub(crate) use catalog::Catalog;
pub use form_key::FormKey;
pub(crate) use kept::Kept;
pub(crate) use navigation::Navigation;
pub use refused::RefusedForm;
pub(crate) use session::Session;
pub use site::Site;
pub(crate) use site::currency;
pub(crate) use theme::Theme;
pub(crate) use theme::ThemeChoice;
pub(crate) use toasts::{Toast, Toasts};

use leptos::prelude::*;

/// Provides every context of the app. What the server knows of the visitor is serialised into the page.
pub(crate) fn provide() {
    RefusedForm::provide();
    provide_context(Site::shared());
    provide_context(ThemeChoice::shared());
    provide_context(Session::new());
    provide_context(Catalog::new());
    provide_context(Kept::default());
    provide_context(Cart::new());
    provide_context(Toasts::new());
    provide_context(Navigation::new());
}
