//! The fields of the form. Each holds what is typed from the first: text that was typed before the page came alive, or
//! that the browser has filled in, is taken from the input, and no answer writes into it.

use leptos::html::{Input, Select};
use leptos::prelude::*;

use super::state::Checkout;

/// A text field. `hint` says what is expected.
#[component]
pub(super) fn Entry(
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    /// The type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// HTML, 4.10.18.7.
    autocomplete: &'static str,
    #[prop(default = "")] hint: &'static str,
) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let error = checkout.error(name);
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            checkout.typing(name, input.value());
        }
    });
    view! {
        <div class="entry">
            <label for=field_id(name)>{move || label.get()}</label>
            <input
                class="field"
                id=field_id(name)
                name=format!("form[{name}]")
                type=kind
                autocomplete=autocomplete
                autocapitalize=(kind == "email").then_some("none")
                spellcheck=(kind == "email").then_some("false")
                value=checkout.value(name)
                maxlength="254"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described(name, error, hint)
                on:input=move |event| checkout.typing(name, event_target_value(&event))
                on:blur=move |_| checkout.leave(name)
                node_ref=input
            />
            <EntryError name error />
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("hint-{name}")>{hint}</p> })}
        </div>
    }
}

/// A choice among many.
#[component]
pub(super) fn Choice(
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    autocomplete: &'static str,
    /// Value and label of each choice.
    choices: Vec<(String, String)>,
) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let error = checkout.error(name);
    let select = NodeRef::<Select>::new();
    Effect::new(move |_| {
        if let Some(select) = select.get() {
            checkout.typing(name, select.value());
        }
    });
    let chosen = checkout.value(name);
    let options = choices.into_iter().map(|(value, label)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {label}
            </option>
        }
    });
    view! {
        <div class="entry">
            <label for=field_id(name)>{move || label.get()}</label>
            <select
                class="field"
                id=field_id(name)
                name=format!("form[{name}]")
                autocomplete=autocomplete
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described(name, error, "")
                on:change=move |event| checkout.choose(name, event_target_value(&event))
                on:blur=move |_| checkout.leave(name)
                node_ref=select
            >
                <option value="">"Please choose"</option>
                {options.collect_view()}
            </select>
            <EntryError name error />
        </div>
    }
}

/// What is wrong with a field, beside it.
#[component]
pub(super) fn EntryError(name: &'static str, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        error.get().map(|text| {
            view! {
                <p class="field-error" id=error_id(name)>
                    {text}
                </p>
            }
        })
    }
}

pub(super) fn field_id(name: &str) -> String {
    format!("field-{name}")
}

pub(super) fn error_id(name: &str) -> String {
    format!("error-{name}")
}

/// The ids of what describes a field.
fn described(name: &str, error: Signal<Option<String>>, hint: &str) -> Option<String> {
    let error = error.with(Option::is_some).then(|| error_id(name));
    let hint = (!hint.is_empty()).then(|| format!("hint-{name}"));
    let ids: Vec<String> = [error, hint].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
