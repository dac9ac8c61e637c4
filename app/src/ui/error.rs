//! The page in place of one that could not be made.

use leptos::prelude::*;

/// Says that the server failed, and answers with status 500.
pub(crate) fn error_page(error: ServerFnError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::route::status(http::StatusCode::INTERNAL_SERVER_ERROR);
    let message = match error {
        ServerFnError::ServerError(message) => message,
        _ => "The server could not be reached. Please check your connection and try again.".to_owned(),
    };
    view! {
        <div class="wrap page">
            <div class="empty" role="alert">
                <h1>"Something went wrong"</h1>
                <p>{message}</p>
                <a class="btn primary" href="">
                    "Try again"
                </a>
            </div>
        </div>
    }
}
