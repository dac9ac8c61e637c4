//! The choice of colours, kept in a cookie.

use leptos::prelude::*;

/// Remembers `light`, `dark` or `system` for a year, then returns to `back`, a path of this site.
#[server(name = SetTheme, prefix = "/api/fn", endpoint = "set_theme")]
pub async fn set_theme(theme: String, back: String) -> Result<(), ServerFnError> {
    use http::header::{HeaderValue, SET_COOKIE};

    let theme = crate::ui::theme::Theme::parse(&theme)
        .ok_or_else(|| ServerFnError::new("theme: expected light, dark or system"))?;
    let cookie = HeaderValue::from_str(&theme.cookie()).map_err(super::internal)?;
    expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
    leptos_axum::redirect(if is_local(&back) { &back } else { "/" });
    Ok(())
}

/// Whether an address is a path of this site: `//host` and `/\host` lead elsewhere.
#[cfg(feature = "ssr")]
pub(super) fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::is_local;

    #[test]
    fn returns_to_this_site_only() {
        for good in ["/", "/products?q=maps&page=2", "/help#syntax"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: b",
            "products",
        ] {
            assert!(!is_local(bad), "{bad:?}");
        }
    }
}
