//! A field of a form: its label, a hint, and what was wrong with what was typed.

use leptos::prelude::*;

/// How browsers and password managers may help with a field, and what stands around it.
#[component]
pub(crate) fn Field(
    /// Its name in the form, and its id on the page.
    name: &'static str,
    label: &'static str,
    /// The type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// What may be typed, said before it is typed.
    #[prop(default = "")]
    hint: &'static str,
    /// HTML, 4.10.18.7.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(default = true)] required: bool,
    /// Whether it has the focus when the page comes.
    #[prop(default = false)]
    autofocus: bool,
    /// What was wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let hint_id = (!hint.is_empty()).then(|| format!("{name}-hint"));
    let described = {
        let hint_id = hint_id.clone();
        move || {
            let error_id = error.with(Option::is_some).then(|| format!("{name}-error"));
            let ids: Vec<String> = [error_id, hint_id.clone()].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    view! {
        <div class="form-field">
            <label for=name>{label} {(!required).then(|| view! { <span class="optional">" (optional)"</span> })}</label>
            {hint_id.map(|id| view! { <p class="hint" id=id>{hint}</p> })}
            <input
                class="field"
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                required=required
                autofocus=autofocus
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                autocapitalize=(kind == "email").then_some("none")
                spellcheck=(kind == "email").then_some("false")
            />
            <FieldError name error />
        </div>
    }
}

/// What was wrong with a field, beside it.
#[component]
pub(crate) fn FieldError(name: &'static str, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    move || {
        error.get().map(|text| {
            view! {
                <p class="error" id=format!("{name}-error")>
                    {text}
                </p>
            }
        })
    }
}

/// What a form's answer says as a whole: what was done, or why it was refused.
#[component]
pub(crate) fn Message(
    #[prop(into)] text: Signal<Option<String>>,
    /// Whether something did not work.
    #[prop(default = false)]
    bad: bool,
) -> impl IntoView {
    let (class, role) = if bad {
        ("notice bad", "alert")
    } else {
        ("notice good", "status")
    };
    move || {
        text.get().map(|text| {
            view! {
                <p class=class role=role>
                    {text}
                </p>
            }
        })
    }
}
