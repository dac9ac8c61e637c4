//! Who asks, for handlers that are no pages: the network, the account of the session's cookie, the orders whose links the
//! browser has opened.

use app::api::server::cookies::find;
use app::api::server::visitor::ORDERS;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use services::{Internal, Visitor};

use crate::client;
use crate::problem::Problem;
use crate::state::AppState;

/// Who asks, as a handler takes it.
pub struct Asks(pub Visitor);

impl FromRequestParts<AppState> for Asks {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let network = client::network(parts, state.trust_proxy).to_string();
        match visitor(state, &parts.headers, network).await {
            Ok(visitor) => Ok(Self(visitor)),
            Err(error) => Err(Problem::internal(&error)),
        }
    }
}

/// The visitor of a request's headers, who comes from a network.
///
/// # Errors
/// [`Internal`] where the database fails.
pub async fn visitor(state: &AppState, headers: &HeaderMap, network: String) -> Result<Visitor, Internal> {
    let account = match find(headers, "session") {
        Some(session) => state.sales.accounts.of_session_at(&network, &session).await?,
        None => None,
    };
    Ok(Visitor {
        cart: find(headers, "cart"),
        orders: find(headers, ORDERS),
        account,
        network,
    })
}
