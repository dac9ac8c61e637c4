//! Forms that ask for a page: without script the browser sends them, in the browser they become an address.

use leptos::ev::SubmitEvent;

/// The form's action with its fields; empty ones say nothing and are left out.
#[cfg(feature = "hydrate")]
pub(crate) fn address_of_form(event: &SubmitEvent) -> Option<String> {
    use leptos::prelude::*;
    use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

    let form = event_target::<HtmlFormElement>(event);
    let fields = FormData::new_with_form(&form).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields)
        .ok()?
        .to_string();
    let filled: Vec<String> = String::from(fields)
        .split('&')
        .filter(|pair| !pair.ends_with('='))
        .map(str::to_owned)
        .collect();
    let action = form.get_attribute("action")?;
    Some(if filled.is_empty() {
        action
    } else {
        format!("{action}?{}", filled.join("&"))
    })
}

#[cfg(feature = "ssr")]
pub(crate) fn address_of_form(_: &SubmitEvent) -> Option<String> {
    None
}
