//! GET forms: without script the browser sends them, with it they become a change of address.

use leptos::ev::SubmitEvent;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// A handler that goes where the form would. `scroll`: whether the page then shows its top.
pub(crate) fn visit_on_submit(scroll: bool) -> impl Fn(SubmitEvent) + Clone + 'static {
    let navigate = use_navigate();
    move |event| {
        if let Some(address) = address(&event) {
            event.prevent_default();
            navigate(
                &address,
                NavigateOptions {
                    scroll,
                    ..NavigateOptions::default()
                },
            );
        }
    }
}

/// The form's action with its fields; empty ones say nothing and are left out.
#[cfg(feature = "hydrate")]
fn address(event: &SubmitEvent) -> Option<String> {
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
fn address(_event: &SubmitEvent) -> Option<String> {
    None
}
