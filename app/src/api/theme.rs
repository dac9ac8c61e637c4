//! The choice of colours, kept in a cookie.

use leptos::prelude::*;

use super::FormRefusal;

/// Remembers `light`, `dark` or `system` for a year, then returns to `back`, a path of this site.
#[server(name = SetTheme, prefix = "/api/fn", endpoint = "set_theme")]
pub async fn set_theme(theme: String, #[server(default)] back: String) -> Result<(), FormRefusal> {
    use http::header::{HeaderValue, SET_COOKIE};

    use super::account::local;
    use super::server::respond;
    use crate::state::{Site, Theme};

    let Some(theme) = Theme::parse(&theme) else {
        respond::status(http::StatusCode::UNPROCESSABLE_ENTITY);
        return Err(FormRefusal::message("`theme` must be light, dark or system"));
    };
    let secure = expect_context::<Site>().public_url.starts_with("https://");
    let cookie = HeaderValue::from_str(&theme.cookie(secure)).map_err(respond::internal)?;
    expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
    respond::redirect_form(local(&back).unwrap_or("/"));
    Ok(())
}
