//! One module a route. A page asks for its data, says what `<head>` shall say, and composes the kit.

pub(crate) mod cart;
pub(crate) mod developer;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod not_found;
pub(crate) mod product;
pub(crate) mod products;
