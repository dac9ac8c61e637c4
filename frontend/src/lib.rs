//! The browser's entry: has the app take over the page that the server made. Nothing else belongs here.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the module is loaded. The chunk of the page comes first, so that all of it is taken
/// over at once.
#[wasm_bindgen]
pub async fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        app::report(panic.to_string());
    }));
    app::preload_here().await;
    leptos::mount::hydrate_body(app::App);
}
