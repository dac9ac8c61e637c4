//! The visitor of a request: its cookies, and what they stand for.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use services::{Accounts, Visitor};

use super::{cookies, network, respond};
use crate::api::Failure;

/// The cookie of a session.
pub(crate) const SESSION: &str = "session";
/// The cookie of a guest's cart.
pub(crate) const CART: &str = "cart";
/// The cookie of the orders whose links this browser has opened.
pub const ORDERS: &str = "orders";
/// How long a guest's cart, and a link that was opened, are remembered without being used, in seconds.
pub(crate) const CART_SECONDS: u32 = 90 * cookies::DAY;
pub(crate) const ORDERS_SECONDS: u32 = 30 * cookies::DAY;

/// Keeps the visitor of one request, so that head and page don't ask the database twice.
#[derive(Clone, Default)]
pub struct KnownVisitor(Arc<Mutex<Option<Visitor>>>);

/// The visitor of this request. The database is asked only where a cookie says that somebody is logged in.
pub(crate) async fn visitor() -> Result<Visitor, Failure> {
    // Before the first wait: afterwards the context may be another's.
    let (accounts, known) = (use_context::<Accounts>(), use_context::<KnownVisitor>());
    let session = cookies::read(SESSION);
    let guest = Visitor {
        cart: cookies::read(CART),
        account: None,
        orders: cookies::read(ORDERS),
        network: network(),
    };
    let (Some(accounts), Some(session)) = (accounts, session) else {
        return Ok(guest);
    };
    let known = known.unwrap_or_default().0;
    let held = known.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(visitor) = held {
        return Ok(visitor);
    }
    let account = accounts.of_session_at(&guest.network, &session).await;
    let visitor = Visitor {
        account: account.map_err(respond::internal)?,
        ..guest
    };
    *known.lock().unwrap_or_else(PoisonError::into_inner) = Some(visitor.clone());
    Ok(visitor)
}
