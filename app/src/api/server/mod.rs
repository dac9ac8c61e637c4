//! What server functions need of the request and say in the response. Nothing here runs in a browser.
//!
//! A server function takes what it needs from the context before its first `await`: a page may be done with, and its
//! context gone, while the function still waits.

pub mod cookies;
pub(crate) mod form;
pub(crate) mod respond;
pub mod visitor;

use std::net::IpAddr;

use leptos::prelude::use_context;

use crate::api::Failure;

/// The network of the client, by which attempts are counted. The host gives it by context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientNetwork(pub IpAddr);

/// The network that the request comes from, as attempts are counted.
pub(crate) fn network() -> String {
    use_context::<ClientNetwork>().map_or_else(String::new, |network| network.0.to_string())
}

/// A service that the host provides; none where the page that asked is done with by now.
fn service<T: Clone + 'static>() -> Result<T, Failure> {
    use_context().ok_or(Failure::Server)
}

pub(crate) fn catalogue() -> Result<services::Catalogue, Failure> {
    service()
}

pub(crate) fn accounts() -> Result<services::Accounts, Failure> {
    service()
}

pub(crate) fn checkout() -> Result<services::Checkout, Failure> {
    service()
}

pub(crate) fn orders() -> Result<services::Orders, Failure> {
    service()
}
