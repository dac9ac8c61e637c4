//! The choice of colours, kept in a cookie.

use leptos::prelude::*;

use super::FormRefusal;

/// Remembers `light`, `dark` or `system` for a year, then returns to `back`, a path of this site.
#[server(name = SetTheme, prefix = "/api/fn", endpoint = "set_theme")]
pub async fn set_theme(#[server(default)] theme: String, #[server(default)] back: String) -> Result<(), FormRefusal> {
    use http::header::{HeaderValue, SET_COOKIE};

    use super::account::local;
    use super::server::respond;
    use crate::state::Theme;

    let Some(theme) = Theme::parse(&theme) else {
        respond::status(http::StatusCode::UNPROCESSABLE_ENTITY);
        return Err(FormRefusal::message("theme: expected light, dark or system"));
    };
    let cookie = HeaderValue::from_str(&theme.cookie()).map_err(respond::internal)?;
    expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
    respond::redirect_form(local(&back).unwrap_or("/"));
    Ok(())
}
