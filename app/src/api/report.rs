//! Errors that happened in a visitor's browser, for the server's log.

use leptos::prelude::*;

use super::Failure;

/// Longer messages are cut, in characters.
#[cfg(feature = "ssr")]
const MAX: usize = 1_000;

/// Writes one line to the log: what went wrong, and on which page. Attempts are counted by network, so that nobody
/// fills the log.
#[server(name = ReportFn, prefix = "/api/fn", endpoint = "report_error")]
pub async fn report_error(page: String, message: String) -> Result<(), Failure> {
    let cut = |text: &str| text.chars().take(MAX).collect::<String>();
    if super::server::accounts()?
        .check_report_limit(&super::server::network())
        .await
        .is_ok()
    {
        // As fields, which are escaped: what is sent begins no line of its own. One named `message` would not be.
        tracing::error!(page = cut(&page), error = cut(&message), "an error in a browser");
    }
    Ok(())
}
