//! Fields of forms that answer beside the field and keep what was typed. The names are those of a server function's
//! `form`.

use leptos::prelude::*;

/// A text field. `hint` says what is expected, `error` what is wrong with what was typed.
pub(crate) fn input(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    value: &str,
    error: Option<&str>,
    hint: Option<&'static str>,
) -> impl IntoView + use<> {
    let id = format!("field-{name}");
    let (described, hint) = notes(name, error, hint);
    view! {
        <div class="entry">
            <label for=id.clone()>{label}</label>
            <input
                class="field"
                id=id
                name=format!("form[{name}]")
                type=kind
                autocomplete=autocomplete
                value=value.to_owned()
                maxlength="254"
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
            />
            {hint}
        </div>
    }
}

/// A choice among many. `submit`: another choice is sent at once where script runs.
pub(crate) fn select(
    name: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    value: &str,
    choices: Vec<(String, String)>,
    error: Option<&str>,
    submit: bool,
) -> impl IntoView + use<> {
    let id = format!("field-{name}");
    let (described, note) = notes(name, error, None);
    let chosen = value.to_owned();
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {label}
                </option>
            }
        })
        .collect();
    view! {
        <div class="entry">
            <label for=id.clone()>{label}</label>
            <select
                class="field"
                id=id
                name=format!("form[{name}]")
                autocomplete=autocomplete
                data-submit=submit.then_some("")
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
            >
                <option value="">"Please choose"</option>
                {options}
            </select>
            {note}
        </div>
    }
}

/// What stands under a field, and the ids by which it is described.
fn notes(name: &str, error: Option<&str>, hint: Option<&'static str>) -> (Option<String>, impl IntoView + use<>) {
    let (error_id, hint_id) = (format!("error-{name}"), format!("hint-{name}"));
    let ids: Vec<&str> = [(error.is_some(), &error_id), (hint.is_some(), &hint_id)]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, id)| id.as_str())
        .collect();
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    let error = error.map(|text| {
        view! { <p class="field-error" id=error_id.clone()>{text.to_owned()}</p> }
    });
    let hint = hint.map(|text| view! { <p class="hint" id=hint_id.clone()>{text}</p> });
    (described, (error, hint))
}
