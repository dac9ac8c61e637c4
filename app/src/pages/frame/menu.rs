//! The header's menu: the theme, the account, and help. It closes on Escape, when the focus leaves it, and when
//! another page is opened.

use domain::AccountSummary;
use leptos::ev::{FocusEvent, KeyboardEvent, SubmitEvent};
use leptos::html::Details;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;

use crate::api::account::{LogOut, with_back};
use crate::api::theme::SetTheme;
use crate::state::{Session, Theme, ThemeChoice};

#[component]
pub(super) fn Menu() -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            close();
        }
        path
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    view! {
        <details class="menu" node_ref=details on:keydown=on_key on:focusout=move |event| close_on_leave(&event, close)>
            <summary class="top-link" aria-label="Account">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-3.5 4-5 7.500-5s6.500 1.500 7.500 5" />
                </svg>
                <span class="wide">"Account"</span>
            </summary>
            <div class="menu-panel">
                <ThemeSwitch />
                <div class="menu-account">
                    <Account />
                </div>
                <a href="/help">"Help"</a>
            </div>
        </details>
    }
}

/// Links to log in, or the customer's name with the ways on and out.
#[component]
fn Account() -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = move || match session.account() {
        None => view! { <LogInLinks /> }.into_any(),
        Some(account) => view! { <AccountLinks account /> }.into_any(),
    };
    view! { <Transition>{shown}</Transition> }
}

#[component]
fn LogInLinks() -> impl IntoView {
    let location = use_location();
    // The pages of log-in lead back to where they were opened, not to each other.
    let back = move || {
        let path = location.pathname.get();
        let own = ["/login", "/register", "/verify", "/reset", "/account"];
        if own.iter().any(|own| path.starts_with(own)) {
            return String::new();
        }
        match location.search.get() {
            search if search.is_empty() => path,
            search => format!("{path}?{search}"),
        }
    };
    view! {
        <a href=move || with_back("/login", &back())>"Log in"</a>
        <a href=move || with_back("/register", &back())>"Create an account"</a>
    }
}

#[component]
fn AccountLinks(account: AccountSummary) -> impl IntoView {
    let log_out = ServerAction::<LogOut>::new();
    let session = expect_context::<Session>();
    Effect::new(move |_| {
        if let Some(Ok(())) = log_out.value().get() {
            session.changed();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        log_out.dispatch(LogOut {});
    };
    view! {
        <p class="menu-who">
            <b>{account.name}</b>
            <span>{account.email}</span>
        </p>
        <a href="/account/purchases">"Purchases"</a>
        <a href="/account">"Settings"</a>
        <form method="post" action=LogOut::url() on:submit=submit>
            <button>"Log out"</button>
        </form>
    }
}

/// Light or dark: a form without script, at once in the browser.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let (choice, location) = (expect_context::<ThemeChoice>(), use_location());
    let back = move || match location.search.get() {
        search if search.is_empty() => location.pathname.get(),
        search => format!("{}?{search}", location.pathname.get()),
    };
    let button = move |theme: Theme| {
        let pressed = move || if choice.get() == theme { "true" } else { "false" };
        let apply = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            choice.set(theme);
        };
        view! {
            <button name="theme" value=theme.as_str() aria-pressed=pressed on:click=apply>
                {theme.label()}
            </button>
        }
    };
    view! {
        <form method="post" action=SetTheme::url() class="theme">
            <input type="hidden" name="back" value=back />
            <fieldset>
                <legend>"Theme"</legend>
                <div class="theme-choices">{Theme::ALL.map(button).collect_view()}</div>
            </fieldset>
        </form>
    }
}

/// Closes the menu when the focus moves elsewhere on the page.
#[cfg(feature = "hydrate")]
fn close_on_leave(event: &FocusEvent, close: impl Fn()) {
    use wasm_bindgen::JsCast;

    let node = |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let menu = node(event.current_target());
    if let (Some(menu), Some(next)) = (menu, node(event.related_target()))
        && !menu.contains(Some(&next))
    {
        close();
    }
}

#[cfg(feature = "ssr")]
fn close_on_leave(_: &FocusEvent, _: impl Fn()) {}
