//! Who is logged in.

use domain::AccountSummary;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::Failure;

/// The account that is logged in.
#[server(name = SessionFn, prefix = "/api/fn", endpoint = "session", input = GetUrl)]
pub async fn session() -> Result<Option<AccountSummary>, Failure> {
    Ok(super::server::visitor::visitor().await?.account)
}
