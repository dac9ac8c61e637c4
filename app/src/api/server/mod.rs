//! What server functions need of the request and say in the response. Nothing here runs in a browser.
//!
//! A server function takes what it needs from the context before its first `await`: a page may be done with, and its
//! context gone, while the function still waits.

pub mod cookies;
pub(crate) mod form;
pub(crate) mod respond;
pub mod visitor;

use http::header::USER_AGENT;
use http::request::Parts;
use leptos::prelude::{use_context, with_context};
use services::accounts::Client;

pub(crate) use self::visitor::network;
use crate::api::Failure;

/// What is known of a browser that sends a password: its network, its name, and whether its device is known.
pub(crate) struct Browser {
    network: String,
    agent: String,
    device: Option<String>,
}

impl Browser {
    /// Of this request.
    pub(crate) fn here() -> Self {
        let agent = with_context::<Parts, _>(|request| {
            let agent = request.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
            agent.unwrap_or_default().to_owned()
        });
        Self {
            network: network(),
            agent: agent.unwrap_or_default(),
            device: cookies::read(form::DEVICE),
        }
    }

    pub(crate) fn client(&self) -> Client<'_> {
        Client {
            network: &self.network,
            agent: &self.agent,
            device: self.device.as_deref(),
        }
    }
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
