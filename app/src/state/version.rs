//! What the server serves by now: the newest snapshot of the catalogue, and its own build.

#![cfg(feature = "hydrate")]

use gloo_net::http::Request;
use serde::Deserialize;

/// `/catalog/current`.
#[derive(Deserialize)]
pub(crate) struct Newest {
    pub hash: String,
    /// Uncompressed.
    pub bytes: usize,
    pub build: String,
}

impl Newest {
    pub(crate) async fn ask() -> Result<Self, gloo_net::Error> {
        Request::get("/catalog/current").send().await?.json().await
    }
}
