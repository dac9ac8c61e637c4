//! The server functions: each takes what it needs from the context, makes one call, and returns. Nothing else.

mod account;
mod cart;
mod catalogue;
mod checkout;
#[cfg(feature = "ssr")]
pub(crate) mod form;
mod theme;
#[cfg(feature = "ssr")]
pub(crate) mod visitor;

pub use account::{
    ask_reset, change_password, confirm, log_in, log_out, log_out_everywhere, register, rename, resend, reset,
};
pub use cart::{
    CartAddFn, CartCodeFn, CartConfirmFn, CartRefusal, CartSetFn, cart, cart_add, cart_change, cart_code, cart_confirm,
    cart_set,
};
pub use catalogue::suggest;
#[cfg(feature = "ssr")]
pub(crate) use catalogue::{developer, home, product, search};
pub use checkout::{
    CheckoutSubmit, OrderAnswer, OrderLink, OrderPay, checkout, checkout_submit, order, order_link, order_pay,
    purchases,
};
pub use theme::{SetTheme, set_theme};
#[cfg(feature = "ssr")]
pub use visitor::KnownVisitor;

#[cfg(feature = "ssr")]
use leptos::prelude::{ServerFnError, expect_context};

/// The catalogue that the server provides.
#[cfg(feature = "ssr")]
pub(crate) fn catalogue() -> services::Catalogue {
    expect_context()
}

/// What a customer is told of a failure inside.
#[cfg(feature = "ssr")]
const FAILED: &str = "The server could not answer. Please try again.";

/// Tells the log all of a failure, and the customer that there was one.
#[cfg(feature = "ssr")]
pub(crate) fn internal(error: impl std::error::Error) -> ServerFnError {
    log(&error);
    ServerFnError::new(FAILED)
}

#[cfg(feature = "ssr")]
fn log(error: &dyn std::error::Error) {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let causes: String = causes.map(|cause| format!(": {cause}")).collect();
    tracing::error!("a page could not be answered: {error}{causes}");
}

/// Keeps an answer that is one customer's out of every cache.
#[cfg(feature = "ssr")]
fn private() {
    use http::header::{CACHE_CONTROL, HeaderValue};

    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
