//! Fields of forms, with what was wrong beside them, and notices above them.

use leptos::prelude::*;

use crate::flash::Flash;

/// A field of a form, and how browsers may help with it.
pub(crate) struct Field {
    pub label: &'static str,
    /// Its name, and its id on the page.
    pub name: &'static str,
    /// The type of the input.
    pub kind: &'static str,
    /// What it holds where nothing was typed yet.
    pub value: String,
    /// What may be typed, said before it is typed.
    pub hint: &'static str,
    /// What password managers and browsers fill it with (HTML, 4.10.18.7).
    pub autocomplete: &'static str,
    pub required: bool,
}

impl Field {
    /// A field that must be filled.
    pub(crate) fn new(name: &'static str, label: &'static str, kind: &'static str) -> Self {
        Self {
            label,
            name,
            kind,
            value: String::new(),
            hint: "",
            autocomplete: "off",
            required: true,
        }
    }

    /// Draws it with what was typed, and what was wrong with that. The first wrong field has the focus.
    pub(crate) fn view(self, flash: &Flash) -> AnyView {
        let Self { label, name, kind, .. } = self;
        let error = flash.error(name).map(str::to_owned);
        let hint = (!self.hint.is_empty()).then(|| format!("{name}-hint"));
        let error_id = error.is_some().then(|| format!("{name}-error"));
        let described = [error_id.clone(), hint.clone()];
        let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
        // What was typed as a password is never sent back.
        let typed = if kind == "password" { "" } else { flash.value(name) };
        let value = if typed.is_empty() { self.value } else { typed.to_owned() };
        let optional = (!self.required).then(|| view! { <span class="optional">" (optional)"</span> });
        view! {
            <div class="form-field">
                <label for=name>{label}{optional}</label>
                {hint.map(|id| view! { <p class="hint" id=id>{self.hint}</p> })}
                <input
                    class="field"
                    id=name
                    name=name
                    type=kind
                    value=(!value.is_empty()).then_some(value)
                    autocomplete=self.autocomplete
                    required=self.required
                    autofocus=flash.is_first_error(name)
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=(!described.is_empty()).then_some(described)
                    autocapitalize=(kind == "email").then_some("none")
                    spellcheck=(kind == "email").then_some("false")
                />
                {error.map(|text| view! { <p class="error" id=error_id>{text}</p> })}
            </div>
        }
        .into_any()
    }
}

/// What a form's answer says as a whole: what was done, or why it was refused.
pub(crate) fn messages(flash: &Flash) -> AnyView {
    let notice = flash.notice.clone();
    let refusal = flash.refusal.clone();
    view! {
        {notice.map(|text| view! { <p class="notice good" role="status">{text}</p> })}
        {refusal.map(|text| view! { <p class="notice bad" role="alert">{text}</p> })}
    }
    .into_any()
}
