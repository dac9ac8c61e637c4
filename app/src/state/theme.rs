//! Light or dark, as the visitor chose, or as their system says.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::data::shared;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    #[cfg(any(feature = "ssr", test))]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }

    /// The value of `data-theme` on `<html>`; none follows the system.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }

    /// What browsers paint around the page where the system is light, and where it is dark: as tokens.css.
    pub(crate) fn color(self, system: Self) -> &'static str {
        match if self == Self::System { system } else { self } {
            Self::Dark => "#0a1110",
            _ => "#fafbfb",
        }
    }

    /// The cookie that keeps the choice for a year. The page's script writes it too, so that no request is needed.
    pub(crate) fn cookie(self, secure: bool) -> String {
        let secure = if secure { "; Secure" } else { "" };
        format!(
            "theme={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}",
            self.as_str()
        )
    }

    /// The visitor's choice, out of the request's cookie.
    #[cfg(feature = "ssr")]
    pub(crate) fn current() -> Self {
        let kept = crate::api::server::cookies::read("theme");
        kept.and_then(|theme| Self::parse(&theme)).unwrap_or(Self::System)
    }

    #[cfg(feature = "hydrate")]
    fn current() -> Self {
        Self::System
    }
}

/// The choice, which the document follows.
#[derive(Clone, Copy)]
pub(crate) struct ThemeChoice(RwSignal<Theme>);

impl ThemeChoice {
    pub(super) fn shared() -> Self {
        Self(RwSignal::new(shared(Theme::current)))
    }

    pub(crate) fn get(self) -> Theme {
        self.0.get()
    }

    /// Applies another theme at once and keeps it.
    #[cfg_attr(feature = "ssr", expect(unused_variables, reason = "only a browser can"))]
    pub(crate) fn set(self, theme: Theme) {
        #[cfg(feature = "hydrate")]
        {
            apply(theme);
            self.0.set(theme);
        }
    }
}

#[cfg(feature = "hydrate")]
fn apply(theme: Theme) {
    use wasm_bindgen::JsCast;

    if let Some(root) = document().document_element() {
        _ = match theme.attribute() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }
    for system in [Theme::Light, Theme::Dark] {
        let selector = format!("meta[name=theme-color][media*={}]", system.as_str());
        if let Ok(Some(meta)) = document().query_selector(&selector) {
            _ = meta.set_attribute("content", theme.color(system));
        }
    }
    // By https the server knows its cookies by this prefix (RFC 6265bis). Where cookies are refused, the choice lasts as
    // long as the document.
    let https = location().protocol().is_ok_and(|protocol| protocol == "https:");
    let prefix = if https { "__Host-" } else { "" };
    _ = document()
        .unchecked_into::<web_sys::HtmlDocument>()
        .set_cookie(&format!("{prefix}{}", theme.cookie(https)));
}
