//! One module a route. A page asks for its data, says what `<head>` shall say, and composes the kit.

#[cfg(feature = "ssr")]
pub(crate) mod account;
pub(crate) mod cart;
#[cfg(feature = "ssr")]
pub(crate) mod checkout;
#[cfg(feature = "ssr")]
pub(crate) mod developer;
#[cfg(feature = "ssr")]
pub(crate) mod help;
#[cfg(feature = "ssr")]
pub(crate) mod home;
#[cfg(feature = "ssr")]
pub(crate) mod not_found;
#[cfg(feature = "ssr")]
pub(crate) mod order;
pub(crate) mod product;
pub(crate) mod products;
#[cfg(feature = "ssr")]
pub(crate) mod purchases;
