//! Light or dark: a form for everyone, at once where script runs.

use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    #[cfg(feature = "ssr")]
    fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    pub(crate) fn parse(s: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == s)
    }

    /// The value of `data-theme` on `<html>`; none follows the system.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }

    /// What browsers paint around the page where the system is light, and where it is dark: as tokens.css.
    fn color(self, system: Self) -> &'static str {
        match if self == Self::System { system } else { self } {
            Self::Dark => "#0a1110",
            _ => "#fafbfb",
        }
    }

    #[cfg(feature = "ssr")]
    pub(crate) fn colors(self) -> impl IntoView {
        [Self::Light, Self::Dark].map(|system| {
            let media = format!("(prefers-color-scheme: {})", system.as_str());
            view! { <meta name="theme-color" content=self.color(system) /> }.attr("media", media)
        })
    }

    /// The cookie that keeps the choice for a year.
    pub(crate) fn cookie(self) -> String {
        format!("theme={}; Path=/; Max-Age=31536000; SameSite=Lax", self.as_str())
    }

    /// The reader's choice, out of the request's cookie.
    #[cfg(feature = "ssr")]
    pub(crate) fn current() -> Self {
        let kept = crate::cookies::read("theme");
        kept.and_then(|theme| Self::parse(&theme)).unwrap_or(Self::System)
    }

    #[cfg(feature = "hydrate")]
    fn apply(self) {
        use wasm_bindgen::JsCast;

        if let Some(root) = document().document_element() {
            _ = match self.attribute() {
                Some(theme) => root.set_attribute("data-theme", theme),
                None => root.remove_attribute("data-theme"),
            };
        }
        for system in [Self::Light, Self::Dark] {
            let selector = format!("meta[name=theme-color][media*={}]", system.as_str());
            if let Ok(Some(meta)) = document().query_selector(&selector) {
                _ = meta.set_attribute("content", self.color(system));
            }
        }
        // Where cookies are refused, the choice lasts as long as the page.
        _ = document()
            .unchecked_into::<web_sys::HtmlDocument>()
            .set_cookie(&self.cookie());
    }
}

/// `back`: where the form leads back to.
#[cfg(feature = "ssr")]
pub(crate) fn theme_switch(back: String) -> impl IntoView {
    let chosen = Theme::current();
    let button = |theme: Theme| {
        let pressed = if theme == chosen { "true" } else { "false" };
        view! {
            <button name="theme" value=theme.as_str() aria-pressed=pressed>
                {theme.label()}
            </button>
        }
    };
    view! {
        <form class="theme" method="post" action="/api/fn/set_theme">
            <input type="hidden" name="back" value=back />
            <fieldset>
                <legend>"Theme"</legend>
                <div class="theme-choices">{Theme::ALL.map(button)}</div>
            </fieldset>
        </form>
    }
}

/// In the browser a choice holds at once.
#[cfg(feature = "hydrate")]
pub(crate) fn start() {
    use leptos::ev::{SubmitEvent, submit};

    _ = window_event_listener(submit, |event: SubmitEvent| {
        let button = event
            .submitter()
            .filter(|button| button.get_attribute("name").as_deref() == Some("theme"));
        let Some(button) = button else { return };
        let Some(theme) = button.get_attribute("value").and_then(|value| Theme::parse(&value)) else {
            return;
        };
        event.prevent_default();
        theme.apply();
        for other in Theme::ALL {
            let pressed = if other == theme { "true" } else { "false" };
            let selector = format!("button[name=theme][value={}]", other.as_str());
            if let Ok(Some(other)) = document().query_selector(&selector) {
                _ = other.set_attribute("aria-pressed", pressed);
            }
        }
    });
}
