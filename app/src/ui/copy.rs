//! A button that copies a text; where the browser has no clipboard, as on a page without TLS, it selects the text.

use leptos::prelude::*;

#[component]
pub(crate) fn CopyButton(
    text: String,
    /// The element that shows the text.
    shown: NodeRef<leptos::html::Code>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| copy(&text, shown, copied);
    view! {
        <button type="button" class="btn with-script" on:click=copy>
            {move || if copied.get() { "Copied" } else { "Copy" }}
        </button>
    }
}

#[cfg(feature = "hydrate")]
fn copy(text: &str, shown: NodeRef<leptos::html::Code>, copied: RwSignal<bool>) {
    use wasm_bindgen::JsValue;

    let navigator = window().navigator();
    // It is absent where the page is not secure, whatever its type says.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    let select = move || {
        if let (Some(element), Ok(Some(selection))) = (shown.get_untracked(), window().get_selection()) {
            _ = selection.select_all_children(&element);
        }
    };
    if clipboard.is_undefined() {
        return select();
    }
    let written = navigator.clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        match js_sys::futures::JsFuture::from(written).await {
            Ok(_) => copied.set(true),
            Err(_) => select(),
        }
    });
}

#[cfg(feature = "ssr")]
fn copy(_: &str, _: NodeRef<leptos::html::Code>, _: RwSignal<bool>) {}
