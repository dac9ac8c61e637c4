//! What server functions need of the request and say in the response. Nothing here runs in a browser.

pub mod cookies;
pub(crate) mod form;
pub(crate) mod respond;
pub mod visitor;

use std::net::IpAddr;

use leptos::prelude::{expect_context, use_context};

/// The network of the client, by which attempts are counted. The host gives it by context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientNetwork(pub IpAddr);

/// The network that the request comes from, as attempts are counted.
pub(crate) fn network() -> String {
    use_context::<ClientNetwork>().map_or_else(String::new, |network| network.0.to_string())
}

/// The catalogue that the host provides.
pub(crate) fn catalogue() -> services::Catalogue {
    expect_context()
}

pub(crate) fn accounts() -> services::Accounts {
    expect_context()
}

pub(crate) fn checkout() -> services::Checkout {
    expect_context()
}

pub(crate) fn orders() -> services::Orders {
    expect_context()
}
