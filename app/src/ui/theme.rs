//! Light or dark: a form for everyone, at once where script runs.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

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

    /// The reader's choice, out of the page as the server made it.
    #[cfg(feature = "hydrate")]
    fn current() -> Self {
        let root = document().document_element();
        root.and_then(|root| Self::parse(&root.get_attribute("data-theme")?))
            .unwrap_or(Self::System)
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
        // Where cookies are refused, the choice lasts as long as the page.
        _ = document()
            .unchecked_into::<web_sys::HtmlDocument>()
            .set_cookie(&self.cookie());
    }

    #[cfg(feature = "ssr")]
    fn apply(self) {}
}

#[component]
pub(crate) fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(Theme::current());
    let location = use_location();
    let back = move || {
        let search = location.search.get();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("{}{mark}{search}", location.pathname.get())
    };
    let button = |theme: Theme| {
        view! {
            <button
                name="theme"
                value=theme.as_str()
                aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                on:click=move |event| {
                    event.prevent_default();
                    theme.apply();
                    chosen.set(theme);
                }
            >
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
