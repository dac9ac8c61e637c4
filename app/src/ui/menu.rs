//! The head's menu in the browser: it closes on Escape, and when the focus moves elsewhere on the page.

use leptos::ev::{FocusEvent, KeyboardEvent, focusout, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

pub(crate) fn start() {
    let on_key = |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close(|_| true);
        }
    };
    let on_leave = |event: FocusEvent| {
        if let Some(next) = event.related_target().and_then(|next| next.dyn_into::<Node>().ok()) {
            close(|menu| !menu.contains(Some(&next)));
        }
    };
    _ = window_event_listener(keydown, on_key);
    _ = window_event_listener(focusout, on_leave);
}

fn close(when: impl Fn(&Element) -> bool) {
    let open = document().query_selector("details.menu[open]").ok().flatten();
    if let Some(menu) = open.filter(when) {
        _ = menu.remove_attribute("open");
    }
}
