//! The visitor of a request: the host puts it into the request's extensions.

use http::HeaderMap;
use http::request::Parts;
use leptos::prelude::*;
use services::{Accounts, RequestVisitor, Visitor};

use super::{cookies, respond};
use crate::api::Failure;

/// The cookie of a session.
pub(crate) const SESSION: &str = "session";
/// The cookie of a guest's cart.
pub(crate) const CART: &str = "cart";
/// The cookie of the orders whose links this browser has opened.
pub(crate) const ORDERS: &str = "orders";
/// How long a guest's cart, and a link that was opened, are remembered without being used, in seconds.
pub(crate) const CART_SECONDS: u32 = 90 * cookies::DAY;
pub(crate) const ORDERS_SECONDS: u32 = 30 * cookies::DAY;

/// The visitor whose cookies these are, who comes from a network.
pub fn of_request(accounts: Accounts, headers: &HeaderMap, network: String) -> RequestVisitor {
    let guest = Visitor {
        cart: cookies::find(headers, CART),
        account: None,
        orders: cookies::find(headers, ORDERS),
        network,
    };
    RequestVisitor::new(accounts, cookies::find(headers, SESSION), guest)
}

fn current() -> Option<RequestVisitor> {
    with_context::<Parts, _>(|request| request.extensions.get().cloned()).flatten()
}

/// The visitor of this request.
pub(crate) async fn visitor() -> Result<Visitor, Failure> {
    match current() {
        Some(visitor) => visitor.get().await.map_err(respond::internal),
        None => Ok(Visitor::default()),
    }
}

/// The network that the request comes from, as attempts are counted.
pub(crate) fn network() -> String {
    current().map_or_else(String::new, |visitor| visitor.network().to_owned())
}
