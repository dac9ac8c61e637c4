//! Where the focus goes when the page has changed below it.

/// Takes the focus to an element, once what changes with it is drawn.
#[cfg(feature = "hydrate")]
pub(crate) fn focus(id: &str) {
    with_element(id, |element| _ = element.focus());
}

/// Takes view and focus to a part of the page, from its top.
#[cfg(feature = "hydrate")]
pub(crate) fn show(id: &str) {
    with_element(id, |element| {
        element.scroll_into_view();
        _ = element.focus();
    });
}

#[cfg(feature = "hydrate")]
fn with_element(id: &str, found: impl FnOnce(&web_sys::HtmlElement) + 'static) {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;

    let id = id.to_owned();
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into().ok()) {
            found(&element);
        }
    });
}

#[cfg(feature = "ssr")]
pub(crate) fn focus(_: &str) {}

#[cfg(feature = "ssr")]
pub(crate) fn show(_: &str) {}
