//! The fields of accounts. A field of a form that was refused without script holds what was typed, else what is known.

use leptos::prelude::*;

use super::answer::Answer;
use crate::ui::field::Field;

#[component]
pub(super) fn EmailField(
    answer: Answer,
    /// What it holds at first.
    known: String,
) -> impl IntoView {
    view! {
        <Field
            name="email"
            label="E-mail address"
            kind="email"
            value=answer.typed("email").unwrap_or(known)
            autocomplete="username"
            autofocus=answer.is_first("email")
            error=answer.error("email")
        />
    }
}

#[component]
pub(super) fn NameField(
    answer: Answer,
    /// What it holds at first.
    known: String,
) -> impl IntoView {
    view! {
        <Field
            name="name"
            label="Name"
            value=answer.typed("name").unwrap_or(known)
            autocomplete="name"
            autofocus=answer.is_first("name")
            error=answer.error("name")
        />
    }
}

/// A password that the customer knows.
#[component]
pub(super) fn PasswordField(
    answer: Answer,
    #[prop(default = "password")] name: &'static str,
    #[prop(default = "Password")] label: &'static str,
) -> impl IntoView {
    view! {
        <Field
            name
            label
            kind="password"
            autocomplete="current-password"
            autofocus=answer.is_first(name)
            error=answer.error(name)
        />
    }
}

/// A password that is chosen.
#[component]
pub(super) fn NewPasswordField(answer: Answer, label: &'static str) -> impl IntoView {
    view! {
        <Field
            name="password"
            label
            kind="password"
            hint="At least 8 characters. A few unrelated words are easy to remember."
            autocomplete="new-password"
            autofocus=answer.is_first("password")
            error=answer.error("password")
        />
    }
}

/// Tells password managers whose password a form sets.
#[component]
pub(super) fn Username(email: String) -> impl IntoView {
    view! {
        <input
            class="sr-only"
            type="text"
            value=email
            autocomplete="username"
            readonly=true
            tabindex="-1"
            aria-hidden="true"
        />
    }
}
