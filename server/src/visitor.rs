//! Who asks, for handlers that are no pages: the account of the session's cookie.

use app::api::server::cookies::find;
use axum::http::HeaderMap;
use services::Internal;

use crate::state::AppState;

/// The account that is logged in.
///
/// # Errors
/// [`Internal`] where the database fails.
pub async fn account(state: &AppState, headers: &HeaderMap) -> Result<Option<i64>, Internal> {
    let Some(session) = find(headers, "session") else {
        return Ok(None);
    };
    let found = state.sales.accounts.of_session(session).await?;
    Ok(found.map(|account| account.id))
}
